import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { amountFault } from '../../../shared/api/amount-fault';
import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { decimal } from '../../../shared/format/decimal';
import { formatMoney, type Money } from '../../../shared/format/money';
import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemNotice } from '../../../shared/ui/states';
import { balanceKey, entriesKey } from '../funds/funds';
import type { Job } from '../jobs/jobs';
import type { Given } from './reviews';

interface GivenBonus {
  amount: Money;
  fee: Money;
}

interface Props {
  job: Job;
  given: Given;
}

/** Something on top for an answer that is paid, whether it is used or not. */
export function Bonus({ job, given }: Props) {
  const { t, i18n } = useTranslation('review');
  const mayChange = useMayChange();
  const [open, setOpen] = useState(false);
  const [paid, setPaid] = useState<GivenBonus | null>(null);
  if (!mayChange || (given.state !== 'APPROVED' && given.state !== 'ACCEPTED_UNUSED')) return null;
  return (
    <Group mt="md">
      <Button
        variant="default"
        size="md"
        onClick={() => {
          setPaid(null);
          setOpen(true);
        }}
      >
        {t('bonus.open')}
      </Button>
      <Text size="sm" role="status">
        {paid &&
          t('bonus.done', {
            money: formatMoney(paid.amount, i18n.language),
            fee: formatMoney(paid.fee, i18n.language),
          })}
      </Text>
      <Dialog opened={open} onClose={() => setOpen(false)} title={t('bonus.title', { name: given.externalId })}>
        <BonusForm
          job={job}
          given={given}
          onDone={(bonus) => {
            setPaid(bonus);
            setOpen(false);
          }}
        />
      </Dialog>
    </Group>
  );
}

function BonusForm({ job, given, onDone }: Props & { onDone: (bonus: GivenBonus) => void }) {
  const { t } = useTranslation('review');
  const queries = useQueryClient();
  const [amount, setAmount] = useState('');
  const [message, setMessage] = useState('');
  // Kept until it is given: an answer that got lost must not give twice.
  const [key, setKey] = useState(idempotencyKey);
  const give = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/bonuses', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            assignmentId: given.id,
            amount: { amount: decimal(amount), currency: job.reward.currency },
            message: message.trim(),
          },
        }),
      ) as Promise<unknown> as Promise<GivenBonus>,
    onSuccess: (bonus) => {
      for (const queryKey of [balanceKey, entriesKey]) queries.invalidateQueries({ queryKey });
      onDone(bonus);
    },
  });
  const problem = give.error instanceof Problem ? give.error : null;
  const wrongAmount = amountFault(give.error, '/amount');
  const wrongMessage = problem?.fault('/message');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate();
  };
  const changed = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    if (give.isPending) return;
    setKey(idempotencyKey());
    give.reset();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('bonus.text')}</Text>
      <TextInput
        label={t('bonus.amount', { currency: job.reward.currency })}
        size="md"
        maw={220}
        inputMode="decimal"
        required
        value={amount}
        error={wrongAmount}
        onChange={changed(setAmount)}
      />
      <Textarea
        label={t('bonus.message')}
        description={t('bonus.messageNote')}
        size="md"
        required
        autosize
        minRows={2}
        maxLength={500}
        value={message}
        error={wrongMessage}
        onChange={changed(setMessage)}
      />
      {give.error && !wrongAmount && !wrongMessage && <ProblemNotice failure={give.error} />}
      <Group>
        <Button type="submit" size="md" loading={give.isPending} disabled={!amount.trim() || !message.trim()}>
          {t('bonus.button')}
        </Button>
      </Group>
    </Stack>
  );
}
