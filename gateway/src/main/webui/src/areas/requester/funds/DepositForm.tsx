import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountFault } from '../../../shared/api/amount-fault';
import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { amountOf } from '../../../shared/format/decimal';
import { formatMoney, type Money } from '../../../shared/format/money';
import { ProblemNotice } from '../../../shared/ui/states';
import { balanceKey, depositsKey, entriesKey, useDepositInstructions } from './funds';
import { Instructions } from './Instructions';

/** Pays in at once where this marketplace takes a requester's word for it, and else says how to by transfer. */
export function DepositForm({ amount }: { amount?: Money }) {
  const how = useDepositInstructions();
  if (!how.data?.methods?.includes('TEST')) return <Instructions />;
  return <AtOnce {...(amount ? { amount } : {})} />;
}

function AtOnce({ amount: wanted }: { amount?: Money }) {
  const { t, i18n } = useTranslation('funds');
  const queries = useQueryClient();
  const [amount, setAmount] = useState(wanted?.amount ?? '');
  const [currency, setCurrency] = useState(wanted?.currency ?? 'EUR');
  const [reference, setReference] = useState('');
  // Kept until it is booked: an answer that got lost must not pay in twice.
  const [key, setKey] = useState(idempotencyKey);
  const pay = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/deposits', {
          params: { header: { 'Idempotency-Key': key } },
          body: { amount: amountOf(amount, currency), ...(reference ? { reference } : {}) },
        }),
      ) as Promise<unknown> as Promise<{ amount: Money }>,
    // Done when the new balance is known: beside the old one the same amount would be paid in again.
    onSuccess: () => {
      setKey(idempotencyKey());
      setAmount('');
      return Promise.all(
        [balanceKey, depositsKey, entriesKey].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
  });
  const problem = pay.error instanceof Problem ? pay.error : null;
  const wrongAmount = amountFault(pay.error, '/amount');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pay.mutate();
  };
  const changed = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    if (pay.isPending) return;
    setKey(idempotencyKey());
    if (pay.isError) pay.reset();
  };
  return (
    <Stack component="form" onSubmit={submit} gap="sm" maw={460}>
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
        {!wanted && (
          <NativeSelect
            label={t('deposit.currency')}
            size="md"
            value={currency}
            data={['EUR', 'USD', 'GBP']}
            onChange={changed(setCurrency)}
          />
        )}
      </Group>
      <TextInput
        label={t('deposit.reference')}
        size="md"
        maxLength={140}
        value={reference}
        error={problem?.fault('/reference')}
        onChange={changed(setReference)}
      />
      {pay.error && !wrongAmount && <ProblemNotice failure={pay.error} />}
      <Group>
        <Button type="submit" size="md" loading={pay.isPending} disabled={!amount.trim()}>
          {t('deposit.button')}
        </Button>
        {pay.data && (
          <Text role="status" size="sm">
            {t('deposit.done', { money: formatMoney(pay.data.amount, i18n.language) })}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
