import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { type Column, DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { ProblemNotice } from '../../../shared/ui/states';
import { type Batch, type Payout, type Progress, useStep } from '../payouts';
import { endsOf, SayEnd } from './UntoldPayouts';

export function PayoutTable({ payouts, batch }: { payouts: readonly Payout[]; batch: Batch & Progress }) {
  const { t } = useTranslation('finance');
  const columns = usePayoutColumns();
  const [leaving, setLeaving] = useState<Payout | null>(null);
  const changeable = batch.state === 'FROZEN' || batch.state === 'APPROVED';
  const out: Column<Payout> = {
    title: t('payouts.takeOut'),
    cell: (payout) =>
      payout.state === 'RESERVED' && (
        <Button
          variant="default"
          size="sm"
          aria-label={t('payouts.takeOutOf', { reference: payout.endToEndId })}
          onClick={() => setLeaving(payout)}
        >
          {t('payouts.takeOut')}
        </Button>
      ),
  };
  const end: Column<Payout> = {
    title: t('payouts.end'),
    cell: (payout) => <SayEnd payout={payout} />,
  };
  const sayable = batch.railReports && payouts.some((payout) => endsOf(payout).length > 0);
  return (
    <>
      <DataTable
        caption={t('payouts.caption', { count: batch.payoutCount })}
        rows={payouts}
        rowKey={(payout) => payout.id}
        columns={changeable ? [...columns, out] : sayable ? [...columns, end] : columns}
      />
      {leaving && <TakeOut payout={leaving} batch={batch} onDone={() => setLeaving(null)} />}
    </>
  );
}

/** The columns that every list of payouts has. */
export function usePayoutColumns(): Column<Payout>[] {
  const { t, i18n } = useTranslation('finance');
  return [
    {
      title: t('payouts.reference'),
      cell: (payout) => <span className={classes.code}>{payout.endToEndId.slice(-12)}</span>,
    },
    {
      title: t('payouts.worker'),
      cell: (payout) => (
        <Link to={`/finance/books/statements?worker=${payout.workerId}`} className={classes.code}>
          {payout.workerId.slice(-12)}
        </Link>
      ),
    },
    { title: t('payouts.account'), cell: (payout) => <span className={classes.key}>{payout.account}</span> },
    { title: t('payouts.amount'), number: true, cell: (payout) => formatMoney(payout.amount, i18n.language) },
    { title: t('payouts.state'), cell: (payout) => <StateCell payout={payout} /> },
    {
      title: t('payouts.changed'),
      cell: (payout) => payout.changedAt && formatInstant(payout.changedAt, i18n.language),
    },
  ];
}

const troubled: ReadonlySet<string> = new Set(['HELD', 'UNKNOWN', 'FAILED', 'RETURNED']);

function StateCell({ payout }: { payout: Payout }) {
  const { t } = useTranslation('finance');
  return (
    <>
      <span className={troubled.has(payout.state) ? classes.warn : undefined}>{t(`payoutState.${payout.state}`)}</span>
      {payout.attempt !== undefined && payout.attempt > 1 && ` · ${t('payouts.attempt', { number: payout.attempt })}`}
      {payout.refusal ? (
        <Text size="sm" className={classes.prose ?? ''}>
          <span className={classes.code}>{payout.refusal.code}</span> {t(`follow.${payout.refusal.follow}`)}{' '}
          <span lang="en">{payout.refusal.meaning}</span>
        </Text>
      ) : (
        payout.reason && (
          <Text size="sm" lang="en">
            {payout.reason}
          </Text>
        )
      )}
    </>
  );
}

function TakeOut({ payout, batch, onDone }: { payout: Payout; batch: Batch; onDone: () => void }) {
  const { t, i18n } = useTranslation('finance');
  const [reason, setReason] = useState('');
  const step = useStep(batch.id, batch.contentHash);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    step.mutate({ name: 'exclude', payoutId: payout.id, reason }, { onSuccess: onDone });
  };
  return (
    <Modal
      opened
      onClose={onDone}
      title={t('payouts.takeOutTitle', { amount: formatMoney(payout.amount, i18n.language) })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      centered
    >
      <Stack component="form" onSubmit={submit}>
        <Text size="sm">{t('payouts.takeOutText')}</Text>
        <TextInput
          label={t('payouts.takeOutReason')}
          size="md"
          required
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {step.error && <ProblemNotice failure={step.error} />}
        <Group>
          <Button type="submit" size="md" loading={step.isPending} disabled={!reason.trim()}>
            {t('payouts.takeOut')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
