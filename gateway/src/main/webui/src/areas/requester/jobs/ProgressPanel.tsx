import { Alert, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, perHour, shareOf } from '../../../shared/format/money';
import { formatCount } from '../../../shared/format/number';
import { formatSeconds, formatShare } from '../../../shared/format/time';
import { BarLine, BarTable } from '../../../shared/ui/charts';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { Invoices } from './Invoices';
import { AgreementPanel, AnswersOverTime, HourlyPay, Labels } from './JobCharts';
import { isFinal, type Job, type Progress, useCharts, useLiveProgress, useProgress, useQuote } from './jobs';
import { ReportedTasks } from './ReportedTasks';

export default function ProgressPanel({ job }: { job: Job }) {
  const { t } = useTranslation('requester');
  const progress = useProgress(job.id);
  const running = progress.data !== undefined && !isFinal(progress.data);
  const live = useLiveProgress(job.id, running);
  const charts = useCharts(job.id, running);
  if (progress.isPending) return <Loading />;
  if (progress.isError) return <ProblemNotice failure={progress.error} onRetry={() => progress.refetch()} />;
  return (
    <Stack>
      {running && (
        <Text size="sm" c="dimmed" role="status">
          {live ? t('progress.live') : t('progress.notLive')}
        </Text>
      )}
      <Figures job={job} progress={progress.data} />
      {progress.data.pilot && job.state === 'PILOT' && <PilotNote progress={progress.data} />}
      <ReportedTasks jobId={job.id} Frame={Card} />
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <Card>
          <Outcomes progress={progress.data} />
        </Card>
        <Card>
          <Cost job={job} progress={progress.data} />
        </Card>
        <Card>
          <Invoices job={job} />
        </Card>
        {charts.isError && <ProblemNotice failure={charts.error} onRetry={() => charts.refetch()} />}
        {charts.data && (
          <>
            <Card>
              <AnswersOverTime charts={charts.data} />
            </Card>
            <Card>
              <HourlyPay charts={charts.data} reward={job.reward} />
            </Card>
            <Labels charts={charts.data} spec={job.spec} Frame={Card} />
          </>
        )}
        <AgreementPanel jobId={job.id} spec={job.spec} charts={charts.data} running={running} Frame={Card} />
      </SimpleGrid>
    </Stack>
  );
}

function Card({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      {children}
    </Paper>
  );
}

function Figures({ job, progress }: { job: Job; progress: Progress }) {
  const { t, i18n } = useTranslation('requester');
  const count = (value: number) => formatCount(value, i18n.language);
  const given = progress.assignments - progress.open - progress.claimed;
  const seconds = progress.medianActiveSeconds;
  return (
    <Paper withBorder p="md">
      <BarLine share={progress.tasks > 0 ? progress.tasksDone / progress.tasks : 0} />
      <dl className={classes.figures} style={{ marginTop: 14 }}>
        <div>
          <dt>{t('progress.tasksDone')}</dt>
          <dd>
            {count(progress.tasksDone)} <small>{t('progress.of', { all: count(progress.tasks) })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('progress.answers')}</dt>
          <dd>
            {count(given)} <small>{t('progress.of', { all: count(progress.assignments) })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('progress.waiting')}</dt>
          <dd>{count(progress.submitted)}</dd>
        </div>
        <div>
          <dt>{t('progress.atWork')}</dt>
          <dd>{count(progress.claimed)}</dd>
        </div>
        <div>
          <dt>{t('progress.medianTime')}</dt>
          <dd>{seconds ? formatSeconds(seconds, i18n.language) : '–'}</dd>
        </div>
        <div>
          <dt>{t('progress.hourly')}</dt>
          <dd>{seconds ? formatMoney(perHour(job.reward, seconds), i18n.language) : '–'}</dd>
        </div>
      </dl>
    </Paper>
  );
}

function PilotNote({ progress }: { progress: Progress }) {
  const { t, i18n } = useTranslation('requester');
  const count = (value: number | undefined) => formatCount(value ?? 0, i18n.language);
  return (
    <Alert color="blue" variant="outline" title={t('pilot.title')}>
      <Text size="sm">
        {t('pilot.text', {
          measured: count(progress.pilot?.measured),
          wanted: count(progress.pilot?.wanted),
          workers: count(progress.pilot?.workers),
        })}
      </Text>
    </Alert>
  );
}

const outcomes = [
  { name: 'approved' },
  { name: 'submitted' },
  { name: 'claimed' },
  { name: 'acceptedUnused' },
  { name: 'rejectionHeld', tone: 'warn' },
  { name: 'appealed', tone: 'warn' },
  { name: 'rejected', tone: 'bad' },
  { name: 'screenedOut' },
  { name: 'returned', tone: 'warn' },
  { name: 'expired', tone: 'warn' },
] as const;

/** Where every attempt has come, those included that were given up. */
function Outcomes({ progress }: { progress: Progress }) {
  const { t, i18n } = useTranslation('requester');
  const attempts = outcomes.reduce((sum, { name }) => sum + progress[name], 0);
  const dropped = progress.returned + progress.expired;
  return (
    <>
      <BarTable
        caption={t('outcome.title')}
        labelHead={t('outcome.state')}
        valueHead={t('outcome.attempts')}
        bars={outcomes.map(({ name, ...rest }) => ({
          key: name,
          label: t(`outcome.${name}`),
          value: progress[name],
          text: formatCount(progress[name], i18n.language),
          ...('tone' in rest ? { tone: rest.tone } : {}),
        }))}
      />
      {attempts > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('outcome.dropped', { share: formatShare(dropped / attempts, i18n.language) })}
        </Text>
      )}
    </>
  );
}

function Cost({ job, progress }: { job: Job; progress: Progress }) {
  const { t, i18n } = useTranslation('requester');
  const quote = useQuote(job.id, true);
  const money = (amount: { amount: string; currency: string } | undefined) =>
    amount ? formatMoney(amount, i18n.language) : '–';
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('cost.title')}
      </Title>
      <BarLine share={quote.data ? shareOf(progress.spent, quote.data.total) : 0} />
      <dl className={classes.facts} style={{ marginTop: 12 }}>
        <dt>{t('cost.spent')}</dt>
        <dd>{money(progress.spent)}</dd>
        {quote.data && (
          <>
            <dt>{t('cost.base')}</dt>
            <dd>{money(quote.data.base)}</dd>
            <dt>{t('cost.fee')}</dt>
            <dd>{money(quote.data.fee)}</dd>
            <dt>{t('cost.reserve')}</dt>
            <dd>{money(quote.data.reserve)}</dd>
            <dt>{t('cost.total')}</dt>
            <dd>{money(quote.data.total)}</dd>
          </>
        )}
      </dl>
      <Text size="sm" c="dimmed" mt="xs">
        {t('cost.note')}
      </Text>
    </section>
  );
}
