import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMayChange } from '../../../app/may-change';
import { api, unwrap } from '../../../shared/api/client';
import { formatLanguages } from '../../../shared/format/languages';
import { formatMoney, isZero, lacking, type Money } from '../../../shared/format/money';
import { formatCount } from '../../../shared/format/number';
import { formatSeconds } from '../../../shared/format/time';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { DepositForm } from '../funds/DepositForm';
import { balanceKey, useBalances } from '../funds/funds';
import { type Job, jobKey, jobsKey, type Quote, quoteKey, useQuote } from '../jobs/jobs';
import classes from '../requester.module.css';
import { MediaUpload } from './MediaUpload';
import { ReachNote } from './ReachNote';
import { TaskUpload } from './TaskUpload';

/** From a draft to work: tasks, their price, the money for it, and out. */
export default function SetupPanel({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('requester');
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const tasks = job.taskCount ?? 0;
  const quote = useQuote(job.id, tasks > 0);
  const uploaded = () => {
    queries.invalidateQueries({ queryKey: jobKey(job.id) });
    queries.invalidateQueries({ queryKey: quoteKey(job.id) });
    queries.invalidateQueries({ queryKey: [...jobsKey, 'tasks', job.id] });
  };
  if (job.state === 'FUNDING') return <Loading />;
  return (
    <Stack>
      <Step number={1} title={t('setup.tasks')}>
        <Text mb="sm">{t('setup.taskCount', { count: tasks, tasks: formatCount(tasks, i18n.language) })}</Text>
        {mayChange && (
          <Stack>
            <MediaUpload job={job} onDone={uploaded} />
            <TaskUpload job={job} onDone={uploaded} />
          </Stack>
        )}
        {tasks > 0 && <FirstTasks jobId={job.id} />}
      </Step>
      {tasks > 0 && (
        <>
          {quote.isPending && <Loading />}
          {quote.isError && <ProblemNotice failure={quote.error} onRetry={() => quote.refetch()} />}
          {quote.data && <Priced job={job} quote={quote.data} />}
        </>
      )}
    </Stack>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="sm">
        {number}. {title}
      </Title>
      {children}
    </Paper>
  );
}

function Priced({ job, quote }: { job: Job; quote: Quote }) {
  const { t, i18n } = useTranslation('requester');
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const balances = useBalances();
  const money = (amount: Money) => formatMoney(amount, i18n.language);
  const currency = quote.total.currency;
  const available = balances.data?.find((balance) => balance.currency === currency)?.available;
  const missing = balances.data
    ? lacking((available as Money | undefined) ?? { amount: '0', currency }, quote.total)
    : null;
  const publish = useMutation({
    mutationFn: async () =>
      (await unwrap(api.POST('/v1/jobs/{jobId}/publish', { params: { path: { jobId: job.id } } }))) as Job,
    onSuccess: (published) => {
      queries.setQueryData(jobKey(job.id), published);
      queries.invalidateQueries({ queryKey: balanceKey });
      return queries.invalidateQueries({ queryKey: jobKey(job.id) });
    },
  });
  const funded = missing !== null && isZero(missing);
  return (
    <>
      <Step number={2} title={t('setup.price')}>
        <dl className={classes.facts}>
          <dt>{t('setup.answers')}</dt>
          <dd>{formatCount(quote.assignments, i18n.language)}</dd>
          <dt>{t('setup.work')}</dt>
          <dd>{formatSeconds(quote.assignments * (job.timeEstimateSeconds ?? 0), i18n.language)}</dd>
          <dt>{t('setup.languages')}</dt>
          <dd>{job.languages?.length ? formatLanguages(job.languages, i18n.language) : t('setup.languagesUnsaid')}</dd>
          <dt>{t('cost.base')}</dt>
          <dd>{money(quote.base)}</dd>
          <dt>{t('cost.fee')}</dt>
          <dd>{money(quote.fee)}</dd>
          <dt>{t('cost.reserve')}</dt>
          <dd>{money(quote.reserve)}</dd>
          <dt>{t('cost.total')}</dt>
          <dd>
            <strong>{money(quote.total)}</strong>
          </dd>
        </dl>
        <FloorNote job={job} quote={quote} />
        <ReachNote job={job} />
      </Step>
      <Step number={3} title={t('setup.money')}>
        {balances.isError && <ProblemNotice failure={balances.error} onRetry={() => balances.refetch()} />}
        {missing &&
          (funded ? (
            <Text>{t('setup.funded', { available: money(available as Money) })}</Text>
          ) : (
            <>
              <Text mb="sm">
                {t('setup.missing', {
                  missing: money(missing),
                  available: money((available as Money | undefined) ?? { amount: '0', currency }),
                })}
              </Text>
              {mayChange && <DepositForm key={missing.amount} amount={missing} />}
            </>
          ))}
      </Step>
      {mayChange && (
        <Step number={4} title={t('setup.publish')}>
          <Text mb="sm">{t('setup.publishText')}</Text>
          {publish.error && <ProblemNotice failure={publish.error} />}
          <Button
            size="md"
            loading={publish.isPending}
            disabled={!funded || !quote.floor.passes}
            onClick={() => publish.mutate()}
          >
            {t('setup.publishButton')}
          </Button>
          {(!funded || !quote.floor.passes) && (
            <Text size="sm" c="dimmed" mt="xs">
              {quote.floor.passes ? t('setup.notFunded') : t('setup.belowFloor')}
            </Text>
          )}
        </Step>
      )}
    </>
  );
}

/** Whether the reward passes, why, and the way out where it does not. */
function FloorNote({ job, quote }: { job: Job; quote: Quote }) {
  const { t, i18n } = useTranslation('requester');
  const mayChange = useMayChange();
  const { floor } = quote;
  const money = (amount: string) => formatMoney({ amount, currency: floor.currency }, i18n.language);
  const facts = {
    hour: money(floor.floor.per_hour),
    time: formatSeconds(floor.time.seconds, i18n.language),
    required: money(floor.required),
    reward: formatMoney(job.reward, i18n.language),
    hourly: money(floor.implied_hourly.at_price_time),
  };
  return (
    <Stack gap="xs" mt="sm" align="flex-start">
      <Text size="sm" c={floor.passes ? 'var(--gw-good)' : 'var(--gw-bad)'} fw={600}>
        {floor.passes ? t('floor.passes', facts) : t('floor.fails', facts)}
      </Text>
      <Text size="sm" c="dimmed" lang="en">
        {floor.floor.source}
      </Text>
      {!floor.passes && mayChange && (
        <Group>
          <Button component={Link} to={`/requester/new?copy=${job.id}&reward=${floor.required}`} variant="default">
            {t('floor.again', facts)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const shownTasks = 5;

function FirstTasks({ jobId }: { jobId: string }) {
  const { t } = useTranslation('requester');
  const tasks = useQuery({
    queryKey: [...jobsKey, 'tasks', jobId, 'first'],
    queryFn: () =>
      unwrap(api.GET('/v1/jobs/{jobId}/tasks', { params: { path: { jobId }, query: { limit: shownTasks } } })),
  });
  if (!tasks.data?.items?.length) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes.wide} tabIndex={0} aria-label={t('setup.first')}>
      <table className={classes.grid}>
        <caption style={{ textAlign: 'start', padding: '12px 0 4px', fontWeight: 600 }}>{t('setup.first')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('setup.name')}</th>
            <th scope="col">{t('setup.input')}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.data.items.map((task) => (
            <tr key={task.id}>
              <td>{task.externalId}</td>
              <td>
                <code>{JSON.stringify(task.input)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
