import { Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { formatMoney, isZero } from '../../../shared/format/money';
import { formatDate } from '../../../shared/format/time';
import { Bars } from '../../../shared/ui/Bars';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { More, Section, Waiting } from '../../../shared/ui/Page';
import { Empty } from '../../../shared/ui/states';
import { BankTabs } from './BankTabs';
import { type Line, useSuspenseAges, useSuspenseLines } from './bank';
import { ProposeButton } from './ProposeButton';

type Age = Given<components['schemas']['SuspenseAge'], 'currency' | 'days' | 'lines' | 'in' | 'out'>;

const bands = ['0-1', '2-5', '6-30', '31+'] as const;
const credits = ['ASSIGN_TO_REQUESTER', 'ASSIGN_RETURN', 'TRANSFER', 'WRITE_OFF'] as const;
const debits = ['ASSIGN_TO_PAYOUT', 'ASSIGN_TO_REFUND', 'TRANSFER', 'BOOK_AS_FEE', 'WRITE_OFF'] as const;

export default function SuspensePage() {
  const { t } = useTranslation('bank');
  const ages = useSuspenseAges();
  const found = (ages.data?.ages ?? []) as Age[];
  const currencies = [...new Set(found.map((age) => age.currency))];
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('suspense.title')}
      </Title>
      <BankTabs />
      <Text>{t('suspense.text')}</Text>
      <Waiting query={ages} />
      {ages.data && found.length === 0 && <Empty title={t('suspense.none')} text={t('suspense.noneText')} />}
      {currencies.map((currency) => (
        <Ageing key={currency} currency={currency} ages={found.filter((age) => age.currency === currency)} />
      ))}
      {found.length > 0 && <Lines />}
    </Stack>
  );
}

function Ageing({ currency, ages }: { currency: string; ages: readonly Age[] }) {
  const { t, i18n } = useTranslation('bank');
  const most = Math.max(1, ...ages.map((age) => age.lines));
  return (
    <Paper withBorder p="md" component="section" aria-label={currency}>
      <Title order={2} size="h4" mb="sm">
        {t('suspense.ages', { currency })}
      </Title>
      <Bars
        title={t('suspense.ages', { currency })}
        bars={bands.map((band) => {
          const age = ages.find(({ days }) => days === band);
          const amounts = age
            ? [
                !isZero(age.in) && t('suspense.in', { money: formatMoney(age.in, i18n.language) }),
                !isZero(age.out) && t('suspense.out', { money: formatMoney(age.out, i18n.language) }),
              ].filter(Boolean)
            : [];
          return {
            label: t(`suspense.days.${band}`),
            text: [t('suspense.lines', { count: age?.lines ?? 0 }), ...amounts].join(' · '),
            share: (age?.lines ?? 0) / most,
            tone: band === '31+' ? ('bad' as const) : band === '6-30' ? ('warn' as const) : ('plain' as const),
          };
        })}
      />
    </Paper>
  );
}

function Lines() {
  const { t, i18n } = useTranslation('bank');
  const lines = useSuspenseLines();
  return (
    <Section title={t('suspense.linesTitle')}>
      <Waiting query={lines} />
      {lines.data && (
        <DataTable
          caption={t('suspense.linesCaption')}
          rows={lines.data}
          rowKey={(line) => line.id}
          columns={[
            { title: t('suspense.booked'), cell: (line) => formatDate(line.bookedOn, i18n.language) },
            { title: t('suspense.age'), number: true, cell: (line) => t('suspense.daysOld', { count: line.ageDays }) },
            {
              title: t('suspense.amount'),
              number: true,
              cell: (line) => `${line.credit ? '+' : '−'} ${formatMoney(line.amount, i18n.language)}`,
            },
            { title: t('suspense.who'), cell: (line) => <Party line={line} /> },
            { title: t('suspense.why'), cell: (line) => t(`why.${line.why}`, { defaultValue: line.why }) },
            {
              title: t('suspense.candidates'),
              cell: (line) =>
                line.candidates.map((id) => (
                  <div key={id} className={classes.code}>
                    {id}
                  </div>
                )),
            },
            {
              title: t('proposals.decide'),
              cell: (line) => (
                <ProposeButton
                  kinds={line.credit ? credits : debits}
                  subject={line.id}
                  what={formatMoney(line.amount, i18n.language)}
                  candidates={line.candidates}
                />
              ),
            },
          ]}
        />
      )}
      <More query={lines} />
    </Section>
  );
}

function Party({ line }: { line: Line }) {
  return (
    <>
      {[line.partyName, line.partyAccount].filter(Boolean).join(' · ')}
      <Text size="sm" c="dimmed">
        {[line.text, line.endToEndId, line.reference, line.returnReason].filter(Boolean).join(' · ')}
      </Text>
    </>
  );
}
