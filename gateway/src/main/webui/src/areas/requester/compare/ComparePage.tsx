import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { api, unwrap } from '../../../shared/api/client';
import { formatCount } from '../../../shared/format/number';
import { formatSeconds, formatShare } from '../../../shared/format/time';
import { isDrawn } from '../../../shared/task/page/content';
import type { Answer, TaskSpec } from '../../../shared/task/spec';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import { type Job, jobsKey } from '../jobs/jobs';
import { fieldName } from '../jobs/spec-texts';
import { TaskPreview, useSignedInput } from '../preview/TaskPreview';
import classes from '../requester.module.css';
import { valueText } from '../results/ResultsPage';
import { type TaskResult, useResults } from '../results/results';
import { RejectDialog } from '../review/RejectDialog';
import { type Given, useDecide, useTaskInput } from '../review/reviews';
import { type Compared, compared, type Standing, standings } from './standing';

const mostPages = 5;

/** What was handed in to one task. */
function useGivenTo(jobId: string, taskId: string, wanted: boolean) {
  return useQuery({
    queryKey: [...jobsKey, 'answers', jobId, 'of', taskId],
    queryFn: async () => {
      const query = { taskId, limit: 1000 };
      const page = await unwrap(api.GET('/v1/jobs/{jobId}/assignments', { params: { path: { jobId }, query } }));
      return ((page.items ?? []) as unknown as Given[]).filter(({ answer }) => answer);
    },
    enabled: wanted,
  });
}

/** Everything that was handed in, up to five thousand answers: they come in the order of their claims, not by task. */
function useAllGiven(jobId: string) {
  return useQuery({
    queryKey: [...jobsKey, 'answers', jobId, 'all'],
    queryFn: async () => {
      const all: Given[] = [];
      let cursor = '';
      for (let page = 0; page < mostPages; page++) {
        const one = await unwrap(
          api.GET('/v1/jobs/{jobId}/assignments', {
            params: { path: { jobId }, query: { limit: 1000, ...(cursor ? { cursor } : {}) } },
          }),
        );
        all.push(...((one.items ?? []) as unknown as Given[]).filter(({ answer }) => answer));
        cursor = one.next ?? '';
        if (!cursor) break;
      }
      return { answers: all, more: cursor !== '' };
    },
  });
}

/** What workers answered side by side, with what comes out of it; the tasks to be settled first. */
export default function ComparePage({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('review');
  const results = useResults(job.id);
  const given = useAllGiven(job.id);
  const [only, setOnly] = useState<Standing | ''>('');
  const [at, setAt] = useState<string | null>(null);
  if (results.isPending || given.isPending) return <Loading />;
  if (results.isError) return <ProblemNotice failure={results.error} onRetry={() => results.refetch()} />;
  if (given.isError) return <ProblemNotice failure={given.error} onRetry={() => given.refetch()} />;
  // Some of the answers to a task say nothing of it: where not all are here, tasks stand by what the server makes of all of them.
  const all = compared(results.data.items, given.data.more ? [] : given.data.answers);
  if (all.length === 0) return <Empty title={t('results.none')} text={t('results.noneText')} />;
  const shown = all.filter(({ standing }) => !only || standing === only);
  const current = shown.find(({ result }) => result.taskId === at) ?? shown[0];
  const many = (standing: Standing) => all.filter((one) => one.standing === standing).length;
  return (
    <Stack>
      <NativeSelect
        label={t('compare.show')}
        size="md"
        maw={340}
        value={only}
        data={[
          { value: '', label: t('compare.all') },
          ...standings.map((value) => ({
            value,
            label: `${t(`standing.${value}`)} (${formatCount(many(value), i18n.language)})`,
          })),
        ]}
        onChange={(event) => setOnly(event.currentTarget.value as Standing | '')}
      />
      {given.data.more && <Text size="sm">{t('compare.more')}</Text>}
      {shown.length === 0 && <Empty title={t('compare.none')} />}
      {current && (
        <div className={classes.sides} data-list="true">
          <div>
            <ul className={`${classes.list} ${classes.picker}`} aria-label={t('compare.tasks')}>
              {shown.map(({ result, standing }) => (
                <li key={result.taskId}>
                  <button
                    type="button"
                    className={classes.choice}
                    style={{ width: '100%' }}
                    aria-current={result === current.result}
                    onClick={() => setAt(result.taskId)}
                  >
                    <strong>{result.externalId}</strong>
                    <br />
                    <span className={classes.state} data-state={standing}>
                      {t(`standing.${standing}`)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {results.hasNextPage && (
              <Button
                variant="default"
                mt="sm"
                onClick={() => results.fetchNextPage()}
                loading={results.isFetchingNextPage}
              >
                {t('common:more')}
              </Button>
            )}
          </div>
          <OneTask key={current.result.taskId} job={job} task={current} known={!given.data.more} />
        </div>
      )}
    </Stack>
  );
}

/** @param known whether all answers to the task are there, so that none has to be asked for */
function OneTask({ job, task, known }: { job: Job; task: Compared; known: boolean }) {
  const { t } = useTranslation('review');
  const own = useGivenTo(job.id, task.result.taskId, !known);
  const answers = known ? task.answers : (own.data ?? []);
  const stored = useTaskInput(job.id, task.result.externalId);
  const input = useSignedInput(stored.data);
  const decide = useDecide(job.id);
  const mayChange = useMayChange();
  const [rejecting, setRejecting] = useState<readonly string[]>([]);
  const spec = job.spec as unknown as TaskSpec;
  const drawn = input !== undefined && isDrawn(spec);
  const merged = Object.fromEntries(
    Object.entries(task.result.result).flatMap(([name, { value }]) =>
      value === undefined || value === null ? [] : [[name, value] as const],
    ),
  ) as Answer;
  return (
    <Stack>
      <Paper withBorder p="md">
        <Title order={2} size="h4" mb="xs">
          {task.result.externalId}
        </Title>
        <Outcome spec={job.spec} result={task.result} />
        {stored.isError && <ProblemNotice failure={stored.error} onRetry={() => stored.refetch()} />}
        {drawn && <TaskPreview spec={spec} input={input} answer={merged} />}
      </Paper>
      {decide.error && rejecting.length === 0 && <ProblemNotice failure={decide.error} />}
      {own.isError && <ProblemNotice failure={own.error} onRetry={() => own.refetch()} />}
      {!known && own.isPending && <Loading />}
      {answers.map((answer, index) => (
        <Paper
          key={answer.id}
          withBorder
          p="md"
          component="section"
          aria-label={t('compare.answer', { number: index + 1 })}
        >
          <Group justify="space-between" mb="xs">
            <Title order={3} size="h5">
              {t('compare.answer', { number: index + 1 })}
            </Title>
            <span className={classes.state} data-state={answer.state}>
              {t(`state.${answer.state}`)}
            </span>
          </Group>
          <Values spec={job.spec} answer={answer} result={task.result} />
          {answer.state === 'SUBMITTED' && mayChange && (
            <Group mt="sm">
              <Button
                loading={decide.isPending}
                onClick={() => decide.mutate({ kind: 'approve', ids: [answer.id] })}
                aria-label={t('compare.approve', { number: index + 1 })}
              >
                {t('compare.approveOne')}
              </Button>
              <Button variant="default" disabled={decide.isPending} onClick={() => setRejecting([answer.id])}>
                {t('rejectOpen')}
              </Button>
            </Group>
          )}
        </Paper>
      ))}
      <RejectDialog
        spec={spec}
        count={rejecting.length}
        busy={decide.isPending}
        failure={rejecting.length > 0 ? decide.error : null}
        onClose={() => {
          setRejecting([]);
          decide.reset();
        }}
        onReject={(rejection) =>
          decide.mutate({ kind: 'reject', ids: rejecting, rejection }, { onSuccess: () => setRejecting([]) })
        }
      />
    </Stack>
  );
}

function Outcome({ spec, result }: { spec: unknown; result: TaskResult }) {
  const { t, i18n } = useTranslation('review');
  return (
    <dl className={classes.facts} style={{ marginBottom: 12 }}>
      {Object.entries(result.result).map(([field, found]) => (
        <div key={field} style={{ display: 'contents' }}>
          <dt>{fieldName(spec, field, i18n.language)}</dt>
          <dd>
            <strong>{valueText(spec, field, found.value, i18n.language)}</strong>
            {found.share !== undefined &&
              ` · ${t('results.share', { share: formatShare(found.share, i18n.language) })}`}
            {found.tie ? ` · ${t('results.tie')}` : ''}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One worker's values; where they differ from the result, that is said in words. */
function Values({ spec, answer, result }: { spec: unknown; answer: Given; result: TaskResult }) {
  const { t, i18n } = useTranslation('review');
  return (
    <dl className={classes.facts}>
      {Object.entries(answer.answer).map(([field, value]) => {
        const found = result.result[field]?.value;
        const differs = found !== undefined && JSON.stringify(found) !== JSON.stringify(value);
        return (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{fieldName(spec, field, i18n.language)}</dt>
            <dd>
              {valueText(spec, field, value, i18n.language)}
              {differs && <span style={{ color: 'var(--gw-warn)' }}> ({t('compare.differs')})</span>}
            </dd>
          </div>
        );
      })}
      <dt>{t('fact.time')}</dt>
      <dd>{formatSeconds(answer.activeSeconds ?? 0, i18n.language)}</dd>
    </dl>
  );
}
