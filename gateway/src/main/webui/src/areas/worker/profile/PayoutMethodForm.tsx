import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { ProblemNotice } from '../../../shared/ui/states';

const methodKey = ['worker', 'payout-method'] as const;

export function PayoutMethodForm() {
  const { t } = useTranslation('pay');
  const queries = useQueryClient();
  const known = useQuery({
    queryKey: methodKey,
    queryFn: () => unwrap(api.GET('/v1/me/payout-method')),
    retry: false,
  });
  const [holderName, setHolderName] = useState('');
  const [iban, setIban] = useState('');
  const save = useMutation({
    mutationFn: () => unwrap(api.PUT('/v1/me/payout-method', { body: { rail: 'SEPA', holderName, iban } })),
    onSuccess: (saved) => {
      queries.setQueryData(methodKey, saved);
      setIban('');
    },
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} maw={480}>
      <Title order={2} size="h3">
        {t('method.title')}
      </Title>
      {known.data && <Text>{t('method.now', { iban: known.data.iban ?? '', name: known.data.holderName ?? '' })}</Text>}
      <Text size="sm" c="dimmed">
        {t('method.note')}
      </Text>
      <TextInput
        label={t('method.holder')}
        size="md"
        required
        maxLength={140}
        autoComplete="name"
        value={holderName}
        error={problem?.fault('/holderName')}
        onChange={(event) => setHolderName(event.currentTarget.value)}
      />
      <TextInput
        label="IBAN"
        size="md"
        required
        maxLength={64}
        autoComplete="off"
        value={iban}
        error={problem?.fault('/iban')}
        onChange={(event) => setIban(event.currentTarget.value)}
      />
      {save.error && <ProblemNotice failure={save.error} />}
      <Group>
        <Button type="submit" size="md" loading={save.isPending}>
          {t('method.save')}
        </Button>
        {save.isSuccess && <Text role="status">{t('common:saved')}</Text>}
      </Group>
    </Stack>
  );
}
