import { Stack, Text, Title } from '@mantine/core';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { Problem } from '../../../shared/api/problem';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { useProfile } from './profile';

const ProfileForm = lazy(() => import('./ProfileForm'));

/** Nobody is offered work before their place is known: it decides which wage floor protects them. */
export function RequireProfile() {
  const { t } = useTranslation('worker');
  const profile = useProfile();
  if (profile.isPending) return <Loading />;
  // Without a connection there may be tasks to go on with; who has some has told their place.
  if (profile.error instanceof Problem && profile.error.status === 0) return <Outlet />;
  if (profile.isError) return <ProblemNotice failure={profile.error} onRetry={() => profile.refetch()} />;
  if (profile.data) return <Outlet />;
  return (
    <Stack maw={480}>
      <Title order={1} size="h2">
        {t('profile.welcome')}
      </Title>
      <Text>{t('profile.why')}</Text>
      <ProfileForm profile={null} />
    </Stack>
  );
}
