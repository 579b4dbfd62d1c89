import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { usePages } from '../../../shared/api/pages';
import type { components } from '../../../shared/api/schema';
import { formatCount } from '../../../shared/format/number';
import { formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import { Id } from '../../../shared/ui/Id';
import { More, Waiting } from '../../../shared/ui/Page';
import { type Job, jobsKey } from '../jobs/jobs';

type Case = Given<components['schemas']['JobCaseView'], 'id' | 'kind' | 'state' | 'workers' | 'openedAt'>;

/** What looked strange in the answers, and what a person of the platform found; whom it is about is said once it is confirmed. */
export function Cases({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('review');
  const cases = usePages<Case>([...jobsKey, 'cases', job.id], (cursor) =>
    unwrap(api.GET('/v1/jobs/{jobId}/cases', { params: { path: { jobId: job.id }, query: { limit: 25, ...cursor } } })),
  );
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('cases.title')}
      </Title>
      <Stack gap="sm" align="stretch">
        <Text>{t('cases.text')}</Text>
        <Waiting query={cases} />
        {cases.data?.length === 0 && <Text>{t('cases.none')}</Text>}
        {cases.data && cases.data.length > 0 && (
          <DataTable
            caption={t('cases.caption')}
            rows={cases.data}
            rowKey={({ id }) => id}
            columns={[
              { title: t('cases.kind'), cell: ({ kind }) => t(`cases.of.${kind}`) },
              { title: t('cases.state'), cell: ({ state }) => t(`cases.is.${state}`) },
              { title: t('cases.opened'), cell: ({ openedAt }) => formatInstant(openedAt, i18n.language) },
              {
                title: t('cases.workers'),
                cell: ({ workers, workerIds }) =>
                  workerIds
                    ? workerIds.map((id) => (
                        <div key={id}>
                          <Id value={id} />
                        </div>
                      ))
                    : formatCount(workers, i18n.language),
              },
            ]}
          />
        )}
        <More query={cases} />
      </Stack>
    </section>
  );
}
