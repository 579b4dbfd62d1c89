import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import type { Batch } from '../payouts';

interface Props {
  batches: readonly Batch[];
  caption: string;
  titled?: boolean;
}

export function BatchTable({ batches, caption, titled = false }: Props) {
  const { t, i18n } = useTranslation('finance');
  return (
    <DataTable
      caption={caption}
      titled={titled}
      rows={batches}
      rowKey={(batch) => batch.id}
      columns={[
        {
          title: t('batch.proposed'),
          cell: (batch) => (
            <Link to={`/finance/batches/${batch.id}`}>{formatInstant(batch.proposedAt, i18n.language)}</Link>
          ),
        },
        { title: t('batch.state'), cell: (batch) => t(`batchState.${batch.state}`) },
        { title: t('batch.rail'), cell: (batch) => batch.rail },
        { title: t('batch.payouts'), number: true, cell: (batch) => batch.payoutCount },
        { title: t('batch.total'), number: true, cell: (batch) => formatMoney(batch.total, i18n.language) },
      ]}
    />
  );
}
