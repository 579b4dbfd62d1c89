import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../../shared/ui/DataTable';
import { More, Waiting } from '../../../shared/ui/Page';
import { Empty } from '../../../shared/ui/states';
import { ProposeButton } from '../bank/ProposeButton';
import { type PayoutState, usePayouts } from '../payouts';
import { BatchTabs } from './BatchTabs';
import { usePayoutColumns } from './PayoutTable';

const states: readonly PayoutState[] = ['RETURNED', 'FAILED', 'UNKNOWN', 'HELD', 'ACCEPTED', 'SUBMITTED', 'SETTLED'];

/** Payouts that did not arrive, why, and what becomes of the money. */
export default function ReturnsPage() {
  const { t } = useTranslation('finance');
  const [state, setState] = useState<PayoutState>('RETURNED');
  const payouts = usePayouts(state);
  const columns = usePayoutColumns();
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('returns.title')}
      </Title>
      <BatchTabs />
      <Text>{t('returns.text')}</Text>
      <NativeSelect
        label={t('payouts.state')}
        size="md"
        maw={360}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as PayoutState)}
        data={states.map((value) => ({ value, label: t(`payoutState.${value}`) }))}
      />
      <Waiting query={payouts} />
      {payouts.data?.length === 0 && <Empty title={t('returns.none')} />}
      {payouts.data && payouts.data.length > 0 && (
        <DataTable
          caption={t('returns.caption')}
          rows={payouts.data}
          rowKey={(payout) => payout.id}
          columns={[
            ...columns,
            {
              title: t('payouts.batch'),
              cell: (payout) => <Link to={`/finance/batches/${payout.batchId}`}>{t('payouts.openBatch')}</Link>,
            },
            {
              title: t('returns.decide'),
              cell: (payout) =>
                payout.refusal?.follow === 'STOP' && (
                  <ProposeButton kinds={['LIFT_PAYOUT_STOP']} subject={payout.id} what={payout.endToEndId.slice(-12)} />
                ),
            },
          ]}
        />
      )}
      <More query={payouts} />
    </Stack>
  );
}
