import { NativeSelect, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { formatMoney } from '../../../shared/format/money';
import { formatMonth, monthsUntil } from '../../../shared/format/months';
import { AuditReport } from '../../../shared/ui/AuditReport';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { Icon } from '../../../shared/ui/icons';
import { Section, Waiting } from '../../../shared/ui/Page';
import { Empty } from '../../../shared/ui/states';
import { financeKey } from '../payouts';
import { BookTabs } from './BookTabs';

type CurrencyTotal = Given<
  components['schemas']['CurrencyTotal'],
  'currency' | 'debits' | 'credits' | 'difference' | 'pendingDebits' | 'balanced' | 'accounts'
>;

export default function BooksPage() {
  const { t, i18n } = useTranslation('books');
  const [month, setMonth] = useState('');
  const balance = useQuery({
    queryKey: [...financeKey, 'trial-balance', month],
    queryFn: () => unwrap(api.GET('/v1/trial-balance', { params: { query: month ? { month } : {} } })),
  });
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <BookTabs />
      <Section title={t('balance.title')}>
        <NativeSelect
          label={t('balance.when')}
          size="md"
          maw={300}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
          data={[
            { value: '', label: t('balance.now') },
            ...monthsUntil(new Date(), 24).map((value) => ({
              value,
              label: t('balance.endOf', { month: formatMonth(value, i18n.language) }),
            })),
          ]}
        />
        <Waiting query={balance} />
        {balance.data?.currencies?.length === 0 && <Empty title={t('balance.none')} />}
        {(balance.data?.currencies as CurrencyTotal[] | undefined)?.map((total) => (
          <CurrencyBooks key={total.currency} total={total} />
        ))}
      </Section>
      <AuditReport />
    </Stack>
  );
}

function CurrencyBooks({ total }: { total: CurrencyTotal }) {
  const { t, i18n } = useTranslation('books');
  const figure = (name: string, money: { amount: string; currency: string }) => (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz={20} fw={700}>
        {formatMoney(money, i18n.language)}
      </Text>
    </div>
  );
  return (
    <Paper withBorder p="md" component="section" aria-label={total.currency}>
      <Stack gap="sm">
        <span className={`${classes.sign} ${total.balanced ? classes.good : classes.bad}`}>
          <Icon name={total.balanced ? 'check' : 'alert'} />
          {total.balanced ? t('balance.balanced') : t('balance.broken')}
        </span>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          {figure(t('balance.debits'), total.debits)}
          {figure(t('balance.credits'), total.credits)}
          {figure(t('balance.difference'), total.difference)}
          {figure(t('balance.pending'), total.pendingDebits)}
        </SimpleGrid>
        <DataTable
          caption={t('balance.caption', { currency: total.currency })}
          rows={total.accounts}
          rowKey={(account) => `${account.owner} ${account.purpose}`}
          columns={[
            {
              title: t('balance.kind'),
              cell: (account) => (
                <span className={classes.code}>
                  {account.owner}:{account.purpose}
                </span>
              ),
            },
            { title: t('balance.accounts'), number: true, cell: (account) => account.accounts },
            {
              title: t('balance.debits'),
              number: true,
              cell: (account) => account.debits && formatMoney(account.debits, i18n.language),
            },
            {
              title: t('balance.credits'),
              number: true,
              cell: (account) => account.credits && formatMoney(account.credits, i18n.language),
            },
            {
              title: t('balance.balance'),
              number: true,
              cell: (account) => account.balance && formatMoney(account.balance, i18n.language),
            },
          ]}
        />
      </Stack>
    </Paper>
  );
}
