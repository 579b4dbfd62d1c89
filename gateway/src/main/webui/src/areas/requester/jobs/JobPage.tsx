import { Alert, Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Routes, useLocation, useParams } from 'react-router';
import { useMayChange } from '../../../app/may-change';
import { formatMoney } from '../../../shared/format/money';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { Tabs } from '../../../shared/ui/Tabs';
import { NotFoundPage } from '../../public/NotFoundPage';
import { JobActions } from './JobActions';
import { isPublished, type Job, useJob } from './jobs';
import { StateSign } from './StateSign';

const ComparePage = lazy(() => import('../compare/ComparePage'));
const ControlPage = lazy(() => import('../control/ControlPage'));
const ExportsPage = lazy(() => import('../results/ExportsPage'));
const ProgressPanel = lazy(() => import('./ProgressPanel'));
const ResultsPage = lazy(() => import('../results/ResultsPage'));
const ReviewPage = lazy(() => import('../review/ReviewPage'));
const SetupPanel = lazy(() => import('../setup/SetupPanel'));
const WorkersPage = lazy(() => import('../workers/WorkersPage'));

export default function JobPage() {
  const { jobId = '' } = useParams();
  const job = useJob(jobId);
  if (job.isPending) return <Loading />;
  if (job.isError) return <ProblemNotice failure={job.error} onRetry={() => job.refetch()} />;
  return <Shown job={job.data} />;
}

function Shown({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('requester');
  const mayChange = useMayChange();
  const published = isPublished(job.state);
  const base = `/requester/jobs/${job.id}`;
  const { pathname } = useLocation();
  const tabs = [
    { to: base, title: t('tab.progress') },
    { to: `${base}/review`, title: t('tab.review') },
    { to: `${base}/compare`, title: t('tab.compare') },
    { to: `${base}/results`, title: t('tab.results') },
    { to: `${base}/workers`, title: t('tab.workers') },
    { to: `${base}/exports`, title: t('tab.exports') },
    { to: `${base}/control`, title: t('tab.control') },
  ];
  return (
    <Stack>
      <div>
        <Group justify="space-between">
          <Anchor component={Link} to="/requester" size="sm" underline="always">
            {t('job.back')}
          </Anchor>
          {mayChange && (
            <Anchor component={Link} to={`/requester/new?copy=${job.id}`} size="sm" underline="always">
              {t('job.again')}
            </Anchor>
          )}
        </Group>
        <Title order={1} size="h2">
          {job.title}
        </Title>
        <Group gap="sm" mt={4}>
          <StateSign state={job.state} />
          <Text size="sm" c="dimmed">
            {t('job.terms', {
              reward: formatMoney(job.reward, i18n.language),
              count: job.overlap ?? 1,
            })}
          </Text>
        </Group>
      </div>
      <Reason job={job} />
      {pathname === base && <JobActions job={job} />}
      {published && <Tabs label={t('job.parts')} tabs={tabs} />}
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route index element={published ? <ProgressPanel job={job} /> : <SetupPanel job={job} />} />
          <Route path="review" element={<ReviewPage job={job} />} />
          <Route path="compare" element={<ComparePage job={job} />} />
          <Route path="results" element={<ResultsPage job={job} />} />
          <Route path="workers" element={<WorkersPage job={job} />} />
          <Route path="exports" element={<ExportsPage job={job} />} />
          <Route path="control" element={<ControlPage job={job} />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </Stack>
  );
}

/** Why a job is paused, or a draft again, and what helps. */
function Reason({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('requester');
  if (!job.stateReason) return null;
  const known = i18n.exists(`reason.${job.stateReason}`, { ns: 'requester' });
  return (
    <Alert color="yellow" variant="outline" title={t('job.reason')}>
      <Text size="sm" lang={known ? undefined : 'en'}>
        {known ? t(`reason.${job.stateReason}`) : job.stateReason}
      </Text>
    </Alert>
  );
}
