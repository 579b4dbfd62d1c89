import { Alert, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { formatCount } from '../../../shared/format/number';
import { DataTable } from '../../../shared/ui/DataTable';
import { CodeWords, Loading, ProblemNotice } from '../../../shared/ui/states';
import { type Job, jobsKey } from '../jobs/jobs';
import { fieldName } from '../jobs/spec-texts';

interface Standing {
  items: readonly { item: string; score: number; tasks: number }[];
  /** Of items that nothing compares with those of another one. */
  groups: number;
}

/** {@return whether the job has preferences that say which item each side is} */
function comparesItems(job: Job): boolean {
  const { output } = (job.spec ?? {}) as { output?: { properties?: Record<string, object> } };
  return Object.values(output?.properties ?? {}).some((property) => 'x-items' in property);
}

/** How the things that were compared stand over the whole job, the best first. */
export function Standings({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('review');
  const standings = useQuery({
    queryKey: [...jobsKey, 'standings', job.id],
    queryFn: () =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/results/standings', { params: { path: { jobId: job.id } } }),
      ) as Promise<unknown> as Promise<Record<string, Standing>>,
    enabled: comparesItems(job),
    retry: false,
  });
  if (!comparesItems(job)) return null;
  if (standings.isPending) return <Loading />;
  if (standings.error instanceof Problem && standings.error.code === 'too-many-items') {
    return (
      <Text>
        <CodeWords code={standings.error.code} detail={standings.error.detail} />
      </Text>
    );
  }
  if (standings.isError) return <ProblemNotice failure={standings.error} onRetry={() => standings.refetch()} />;
  const ranked = Object.entries(standings.data).filter(([, { items }]) => items.length > 0);
  if (ranked.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('standings.title')}
      </Title>
      <Stack gap="sm">
        <Text>{t('standings.text')}</Text>
        {ranked.map(([field, { items, groups }]) => (
          <Stack key={field} gap="xs">
            <DataTable
              caption={fieldName(job.spec, field, i18n.language)}
              rows={items}
              rowKey={({ item }) => item}
              columns={[
                { title: t('standings.item'), cell: ({ item }) => item },
                { title: t('standings.score'), number: true, cell: ({ score }) => formatScore(score, i18n.language) },
                { title: t('standings.tasks'), number: true, cell: ({ tasks }) => formatCount(tasks, i18n.language) },
              ]}
            />
            {groups > 1 && (
              <Alert color="yellow" variant="outline" title={t('standings.apartTitle')}>
                <Text size="sm">{t('standings.apart', { count: groups })}</Text>
              </Alert>
            )}
          </Stack>
        ))}
      </Stack>
    </section>
  );
}

/** With its sign, so that what is above the middle is told from what is below. */
function formatScore(score: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(score);
}
