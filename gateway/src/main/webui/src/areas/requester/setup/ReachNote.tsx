import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { formatCount } from '../../../shared/format/number';
import { ProblemNotice } from '../../../shared/ui/states';
import { type Job, jobsKey } from '../jobs/jobs';

/** How many workers at least may do the job and when it may be done; where that is not known yet, just that. */
export function ReachNote({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('requester');
  const reach = useQuery({
    queryKey: [...jobsKey, 'reach', job.id, job.taskCount],
    queryFn: () => unwrap(api.GET('/v1/jobs/{jobId}/reach', { params: { path: { jobId: job.id } } })),
  });
  if (reach.isError) return <ProblemNotice failure={reach.error} onRetry={() => reach.refetch()} />;
  if (!reach.data) return null;
  const { groupsOf = 10, eligibleWorkers, workedLately, tooFewForOverlap, finish } = reach.data;
  const days = (value: number) =>
    new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit: 'day',
      unitDisplay: 'long',
      maximumSignificantDigits: 2,
    }).format(value);
  const people = (count: number | null | undefined) =>
    count === undefined || count === null
      ? t('reach.fewer', { count: groupsOf })
      : `${formatCount(count, i18n.language)}+`;
  return (
    <Stack gap={4} mt="sm">
      <Text size="sm">{t('reach.eligible', { workers: people(eligibleWorkers), lately: people(workedLately) })}</Text>
      {tooFewForOverlap ? (
        <Text size="sm" c="var(--gw-warn)" fw={600}>
          {t('reach.tooFew', { count: job.overlap ?? 1 })}
        </Text>
      ) : (
        <Text size="sm">
          {finish
            ? t('reach.finish', { earliest: days(finish.earliestDays ?? 0), latest: days(finish.latestDays ?? 0) })
            : t('reach.unknown')}
        </Text>
      )}
    </Stack>
  );
}
