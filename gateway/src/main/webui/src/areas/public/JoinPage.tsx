import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loginUrl } from '../../app/login-url';
import { api, unwrap } from '../../shared/api/client';
import { Problem } from '../../shared/api/problem';
import { ProblemNotice } from '../../shared/ui/states';

const empty = { username: '', email: '', password: '', firstName: '', lastName: '' };

export default function JoinPage() {
  const { t } = useTranslation('public');
  const [account, setAccount] = useState(empty);
  const join = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/registrations', { body: account })),
    onSuccess: () => window.location.assign(loginUrl('/worker')),
  });
  const problem = join.error instanceof Problem ? join.error : null;
  const field = (name: keyof typeof empty) => ({
    label: t(`join.${name}`),
    value: account[name],
    required: true,
    size: 'md' as const,
    error: problem?.fault(`/${name}`),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setAccount((before) => ({ ...before, [name]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  return (
    <Stack maw={480} component="form" onSubmit={submit}>
      <Title order={1} size="h2">
        {t('join.title')}
      </Title>
      <Text>{t('join.text')}</Text>
      {join.error && <ProblemNotice failure={join.error} />}
      <TextInput {...field('username')} autoComplete="username" minLength={3} maxLength={64} />
      <TextInput {...field('email')} type="email" autoComplete="email" />
      <Group grow align="flex-start">
        <TextInput {...field('firstName')} autoComplete="given-name" />
        <TextInput {...field('lastName')} autoComplete="family-name" />
      </Group>
      <PasswordInput
        {...field('password')}
        description={t('join.passwordRule')}
        autoComplete="new-password"
        minLength={8}
        visibilityToggleButtonProps={{ 'aria-label': t('join.showPassword') }}
      />
      <Button type="submit" size="md" loading={join.isPending}>
        {t('join.button')}
      </Button>
    </Stack>
  );
}
