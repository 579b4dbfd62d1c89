import { List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Given } from '../api/given';
import type { components } from '../api/schema';
import { formatMoney, type Money, shareOf } from '../format/money';
import { formatDate, formatSeconds, formatShare } from '../format/time';
import { Bars } from '../ui/Bars';
import { DataTable } from '../ui/DataTable';
import { Empty } from '../ui/states';

type Schemas = components['schemas'];
export type Report = Given<
  Schemas['FairnessReport'],
  'firstWeek' | 'lastWeek' | 'groupsOf' | 'currencies' | 'currenciesLeftOut' | 'payGap'
>;
type Part = Given<
  Schemas['FairnessOfCurrency'],
  'currency' | 'workers' | 'activeSeconds' | 'paidTime' | 'allTime' | 'unpaidShare' | 'toppedUp'
>;
type Hourly = Given<Schemas['HourlyPay'], 'median' | 'tenth' | 'coverage'>;
type Gap = Given<Schemas['PayGap'], 'index' | 'groups' | 'groupsLeftOut' | 'flagged'>;

/** The share of the best paid group's pay below which a group is flagged. */
const flaggedBelow = 0.95;

interface Props {
  report: Report;
  /** Tells its parts from those of another report on the same screen. */
  whose?: string;
}

/** The numbers of four weeks, drawn and as a table, with the words of how they are made. */
export function FairnessNumbers({ report, whose }: Props) {
  const { t, i18n } = useTranslation('fairness');
  const named = (part: string) => (whose ? `${whose}: ${part}` : part);
  const lastDay = new Date(Date.parse(report.lastWeek) + 6 * 86_400_000).toISOString();
  return (
    <Stack gap="lg">
      <Text>
        {t('period', { from: formatDate(report.firstWeek, i18n.language), to: formatDate(lastDay, i18n.language) })}
      </Text>
      {report.currencies.length === 0 && <Empty title={t('none')} text={t('noneText', { count: report.groupsOf })} />}
      {(report.currencies as Part[]).map((part) => (
        <CurrencyNumbers key={part.currency} part={part} label={named(part.currency)} />
      ))}
      {report.currenciesLeftOut > 0 && <Text size="sm">{t('leftOut', { count: report.currenciesLeftOut })}</Text>}
      <PayGapNumbers gap={report.payGap as Gap} groupsOf={report.groupsOf} label={named(t('gap.title'))} />
    </Stack>
  );
}

function CurrencyNumbers({ part, label }: { part: Part; label: string }) {
  const { t, i18n } = useTranslation('fairness');
  const paid = part.paidTime as Hourly;
  const all = part.allTime as Hourly;
  const most = paid.median;
  const hour = (money: Money) => t('anHour', { money: formatMoney(money, i18n.language) });
  const share = (value: string) => formatShare(Number(value), i18n.language);
  const bar = (label: string, money: Money, tone: 'plain' | 'warn') => ({
    label,
    text: hour(money),
    share: shareOf(money, most),
    tone,
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={label}>
      <Title order={2} size="h4" mb="sm">
        {t('hourly', { currency: part.currency })}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Bars
          title={t('hourly', { currency: part.currency })}
          bars={[
            bar(t('medianPaid'), paid.median, 'plain'),
            bar(t('medianAll'), all.median, 'plain'),
            bar(t('tenthPaid'), paid.tenth, 'warn'),
            bar(t('tenthAll'), all.tenth, 'warn'),
          ]}
        />
        <Bars
          title={t('shares')}
          bars={[
            { label: t('coveragePaid'), text: share(paid.coverage), share: Number(paid.coverage) },
            { label: t('coverageAll'), text: share(all.coverage), share: Number(all.coverage) },
            { label: t('unpaid'), text: share(part.unpaidShare), share: Number(part.unpaidShare), tone: 'warn' },
          ]}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="sm">
        {t('basis', {
          count: part.workers,
          time: formatSeconds(part.activeSeconds, i18n.language),
          money: formatMoney(part.toppedUp, i18n.language),
        })}
      </Text>
      <details>
        <summary>{t('asTable')}</summary>
        <DataTable
          caption={t('hourly', { currency: part.currency })}
          rows={[
            { name: t('overPaid'), hourly: paid },
            { name: t('overAll'), hourly: all },
          ]}
          rowKey={(row) => row.name}
          columns={[
            { title: t('over'), cell: (row) => row.name },
            { title: t('median'), number: true, cell: (row) => hour(row.hourly.median) },
            { title: t('tenth'), number: true, cell: (row) => hour(row.hourly.tenth) },
            { title: t('coverage'), number: true, cell: (row) => share(row.hourly.coverage) },
          ]}
        />
      </details>
    </Paper>
  );
}

function PayGapNumbers({ gap, groupsOf, label }: { gap: Gap; groupsOf: number; label: string }) {
  const { t, i18n } = useTranslation('fairness');
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const share = (value: string) => formatShare(Number(value), i18n.language);
  return (
    <Paper withBorder p="md" component="section" aria-label={label}>
      <Title order={2} size="h4" mb="xs">
        {t('gap.title')}
      </Title>
      <Text mb="sm">{t('gap.text')}</Text>
      {gap.groups === 0 ? (
        <Text>{t('gap.nothing')}</Text>
      ) : (
        <Bars
          title={t('gap.title')}
          bars={[
            { label: t('gap.index'), text: share(gap.index), share: Number(gap.index), mark: flaggedBelow },
            ...gap.flagged.map((country) => ({
              label: names.of(country.country ?? '') ?? country.country ?? '',
              text: share(country.index ?? '0'),
              share: Number(country.index),
              mark: flaggedBelow,
              tone: 'bad' as const,
            })),
          ]}
        />
      )}
      <List size="sm" mt="sm">
        <List.Item>{t('gap.groups', { count: gap.groups })}</List.Item>
        <List.Item>{t('gap.leftOut', { count: gap.groupsLeftOut, people: groupsOf })}</List.Item>
        {gap.groups > 0 && gap.flagged.length === 0 && <List.Item>{t('gap.noneFlagged')}</List.Item>}
      </List>
    </Paper>
  );
}
