import { Text, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { usePages } from '../../../shared/api/pages';
import type { components } from '../../../shared/api/schema';
import { formatCount } from '../../../shared/format/number';
import { formatDate } from '../../../shared/format/time';
import { type Column, DataTable } from '../../../shared/ui/DataTable';
import { More } from '../../../shared/ui/Page';
import { ProblemNotice } from '../../../shared/ui/states';
import { jobsKey } from './jobs';

type View = components['schemas']['ReportedTask'];
type Fault = components['schemas']['TaskFault'];
type Reported = Given<View, 'taskId' | 'externalId' | 'reports' | 'notes' | 'reportedAt'> & {
  faults: Partial<Record<Fault, number>>;
};

interface Props {
  jobId: string;
  Frame: ComponentType<{ children: ReactNode }>;
}

/** The tasks that workers found faulty; nothing where there are none. */
export function ReportedTasks({ jobId, Frame }: Props) {
  const { t, i18n } = useTranslation('requester');
  const reported = usePages<Reported>([...jobsKey, 'task-reports', jobId], (cursor) =>
    unwrap(api.GET('/v1/jobs/{jobId}/task-reports', { params: { path: { jobId }, query: { limit: 20, ...cursor } } })),
  );
  if (reported.isError) return <ProblemNotice failure={reported.error} onRetry={() => reported.refetch()} />;
  if (!reported.data?.length) return null;
  const columns: Column<Reported>[] = [
    { title: t('reports.task'), cell: (task) => task.externalId },
    { title: t('reports.count'), number: true, cell: (task) => formatCount(task.reports, i18n.language) },
    {
      title: t('reports.what'),
      cell: (task) =>
        (Object.entries(task.faults) as [Fault, number][])
          .sort((one, other) => other[1] - one[1])
          .map(([fault, count]) => (
            <div key={fault}>
              {t(`fault.${fault}`)}
              {count > 1 ? ` (${formatCount(count, i18n.language)})` : ''}
            </div>
          )),
    },
    {
      title: t('reports.words'),
      cell: (task) =>
        task.notes.map((note, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have written the same
          <div key={place}>{t('common:quoted', { words: note.note })}</div>
        )),
    },
    { title: t('reports.last'), cell: (task) => formatDate(task.reportedAt, i18n.language) },
  ];
  return (
    <Frame>
      <Title order={2} size="h5" mb="xs">
        {t('reports.title')}
      </Title>
      <Text size="sm" mb="xs">
        {t('reports.text')}
      </Text>
      <DataTable caption={t('reports.caption')} columns={columns} rows={reported.data} rowKey={(task) => task.taskId} />
      <More query={reported} />
    </Frame>
  );
}
