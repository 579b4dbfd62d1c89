import { Button, NativeSelect, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import { formatMoney, isZero, type Money } from '../../../shared/format/money';
import { formatMonth, monthsUntil } from '../../../shared/format/months';
import { formatDay, formatSeconds, formatShare } from '../../../shared/format/time';
import { Downloads } from '../../../shared/ui/Downloads';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../answers/answers.module.css';
import { usePayoutMethod } from '../profile/payout-method';
import { TakenBackNotices, TakenBackPay } from './TakenBack';
import { WageWeeks } from './WageWeeks';

type Balance = components['schemas']['Earnings'];

export default function MoneyPage() {
  const { t } = useTranslation('pay');
  const earnings = useQuery({
    queryKey: ['worker', 'earnings'],
    queryFn: () => unwrap(api.GET('/v1/earnings')) as Promise<{ balances?: Balance[] }>,
  });
  const method = usePayoutMethod();
  const broken = method.data && method.data.state !== 'ACTIVE';
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('money.title')}
      </Title>
      <TakenBackNotices />
      {earnings.isPending && <Loading />}
      {earnings.isError && <ProblemNotice failure={earnings.error} onRetry={() => earnings.refetch()} />}
      {earnings.data?.balances?.length === 0 && <Empty title={t('money.none')} text={t('money.noneText')} />}
      {earnings.data?.balances?.map((balance) => (
        <BalanceCard key={balance.currency} balance={balance} />
      ))}
      {(method.data === null || broken) && (
        <Paper withBorder p="md">
          <Text mb="xs">{broken ? t('money.brokenMethod') : t('money.noMethod')}</Text>
          <Button component={Link} to="/worker/profile#pay" size="md">
            {broken ? t('money.seeMethod') : t('money.setMethod')}
          </Button>
        </Paper>
      )}
      <OwnTime />
      <WageWeeks />
      <TakenBackPay />
      <Statement />
    </Stack>
  );
}

function BalanceCard({ balance }: { balance: Balance }) {
  const { t, i18n } = useTranslation('pay');
  const part = (name: 'payable' | 'held' | 'inPayout' | 'paidOut') => {
    const amount = balance[name];
    return amount ? (
      <div key={name}>
        <Text size="sm" c="dimmed">
          {t(`money.${name}`)}
        </Text>
        <Text fz={name === 'payable' ? 30 : 20} fw={700}>
          {formatMoney(amount, i18n.language)}
        </Text>
        {name === 'held' && !isZero(amount) && (
          <Text size="sm">
            <Link to="/worker/profile#pay">{t('money.whyHeld')}</Link>
          </Text>
        )}
      </div>
    ) : null;
  };
  return (
    <Paper withBorder p="md" component="section" aria-label={balance.currency ?? ''}>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {(['payable', 'held', 'inPayout', 'paidOut'] as const).map(part)}
      </SimpleGrid>
      {balance.owed && !isZero(balance.owed) && (
        <Text size="sm" mt="sm">
          {t('money.owed', { money: formatMoney(balance.owed, i18n.language) })}
        </Text>
      )}
    </Paper>
  );
}

/** How much of the time was paid, without sparing the rest. */
function OwnTime() {
  const { t, i18n } = useTranslation('pay');
  const time = useQuery({ queryKey: ['worker', 'time'], queryFn: () => unwrap(api.GET('/v1/me/time')) });
  if (!time.data) return null;
  const seconds = (value: number | undefined) => formatSeconds(value ?? 0, i18n.language);
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('time.title')}
      </Title>
      <Paper withBorder p="md">
        <dl className={classes.facts}>
          <dt>{t('time.paid')}</dt>
          <dd>{seconds(time.data.paidSeconds)}</dd>
          <dt>{t('time.pending')}</dt>
          <dd>{seconds(time.data.pendingSeconds)}</dd>
          <dt>{t('time.unpaid')}</dt>
          <dd>
            {seconds(time.data.unpaidSeconds)}
            {time.data.unpaidShare !== undefined && time.data.unpaidShare !== null
              ? ` (${formatShare(time.data.unpaidShare, i18n.language)})`
              : ''}
          </dd>
        </dl>
      </Paper>
    </section>
  );
}

function Statement() {
  const { t, i18n } = useTranslation('pay');
  const months = monthsUntil(new Date(), 24);
  const [month, setMonth] = useState(months[0] ?? '');
  const statement = useQuery({
    queryKey: ['worker', 'statement', month],
    queryFn: () => unwrap(api.GET('/v1/statements', { params: { query: { month } } })),
  });
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('statement.title')}
      </Title>
      <NativeSelect
        label={t('statement.month')}
        size="md"
        maw={300}
        value={month}
        onChange={(event) => setMonth(event.currentTarget.value)}
        data={months.map((value) => ({ value, label: formatMonth(value, i18n.language) }))}
      />
      {statement.isError && <ProblemNotice failure={statement.error} />}
      {statement.data?.currencies?.length === 0 && <Text mt="sm">{t('statement.nothing')}</Text>}
      {statement.data?.currencies?.map((currency) => (
        <Paper withBorder p="md" mt="sm" key={currency.currency}>
          <dl className={classes.facts}>
            {(['opening', 'earned', 'paidOut', 'closing'] as const).map((line) => (
              <div key={line} style={{ display: 'contents' }}>
                <dt>{t(`statement.${line}`)}</dt>
                <dd>{currency[line] && formatMoney(currency[line] as Money, i18n.language)}</dd>
              </div>
            ))}
          </dl>
        </Paper>
      ))}
      {statement.data && month !== months[0] && (
        <div className={classes.keep}>
          <Downloads key={month} url={`/v1/statements/${month}/document`} name={`statement-${month}`} />
        </div>
      )}
      {statement.data?.readAt && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('statement.readAt', { day: formatDay(statement.data.readAt, i18n.language) })}
        </Text>
      )}
    </section>
  );
}
