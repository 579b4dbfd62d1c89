import { useTranslation } from 'react-i18next';
import type { components } from '../api/schema';
import { formatInstant } from '../format/time';
import { DataTable } from '../ui/DataTable';

/** One worker's word on a task; who said it is not told. */
interface Report {
  externalId: string;
  fault: components['schemas']['TaskFault'];
  note?: string;
  reportedAt: string;
}

/** What workers say is wrong with the tasks of a job, the latest first. */
export function Reports({ evidence }: { evidence: Record<string, unknown> }) {
  const { t, i18n } = useTranslation('oversight');
  const reports = (evidence.tasks ?? []) as Report[];
  return (
    <DataTable
      caption={t('reports.caption', { count: reports.length })}
      rows={reports.map((report, place) => ({ report, place }))}
      rowKey={({ place }) => String(place)}
      columns={[
        { title: t('reports.task'), cell: ({ report }) => report.externalId },
        { title: t('reports.what'), cell: ({ report }) => t(`fault.${report.fault}`) },
        {
          title: t('reports.words'),
          cell: ({ report }) => (report.note ? t('common:quoted', { words: report.note }) : '–'),
        },
        { title: t('reports.at'), cell: ({ report }) => formatInstant(report.reportedAt, i18n.language) },
      ]}
    />
  );
}
