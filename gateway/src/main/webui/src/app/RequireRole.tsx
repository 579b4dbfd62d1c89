import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Loading } from '../shared/ui/states';
import { loginUrl } from './login-url';
import { useSession } from './session';

/** Shows what it holds to people with one of the roles, and everybody else the way on. */
export function RequireRole({ roles, children }: { roles: readonly string[]; children: ReactNode }) {
  const { t } = useTranslation('common');
  const { who, loading } = useSession();
  const { pathname } = useLocation();
  if (loading) return <Loading />;
  if (!who) {
    return (
      <Stack align="flex-start">
        <Title order={1} size="h2">
          {t('signIn.title')}
        </Title>
        <Text>{t('signIn.text')}</Text>
        <Button component="a" href={loginUrl(pathname)} size="md">
          {t('signIn.button')}
        </Button>
        <Text size="sm">
          <Anchor component={Link} to="/join" underline="always">
            {t('signIn.join')}
          </Anchor>
        </Text>
      </Stack>
    );
  }
  if (!roles.some((role) => who.roles.includes(role))) {
    return (
      <Stack align="flex-start">
        <Title order={1} size="h2">
          {t('notYours.title')}
        </Title>
        <Text>{t('notYours.text', { name: who.name ?? who.username })}</Text>
        <Button component={Link} to="/">
          {t('notYours.home')}
        </Button>
      </Stack>
    );
  }
  return children;
}
