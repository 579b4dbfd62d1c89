import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountFault } from '../../../shared/api/amount-fault';
import { Problem } from '../../../shared/api/problem';
import { formatMoney, shareOf } from '../../../shared/format/money';
import { BarLine } from '../../../shared/ui/charts';
import { Dialog } from '../../../shared/ui/Dialog';
import { CodeWords, Loading, ProblemNotice } from '../../../shared/ui/states';
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
        {open === 'new' && <NewCap client={client} caps={caps} onDone={() => setOpen(null)} />}
        {open && open !== 'new' && (
          <CapForm client={client} cap={open} currencies={[open.perMonth.currency]} onDone={() => setOpen(null)} />
        )}
      </Dialog>
    </Stack>
  );
}

const usual = ['EUR', 'USD', 'GBP'];

interface FormProps {
  client: string;
  onDone: () => void;
}

/** In a currency that has no limit yet: one that has is changed, and knows what it was. */
function NewCap({ caps, ...form }: FormProps & Pick<Props, 'caps'>) {
  const { t } = useTranslation('funds');
  const balances = useBalances();
  // Which currency comes first must not change under the hand of somebody who types.
  if (balances.isPending) return <Loading />;
  const capped = caps.map(({ perMonth }) => perMonth.currency);
  const known = (balances.data ?? []).map(({ currency }) => currency);
  const currencies = [...new Set([...known, ...usual])].filter((currency) => !capped.includes(currency));
  if (currencies.length === 0) return <Text>{t('caps.allSet')}</Text>;
  return <CapForm cap={null} currencies={currencies} {...form} />;
}

/** @param currencies at least one */
function CapForm({ client, cap, currencies, onDone }: FormProps & { cap: KeyCap | null; currencies: string[] }) {
  const { t } = useTranslation('funds');
  const [amount, setAmount] = useState(cap?.perMonth.amount ?? '');
  const [currency, setCurrency] = useState(currencies[0] as string);
  const keep = useSetCap(client);
  const remove = useRemoveCap(client);
  const wrongAmount = amountFault(keep.error, '/perMonth');
  const wrongCurrency =
    keep.error instanceof Problem && keep.error.code === 'unsupported-currency' ? (
      <CodeWords code={keep.error.code} />
    ) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate({ amount, currency }, { onSuccess: onDone });
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
          data={currencies}
          error={wrongCurrency}
          onChange={(event) => {
            setCurrency(event.currentTarget.value);
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
