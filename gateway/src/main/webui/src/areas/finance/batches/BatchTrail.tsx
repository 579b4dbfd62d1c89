import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { Section, Waiting } from '../../../shared/ui/Page';
import { useActions, useDesk } from '../payouts';

/** Who did what to which content. */
export function BatchTrail({ batchId }: { batchId: string }) {
  const { t, i18n } = useTranslation('finance');
  const { id } = useDesk();
  const actions = useActions(batchId);
  return (
    <Section title={t('trail.title')}>
      <Waiting query={actions} />
      {actions.data?.items && (
        <DataTable
          caption={t('trail.caption')}
          rows={actions.data.items}
          rowKey={(action) => `${action.at} ${action.action}`}
          columns={[
            { title: t('trail.when'), cell: (action) => action.at && formatInstant(action.at, i18n.language) },
            {
              title: t('trail.what'),
              cell: (action) => t(`action.${action.action}`, { defaultValue: action.action ?? '' }),
            },
            {
              title: t('trail.who'),
              cell: (action) =>
                action.actor === id ? t('trail.you') : <span className={classes.code}>{action.actor?.slice(-12)}</span>,
            },
            { title: t('trail.reason'), cell: (action) => action.reason },
            {
              title: t('trail.content'),
              cell: (action) => <span className={classes.code}>{action.after?.slice(0, 12)}</span>,
            },
          ]}
        />
      )}
    </Section>
  );
}
