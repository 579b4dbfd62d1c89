import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { amountFault } from '../../../shared/api/amount-fault';
import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { amountOf } from '../../../shared/format/decimal';
import { formatMoney, isZero, type Money } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { balanceKey, entriesKey, refundsKey, useBalances } from './funds';

interface Refund {
  id: string;
  amount: Money;
  state: string;
  requestedAt: string;
}

/** Unspent money, back the way it came in; finance releases it. */
export function Refunds() {
  const { t, i18n } = useTranslation('funds');
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const [amount, setAmount] = useState('');
  const [chosen, setChosen] = useState('');
  const [key, setKey] = useState(idempotencyKey);
  const refunds = useQuery({
    queryKey: refundsKey,
    queryFn: () => unwrap(api.GET('/v1/refunds')) as Promise<unknown> as Promise<{ items?: Refund[] }>,
  });
  const balances = useBalances();
  const currencies = (balances.data ?? [])
    .filter(({ available }) => available && !isZero(available))
    .map(({ currency }) => currency);
  const currency = currencies.includes(chosen) ? chosen : (currencies[0] ?? '');
  const again = () =>
    Promise.all([refundsKey, balanceKey, entriesKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/refunds', {
          params: { header: { 'Idempotency-Key': key } },
          body: { amount: amountOf(amount, currency) },
        }),
      ) as Promise<unknown>,
    onSuccess: () => {
      setAmount('');
      setKey(idempotencyKey());
      return again();
    },
  });
  const wrongAmount = amountFault(ask.error, '/amount');
  const changed = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    setKey(idempotencyKey());
    if (!ask.isPending) ask.reset();
  };
  const keep = useMutation({
    mutationFn: (refundId: string) =>
      unwrap(api.POST('/v1/refunds/{refundId}/cancel', { params: { path: { refundId } } })) as Promise<unknown>,
    onSettled: again,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} gap="sm">
      <Text size="sm">{t('refund.text')}</Text>
      {mayChange && (
        <>
          <Group grow align="start">
            <TextInput
              label={t('deposit.amount')}
              size="md"
              inputMode="decimal"
              required
              value={amount}
              error={wrongAmount}
              onChange={changed(setAmount)}
            />
            <NativeSelect
              label={t('deposit.currency')}
              size="md"
              value={currency}
              data={currencies}
              onChange={changed(setChosen)}
            />
          </Group>
          {ask.error && !wrongAmount && <ProblemNotice failure={ask.error} />}
          <Group>
            <Button
              type="submit"
              variant="default"
              size="md"
              loading={ask.isPending}
              disabled={!amount.trim() || !currency}
            >
              {t('refund.button')}
            </Button>
          </Group>
        </>
      )}
      {refunds.isError && <ProblemNotice failure={refunds.error} onRetry={() => refunds.refetch()} />}
      {keep.error && <ProblemNotice failure={keep.error} />}
      <ul className={classes.list}>
        {refunds.data?.items?.map((refund) => (
          <li key={refund.id}>
            <Group justify="space-between">
              <Text size="sm">
                {formatMoney(refund.amount, i18n.language)} · {formatInstant(refund.requestedAt, i18n.language)} ·{' '}
                {i18n.exists(`refund.state.${refund.state}`, { ns: 'funds' })
                  ? t(`refund.state.${refund.state}`)
                  : refund.state}
              </Text>
              {refund.state === 'requested' && mayChange && (
                <Button
                  variant="default"
                  size="sm"
                  h={44}
                  loading={keep.isPending}
                  onClick={() => keep.mutate(refund.id)}
                >
                  {t('refund.keep')}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
