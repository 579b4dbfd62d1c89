import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { formatMoney, shareOf } from '../../../shared/format/money';
import { Bars } from '../../../shared/ui/Bars';
import classes from '../../../shared/ui/data.module.css';
import { Section, Waiting } from '../../../shared/ui/Page';
import { Empty } from '../../../shared/ui/states';
import { BatchTable } from '../batches/BatchTable';
import { financeKey, useBatches, useDesk, usePayables, useUndecided } from '../payouts';

type Payable = Given<
  components['schemas']['PayableOfCurrency'],
  'currency' | 'total' | 'workers' | 'minimum' | 'parts'
>;

export function OverviewPage() {
  const { t } = useTranslation('finance');
  const payables = usePayables();
  return (
    <Stack gap="xl">
      <Stack gap="sm">
        <Title order={1} size="h2">
          {t('overview.title')}
        </Title>
        <Waiting query={payables} />
        {payables.data?.currencies?.length === 0 && (
          <Empty title={t('overview.nothingOwed')} text={t('overview.nothingOwedText')} />
        )}
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {(payables.data?.currencies as Payable[] | undefined)?.map((payable) => (
            <PayableCard key={payable.currency} payable={payable} />
          ))}
        </SimpleGrid>
      </Stack>
      <ToDo />
      <Running />
    </Stack>
  );
}

function PayableCard({ payable }: { payable: Payable }) {
  const { t, i18n } = useTranslation('finance');
  const { maker } = useDesk();
  const ready = payable.parts.some((part) => part.state === 'READY');
  // With a lower minimum these are paid, too.
  const small = payable.parts.some((part) => part.state === 'BELOW_MINIMUM');
  return (
    <Paper withBorder p="md" component="section" aria-label={payable.currency}>
      <Text size="sm" c="dimmed">
        {t('overview.owed', { count: payable.workers })}
      </Text>
      <Text className={classes.figure} mb="md">
        {formatMoney(payable.total, i18n.language)}
      </Text>
      <Bars
        title={t('overview.owedBy')}
        bars={payable.parts.flatMap((part) =>
          part.state && part.amount
            ? {
                label: t(`payable.${part.state}`, { count: part.workers ?? 0 }),
                text: formatMoney(part.amount, i18n.language),
                share: shareOf(part.amount, payable.total),
                tone: part.state === 'METHOD_STOPPED' || part.state === 'NO_METHOD' ? ('warn' as const) : 'plain',
              }
            : [],
        )}
      />
      {maker && (ready || small) && (
        <Group mt="md">
          <Button
            component={Link}
            to={`/finance/batches?currency=${payable.currency}`}
            size="md"
            variant={ready ? 'filled' : 'default'}
          >
            {t('propose.open')}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

/** What waits for a person, with the way there. */
function ToDo() {
  const { t } = useTranslation('finance');
  const undecided = useUndecided();
  const suspense = useQuery({
    queryKey: [...financeKey, 'suspense', 'ages'],
    queryFn: () => unwrap(api.GET('/v1/suspense')),
  });
  const proposals = useQuery({
    queryKey: [...financeKey, 'proposals', 'PROPOSED', 'first'],
    queryFn: () => unwrap(api.GET('/v1/finance-proposals', { params: { query: { state: 'PROPOSED', limit: 100 } } })),
  });
  const failed = [undecided, suspense, proposals].find((query) => query.isError);
  if (failed) return <Waiting query={failed} />;
  if (!undecided.data || !suspense.data || !proposals.data) return null;
  const batches = undecided.data.length;
  const lines = (suspense.data.ages ?? []).reduce((sum, age) => sum + (age.lines ?? 0), 0);
  const waiting = [
    { to: '/finance/batches', count: batches, text: t('todo.batches', { count: batches }) },
    { to: '/finance/bank/suspense', count: lines, text: t('todo.lines', { count: lines }) },
    {
      to: '/finance/bank/proposals',
      count: proposals.data.items?.length ?? 0,
      text: t('todo.proposals', { count: proposals.data.items?.length ?? 0 }),
    },
  ].filter((item) => item.count > 0);
  return (
    <Section title={t('todo.title')}>
      {waiting.length === 0 && <Text>{t('todo.none')}</Text>}
      <Group>
        {waiting.map((item) => (
          <Button key={item.to} component={Link} to={item.to} variant="default" size="md">
            {item.text}
          </Button>
        ))}
      </Group>
    </Section>
  );
}

function Running() {
  const { t } = useTranslation('finance');
  const batches = useBatches();
  const latest = batches.data?.slice(0, 5) ?? [];
  if (latest.length === 0) return null;
  return (
    <Section title={t('batches.latest')}>
      <BatchTable batches={latest} caption={t('batches.latest')} titled />
    </Section>
  );
}
