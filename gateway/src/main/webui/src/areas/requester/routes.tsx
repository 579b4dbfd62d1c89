import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Routes } from 'react-router';
import { useMayChange } from '../../app/may-change';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { JobsPage } from './jobs/JobsPage';

const FundsPage = lazy(() => import('./funds/FundsPage'));
const JobPage = lazy(() => import('./jobs/JobPage'));
const NewJobPage = lazy(() => import('./create/NewJobPage'));
const ProgramsPage = lazy(() => import('./programs/ProgramsPage'));

export default function RequesterRoutes() {
  const mayChange = useMayChange();
  return (
    <Suspense fallback={<Loading />}>
      {!mayChange && <OnlyLooking />}
      <Routes>
        <Route index element={<JobsPage />} />
        <Route path="new" element={mayChange ? <NewJobPage /> : null} />
        <Route path="jobs/:jobId/*" element={<JobPage />} />
        <Route path="money" element={<FundsPage />} />
        <Route path="programs" element={<ProgramsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}

/** Why nothing can be changed here, and who helps. */
function OnlyLooking() {
  const { t } = useTranslation('requester');
  return (
    <Text size="sm" mb="md" c="dimmed">
      {t('viewer')}
    </Text>
  );
}
