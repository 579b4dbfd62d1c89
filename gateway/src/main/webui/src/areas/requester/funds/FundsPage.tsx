import { Button, NativeSelect, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { formatMoney, type Money } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { Downloads } from '../../../shared/ui/Downloads';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { DepositForm } from './DepositForm';
import { useBalances, useDepositInstructions, useDeposits, useEntries } from './funds';
import { Instructions } from './Instructions';
import { lastMonths } from './months';
import { Refunds } from './Refunds';

export default function FundsPage() {
  const { t } = useTranslation('funds');
  const balances = useBalances();
  const mayChange = useMayChange();
  const atOnce = useDepositInstructions().data?.methods?.includes('TEST');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      {balances.isPending && <Loading />}
      {balances.isError && <ProblemNotice failure={balances.error} onRetry={() => balances.refetch()} />}
      {balances.data?.length === 0 && <Empty title={t('none')} text={t('noneText')} />}
      {balances.data?.map((balance) => (
        <Paper key={balance.currency} withBorder p="md" component="section" aria-label={balance.currency}>
          <Sums parts={{ available: balance.available, held: balance.held, spent: balance.spent }} />
        </Paper>
      ))}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {mayChange && atOnce && (
          <Section title={t('deposit.title')}>
            <DepositForm />
          </Section>
        )}
        <Section title={t('transfer.title')}>
          <Instructions />
        </Section>
        <Section title={t('invoice.title')}>
          <Invoices />
        </Section>
        <Section title={t('refund.title')}>
          <Refunds />
        </Section>
      </SimpleGrid>
      <Deposits />
      <Entries />
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

const sums = ['available', 'held', 'spent'] as const;

function Sums({ parts }: { parts: Partial<Record<(typeof sums)[number], Money | undefined>> }) {
  const { t, i18n } = useTranslation('funds');
  return (
    <dl className={classes.figures}>
      {sums.map((name) => {
        const amount = parts[name];
        return (
          amount && (
            <div key={name}>
              <dt>{t(`sum.${name}`)}</dt>
              <dd>{formatMoney(amount, i18n.language)}</dd>
            </div>
          )
        );
      })}
    </dl>
  );
}

/** Months that are over: an invoice that is given out never changes. */
function Invoices() {
  const { t, i18n } = useTranslation('funds');
  const months = lastMonths(new Date(), 24);
  const [month, setMonth] = useState(months[0] ?? '');
  const name = (value: string) =>
    new Intl.DateTimeFormat(i18n.language, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      new Date(`${value}-01T00:00:00Z`),
    );
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('invoice.month')}
        size="md"
        value={month}
        data={months.map((value) => ({ value, label: name(value) }))}
        onChange={(event) => setMonth(event.currentTarget.value)}
      />
      <Downloads key={month} url={`/v1/invoices/${month}`} name={`invoice-${month}`} />
    </Stack>
  );
}

function Deposits() {
  const { t, i18n } = useTranslation('funds');
  const deposits = useDeposits();
  if (deposits.isError) return <ProblemNotice failure={deposits.error} onRetry={() => deposits.refetch()} />;
  if (!deposits.data?.length) return null;
  return (
    <Section title={t('deposits.title')}>
      <Scrolling label={t('deposits.title')}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t('deposits.when')}</th>
              <th scope="col">{t('deposits.amount')}</th>
              <th scope="col">{t('deposits.reference')}</th>
              <th scope="col">{t('deposits.rail')}</th>
            </tr>
          </thead>
          <tbody>
            {deposits.data.map((deposit) => (
              <tr key={deposit.id}>
                <td>{formatInstant(deposit.bookedAt ?? '', i18n.language)}</td>
                <td>{formatMoney(deposit.amount, i18n.language)}</td>
                <td>{deposit.reference}</td>
                <td>{deposit.rail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {deposits.hasNextPage && (
        <Button
          variant="default"
          mt="sm"
          onClick={() => deposits.fetchNextPage()}
          loading={deposits.isFetchingNextPage}
        >
          {t('common:more')}
        </Button>
      )}
    </Section>
  );
}

function Entries() {
  const { t, i18n } = useTranslation('funds');
  const entries = useEntries();
  if (entries.isError) return <ProblemNotice failure={entries.error} onRetry={() => entries.refetch()} />;
  if (!entries.data?.length) return null;
  return (
    <Section title={t('entries.title')}>
      <Scrolling label={t('entries.title')}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t('deposits.when')}</th>
              <th scope="col">{t('entries.reason')}</th>
              <th scope="col">{t('deposits.amount')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.data.map((entry) => (
              <tr key={entry.seq}>
                <td>{formatInstant(entry.postedAt ?? '', i18n.language)}</td>
                <td>
                  {i18n.exists(`entry.${entry.reason}`, { ns: 'funds' }) ? t(`entry.${entry.reason}`) : entry.reason}
                </td>
                <td>{entry.amount && formatMoney(entry.amount, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {entries.hasNextPage && (
        <Button variant="default" mt="sm" onClick={() => entries.fetchNextPage()} loading={entries.isFetchingNextPage}>
          {t('common:more')}
        </Button>
      )}
    </Section>
  );
}

function Scrolling({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes.wide} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
