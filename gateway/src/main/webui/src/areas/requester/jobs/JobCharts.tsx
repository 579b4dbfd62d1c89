import { Text, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, type Money, perHour } from '../../../shared/format/money';
import { formatCount } from '../../../shared/format/number';
import { formatInstant, formatSeconds, formatShare } from '../../../shared/format/time';
import { BarTable, ColumnChart } from '../../../shared/ui/charts';
import { ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { type Agreement, type Charts, useAgreement } from './jobs';
import { fieldName, labelName } from './spec-texts';

type Frame = ComponentType<{ children: ReactNode }>;

export function AnswersOverTime({ charts }: { charts: Charts }) {
  const { t, i18n } = useTranslation('requester');
  const intervals = charts.throughput ?? [];
  const sum = intervals.reduce((total, interval) => total + (interval.answers ?? 0), 0);
  if (sum === 0) return <None title={t('chart.answers')} />;
  return (
    <ColumnChart
      caption={t('chart.answers')}
      summary={t('chart.answersSummary', {
        answers: formatCount(sum, i18n.language),
        from: formatInstant(intervals[0]?.from ?? '', i18n.language),
      })}
      labelHead={t('chart.time')}
      valueHead={t('progress.answers')}
      tableLabel={t('chart.asTable')}
      columns={intervals.map((interval) => ({
        key: interval.from ?? '',
        label: formatInstant(interval.from ?? '', i18n.language),
        value: interval.answers ?? 0,
        text: formatCount(interval.answers ?? 0, i18n.language),
      }))}
    />
  );
}

const spread = ['p95', 'p75', 'median', 'p25', 'p5'] as const;

/** What an hour comes to for the slow, the usual and the quick. */
export function HourlyPay({ charts, reward }: { charts: Charts; reward: Money }) {
  const { t, i18n } = useTranslation('requester');
  const seconds = charts.seconds;
  if (!seconds) return <None title={t('chart.hourly')} />;
  const bars = spread.flatMap((name) => {
    const taken = seconds[name];
    if (taken === undefined || taken <= 0) return [];
    return [
      {
        key: name,
        label: t(`chart.spread.${name}`, { time: formatSeconds(taken, i18n.language) }),
        value: 1 / taken,
        text: formatMoney(perHour(reward, taken), i18n.language),
      },
    ];
  });
  return (
    <>
      <BarTable
        caption={t('chart.hourly')}
        labelHead={t('chart.whoNeeds')}
        valueHead={t('chart.perHour')}
        bars={bars}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {t('chart.hourlyNote')}
      </Text>
    </>
  );
}

/** How often each label was given. */
export function Labels({ charts, spec, Frame }: { charts: Charts; spec: unknown; Frame: Frame }) {
  const { t, i18n } = useTranslation('requester');
  return (charts.fields ?? []).map((field) =>
    field.labels?.length ? (
      <Frame key={field.field}>
        <BarTable
          caption={t('chart.labels', { field: fieldName(spec, field.field ?? '', i18n.language) })}
          labelHead={t('chart.label')}
          valueHead={t('progress.answers')}
          bars={field.labels.map((label) => ({
            key: label.label ?? '',
            label: labelName(spec, field.field ?? '', label.label ?? '', i18n.language),
            value: label.answers ?? 0,
            text: formatCount(label.answers ?? 0, i18n.language),
          }))}
        />
      </Frame>
    ) : null,
  );
}

interface AgreementProps {
  jobId: string;
  spec: unknown;
  charts: Charts | undefined;
  running: boolean;
  Frame: Frame;
}

export function AgreementPanel({ jobId, spec, charts, running, Frame }: AgreementProps) {
  const { t } = useTranslation('requester');
  const agreement = useAgreement(jobId, running);
  if (agreement.isError)
    return (
      <Frame>
        <ProblemNotice failure={agreement.error} onRetry={() => agreement.refetch()} />
      </Frame>
    );
  if (!agreement.data) return null;
  const fields = agreement.data.fields ?? [];
  if (fields.length === 0)
    return (
      <Frame>
        <None title={t('agreement.title')} />
      </Frame>
    );
  return fields.map((field) => (
    <Frame key={field.field}>
      <FieldAgreement spec={spec} field={field} charts={charts} />
    </Frame>
  ));
}

type Field = NonNullable<Agreement['fields']>[number];

interface FieldProps {
  spec: unknown;
  field: Field;
  charts: Charts | undefined;
}

function FieldAgreement({ spec, field, charts }: FieldProps) {
  const { t, i18n } = useTranslation('requester');
  const tenths = charts?.fields?.find((other) => other.field === field.field)?.agreement ?? [];
  const shown = (figure: Field['alpha'], format: (value: number, language: string) => string) => {
    if (figure?.value !== undefined && figure.value !== null) return format(figure.value, i18n.language);
    const why = figure?.missing ?? '';
    return i18n.exists(`agreement.missing.${why}`, { ns: 'requester' }) ? t(`agreement.missing.${why}`) : '–';
  };
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('agreement.of', { field: fieldName(spec, field.field ?? '', i18n.language) })}
      </Title>
      <dl className={classes.facts} style={{ marginBottom: 16 }}>
        <dt>{t('agreement.percent')}</dt>
        <dd>{shown(field.percentAgreement, formatShare)}</dd>
        <dt>{t('agreement.alpha')}</dt>
        <dd>{shown(field.alpha, formatCount)}</dd>
        <dt>{t('agreement.fleiss')}</dt>
        <dd>{shown(field.fleiss, formatCount)}</dd>
      </dl>
      {tenths.some((bar) => (bar.tasks ?? 0) > 0) && (
        <BarTable
          caption={t('agreement.spread')}
          labelHead={t('agreement.share')}
          valueHead={t('agreement.tasks')}
          bars={tenths.map((bar) => ({
            key: String(bar.from),
            label: t('agreement.from', { share: formatShare(bar.from ?? 0, i18n.language) }),
            value: bar.tasks ?? 0,
            text: formatCount(bar.tasks ?? 0, i18n.language),
          }))}
        />
      )}
    </section>
  );
}

function None({ title }: { title: string }) {
  const { t } = useTranslation('requester');
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {t('chart.none')}
      </Text>
    </section>
  );
}
