import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountFault } from '../../../shared/api/amount-fault';
import { Problem } from '../../../shared/api/problem';
import { decimal } from '../../../shared/format/decimal';
import { formatMoney, shareOf } from '../../../shared/format/money';
import { BarLine } from '../../../shared/ui/charts';
import { Dialog } from '../../../shared/ui/Dialog';
import { CodeWords, ProblemNotice } from '../../../shared/ui/states';
import { useBalances } from '../funds/funds';
import { type KeyCap, useRemoveCap, useSetCap } from './key-caps';

interface Props {
  client: string;
  /** Of the program, for people. */
  name: string;
  caps: readonly KeyCap[];
}

/** How much a program may publish jobs for, and how much of it is used. */
export function Caps({ client, name, caps }: Props) {
  const { t, i18n } = useTranslation('funds');
  const [open, setOpen] = useState<KeyCap | 'new' | null>(null);
  return (
    <Stack gap="xs" mt="sm">
      {caps.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('caps.none')}
        </Text>
      )}
      {caps.map((cap) => (
        <Stack key={cap.perMonth.currency} gap={6} align="flex-start">
          <Text size="sm">
            {t('caps.used', {
              used: formatMoney(cap.used, i18n.language),
              most: formatMoney(cap.perMonth, i18n.language),
            })}
          </Text>
          <BarLine share={shareOf(cap.used, cap.perMonth)} />
          <Button
            variant="default"
            size="sm"
            h={44}
            aria-label={t('caps.changeNamed', { name, currency: cap.perMonth.currency })}
            onClick={() => setOpen(cap)}
          >
            {t('caps.change')}
          </Button>
        </Stack>
      ))}
      <Group>
        <Button
          variant="default"
          size="sm"
          h={44}
          aria-label={caps.length === 0 ? t('caps.addNamed', { name }) : t('caps.addOtherNamed', { name })}
          onClick={() => setOpen('new')}
        >
          {caps.length === 0 ? t('caps.add') : t('caps.addOther')}
        </Button>
      </Group>
      <Dialog opened={open !== null} onClose={() => setOpen(null)} title={t('caps.title', { name })}>
        <CapForm client={client} cap={open === 'new' ? null : open} onDone={() => setOpen(null)} />
      </Dialog>
    </Stack>
  );
}

const usual = ['EUR', 'USD', 'GBP'];

function CapForm({ client, cap, onDone }: { client: string; cap: KeyCap | null; onDone: () => void }) {
  const { t } = useTranslation('funds');
  const [amount, setAmount] = useState(cap?.perMonth.amount ?? '');
  const balances = useBalances();
  const currencies = [...new Set([...(balances.data ?? []).map(({ currency }) => currency), ...usual])];
  const [chosen, setChosen] = useState('');
  const currency = cap?.perMonth.currency ?? (chosen || (currencies[0] as string));
  const keep = useSetCap(client);
  const remove = useRemoveCap(client);
  const wrongAmount = amountFault(keep.error, '/perMonth');
  const wrongCurrency =
    keep.error instanceof Problem && keep.error.code === 'unsupported-currency' ? (
      <CodeWords code={keep.error.code} />
    ) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate({ amount: decimal(amount), currency }, { onSuccess: onDone });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('caps.text')}</Text>
      <Group grow align="start">
        <TextInput
          label={t('caps.amount')}
          size="md"
          inputMode="decimal"
          required
          value={amount}
          error={wrongAmount}
          onChange={(event) => {
            setAmount(event.currentTarget.value);
            keep.reset();
          }}
        />
        <NativeSelect
          label={t('deposit.currency')}
          size="md"
          value={currency}
          data={cap ? [currency] : currencies}
          error={wrongCurrency}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            keep.reset();
          }}
        />
      </Group>
      {keep.error && !wrongAmount && !wrongCurrency && <ProblemNotice failure={keep.error} />}
      {remove.error && <ProblemNotice failure={remove.error} />}
      <Group>
        <Button type="submit" size="md" loading={keep.isPending} disabled={!amount.trim() || remove.isPending}>
          {t('caps.keep')}
        </Button>
        {cap && (
          <Button
            variant="default"
            size="md"
            loading={remove.isPending}
            disabled={keep.isPending}
            onClick={() => remove.mutate(currency, { onSuccess: onDone })}
          >
            {t('caps.remove')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
