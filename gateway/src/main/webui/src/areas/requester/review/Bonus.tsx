import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { useSession } from '../../../app/session';
import { amountFault } from '../../../shared/api/amount-fault';
import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { asProblem, maySucceedLater, Problem } from '../../../shared/api/problem';
import { amountOf } from '../../../shared/format/decimal';
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

/** A bonus that is written and not known to be given. */
interface Begun {
  amount: string;
  message: string;
  key: string;
  /** An answer to it got lost. It keeps its key, whatever else is refused: what was sent first may have been given. */
  unsure: boolean;
}

const blank = (): Begun => ({ amount: '', message: '', key: idempotencyKey(), unsure: false });

/** By who gives and for which answer: it outlives the dialog, and the pane of an answer that is left and looked at again. */
const allBegun = new Map<string, Begun>();

/** {@return whether it may have been given, or may still be} */
function isUnsure(failure: unknown): boolean {
  const problem = asProblem(failure);
  return maySucceedLater(problem) || problem.code.startsWith('idempotency-key');
}

function useBonus({ job, given }: Props, onGiven: (bonus: GivenBonus) => void) {
  const queries = useQueryClient();
  const { who } = useSession();
  const place = `${who?.id} ${given.id}`;
  const [begun, setBegun] = useState(() => allBegun.get(place) ?? blank());
  const change = (part: Partial<Begun>) => {
    const next = { ...begun, ...part };
    allBegun.set(place, next);
    setBegun(next);
  };
  const give = useMutation({
    mutationFn: ({ amount, message, key }: Begun) =>
      unwrap(
        api.POST('/v1/bonuses', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            assignmentId: given.id,
            amount: amountOf(amount, job.reward.currency),
            message: message.trim(),
          },
        }),
      ) as Promise<unknown> as Promise<GivenBonus>,
    onSuccess: (bonus) => {
      for (const queryKey of [balanceKey, entriesKey]) queries.invalidateQueries({ queryKey });
      allBegun.delete(place);
      setBegun(blank());
      onGiven(bonus);
    },
    onError: (failure) => {
      if (isUnsure(failure)) change({ unsure: true });
      else if (!begun.unsure) change({ key: idempotencyKey() });
    },
  });
  return { begun, change, give };
}

/** Something on top for an answer that is paid, whether it is used or not. */
export function Bonus({ job, given }: Props) {
  const { t, i18n } = useTranslation('review');
  const mayChange = useMayChange();
  const [open, setOpen] = useState(false);
  const [paid, setPaid] = useState<GivenBonus | null>(null);
  const bonus = useBonus({ job, given }, (one) => {
    setPaid(one);
    setOpen(false);
  });
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
      <Dialog
        opened={open}
        // What became of it is shown here, and has no other place.
        onClose={() => !bonus.give.isPending && setOpen(false)}
        title={t('bonus.title', { name: given.externalId })}
      >
        <BonusForm currency={job.reward.currency} {...bonus} />
      </Dialog>
    </Group>
  );
}

function BonusForm({ currency, begun, change, give }: { currency: string } & ReturnType<typeof useBonus>) {
  const { t } = useTranslation('review');
  const problem = give.error instanceof Problem ? give.error : null;
  const wrongAmount = amountFault(give.error, '/amount');
  const wrongMessage = problem?.fault('/message');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate(begun);
  };
  const changed = (name: 'amount' | 'message') => (event: { currentTarget: { value: string } }) => {
    change({ [name]: event.currentTarget.value });
    give.reset();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('bonus.text')}</Text>
      <TextInput
        label={t('bonus.amount', { currency })}
        size="md"
        maw={220}
        inputMode="decimal"
        required
        disabled={give.isPending}
        value={begun.amount}
        error={wrongAmount}
        onChange={changed('amount')}
      />
      <Textarea
        label={t('bonus.message')}
        description={t('bonus.messageNote')}
        size="md"
        required
        autosize
        minRows={2}
        maxLength={500}
        disabled={give.isPending}
        value={begun.message}
        error={wrongMessage}
        onChange={changed('message')}
      />
      {give.error && !wrongAmount && !wrongMessage && <ProblemNotice failure={give.error} />}
      <Group>
        <Button
          type="submit"
          size="md"
          loading={give.isPending}
          disabled={!begun.amount.trim() || !begun.message.trim()}
        >
          {t('bonus.button')}
        </Button>
      </Group>
    </Stack>
  );
}
