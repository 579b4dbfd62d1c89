import { SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { differenceOf, formatMoney, type Money } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { Section, Waiting } from '../../../shared/ui/Page';
import { type Comparison, useReview } from '../payouts';

type Change = Given<components['schemas']['PayoutBatchChange'], 'workerId'>;

/** What is not as it was in the batch before: where a wrong amount or a stolen account would show. */
export function ComparisonTable({ batchId }: { batchId: string }) {
  const { t, i18n } = useTranslation('finance');
  const review = useReview(batchId);
  if (!review.data) return <Waiting query={review} />;
  const comparison = review.data.comparison as Comparison | undefined;
  if (!comparison) {
    return (
      <Section title={t('compare.title')}>
        <Text>{t('compare.first')}</Text>
      </Section>
    );
  }
  const changes = comparison.changes as Change[];
  return (
    <Section title={t('compare.title')}>
      <Text>
        <Link to={`/finance/batches/${comparison.batchId}`}>
          {t('compare.before', {
            day: formatInstant(comparison.releasedAt, i18n.language),
            total: formatMoney(comparison.total, i18n.language),
            count: comparison.payoutCount,
          })}
        </Link>
      </Text>
      <SimpleGrid cols={3} maw={560}>
        <Figure name={t('compare.joined')} value={comparison.joined} />
        <Figure name={t('compare.left')} value={comparison.left} />
        <Figure name={t('compare.accounts')} value={comparison.accountsChanged} warns />
      </SimpleGrid>
      {changes.length > 0 && (
        <DataTable
          caption={t('compare.changes', { count: changes.length })}
          rows={changes}
          rowKey={(change) => change.workerId}
          columns={[
            {
              title: t('payouts.worker'),
              cell: (change) => <span className={classes.code}>{change.workerId.slice(-12)}</span>,
            },
            { title: t('compare.then'), number: true, cell: (change) => amount(change.before, i18n.language) },
            { title: t('compare.now'), number: true, cell: (change) => amount(change.amount, i18n.language) },
            { title: t('compare.difference'), number: true, cell: (change) => difference(change, i18n.language) },
            {
              title: t('payouts.account'),
              cell: (change) => change.accountChanged && <strong className={classes.warn}>{t('compare.moved')}</strong>,
            },
          ]}
        />
      )}
    </Section>
  );
}

function amount(money: Money | undefined, language: string) {
  return money ? formatMoney(money, language) : '–';
}

function difference({ amount: now, before }: Change, language: string) {
  const some = now ?? before;
  if (!some) return '–';
  const nothing = { amount: '0', currency: some.currency };
  return formatMoney(differenceOf(now ?? nothing, before ?? nothing), language);
}

function Figure({ name, value, warns = false }: { name: string; value: number; warns?: boolean }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text className={`${classes.figure} ${warns && value > 0 ? classes.warn : ''}`}>{value}</Text>
    </div>
  );
}
