import { Alert, Button, Checkbox, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import { formatCount } from '../../../shared/format/number';
import { formatShare } from '../../../shared/format/time';
import { isDrawn } from '../../../shared/task/page/content';
import type { Answer, Json, TaskSpec } from '../../../shared/task/spec';
import { useGaps } from '../../../shared/task/useGaps';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import { inputsOf } from '../create/spec-edit';
import { hasEnded, type Job } from '../jobs/jobs';
import { ownAnswerMedia } from '../preview/answer-media';
import { TaskPreview } from '../preview/TaskPreview';
import classes from '../requester.module.css';
import { type ControlTask, controlKey, type Quality, useControlTasks, useQuality } from './controls';

/** Tasks whose answer is known: what they show, which there are, and one more, answered on the task itself. */
export default function ControlPage({ job }: { job: Job }) {
  const { t } = useTranslation('review');
  const mayChange = useMayChange();
  const mixed = Boolean(job.quality?.control ?? job.quality?.training);
  const tasks = useControlTasks(job.id, mixed);
  const quality = useQuality(job.id, Boolean(job.quality));
  return (
    <Stack>
      {quality.isError && <ProblemNotice failure={quality.error} onRetry={() => quality.refetch()} />}
      {quality.data && <Shown quality={quality.data} />}
      {!mixed && <Empty title={t('control.off')} text={t('control.offText')} />}
      {mixed && (
        <>
          {!hasEnded(job.state) && mayChange && <NewControlTask job={job} />}
          {tasks.isPending && <Loading />}
          {tasks.isError && <ProblemNotice failure={tasks.error} onRetry={() => tasks.refetch()} />}
          {tasks.data?.length === 0 && <Empty title={t('control.none')} text={t('control.noneText')} />}
          {tasks.data && tasks.data.length > 0 && <List job={job} tasks={tasks.data} />}
          {tasks.hasNextPage && (
            <Button variant="default" onClick={() => tasks.fetchNextPage()} loading={tasks.isFetchingNextPage}>
              {t('common:more')}
            </Button>
          )}
        </>
      )}
    </Stack>
  );
}

function Shown({ quality }: { quality: Quality }) {
  const { t, i18n } = useTranslation('review');
  const share = (value: number | undefined) => (value === undefined ? '–' : formatShare(value, i18n.language));
  const accuracy = quality.control?.accuracy;
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="sm">
        {t('quality.title')}
      </Title>
      <dl className={classes.facts}>
        {accuracy && (accuracy.answered ?? 0) > 0 && (
          <>
            <dt>{t('quality.accuracy')}</dt>
            <dd>
              {t('quality.accuracyValue', {
                share: share(accuracy.accuracy),
                lower: share(accuracy.lower),
                upper: share(accuracy.upper),
                answered: formatCount(accuracy.answered ?? 0, i18n.language),
              })}
            </dd>
          </>
        )}
        {quality.promise && (
          <>
            <dt>{t('quality.promised')}</dt>
            <dd>{share(quality.promise.promised)}</dd>
            <dt>{t('quality.achieved')}</dt>
            <dd>{share(quality.promise.achieved)}</dd>
          </>
        )}
        <dt>{t('quality.bought')}</dt>
        <dd>{formatCount(quality.labels?.bought ?? 0, i18n.language)}</dd>
        <dt>{t('quality.disputed')}</dt>
        <dd>{formatCount(quality.tasks?.disputed ?? 0, i18n.language)}</dd>
      </dl>
      {quality.warnings?.map((warning) => (
        <Alert key={warning.code} color="yellow" variant="outline" mt="sm" title={t('quality.warning')}>
          <Text size="sm" lang="en">
            {warning.detail}
          </Text>
        </Alert>
      ))}
    </Paper>
  );
}

function List({ job, tasks }: { job: Job; tasks: readonly ControlTask[] }) {
  const { t, i18n } = useTranslation('review');
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const retire = useMutation({
    mutationFn: (taskId: string) =>
      unwrap(
        api.POST('/v1/jobs/{jobId}/control-tasks/{taskId}/retire', {
          params: { path: { jobId: job.id, taskId } },
          body: {},
        }),
      ) as Promise<unknown>,
    onSuccess: () => queries.invalidateQueries({ queryKey: controlKey(job.id) }),
  });
  const count = (value: number | undefined) => formatCount(value ?? 0, i18n.language);
  return (
    <>
      {retire.error && <ProblemNotice failure={retire.error} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.wide} tabIndex={0} aria-label={t('control.title')}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t('results.task')}</th>
              <th scope="col">{t('control.gold')}</th>
              <th scope="col">{t('control.right')}</th>
              <th scope="col">{t('results.state')}</th>
              {mayChange && <th scope="col">{t('control.out')}</th>}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.taskId}>
                <th scope="row">
                  {task.externalId}
                  {task.training ? ` (${t('control.training')})` : ''}
                </th>
                <td>
                  <code>{JSON.stringify(task.gold)}</code>
                </td>
                <td>{t('control.rightOf', { right: count(task.right), answers: count(task.answers) })}</td>
                <td>{t(`control.state.${task.state}`)}</td>
                {mayChange && (
                  <td>
                    {task.state === 'ACTIVE' && (
                      <Button
                        variant="default"
                        size="sm"
                        h={44}
                        aria-label={t('control.retireNamed', { name: task.externalId })}
                        loading={retire.isPending && retire.variables === task.taskId}
                        onClick={() => retire.mutate(task.taskId)}
                      >
                        {t('control.retire')}
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

type NewTask = components['schemas']['NewControlTask'];

/** The right answer is given as a worker would give it. */
function NewControlTask({ job }: { job: Job }) {
  const { t } = useTranslation('review');
  const queries = useQueryClient();
  const spec = job.spec as unknown as TaskSpec;
  const [externalId, setExternalId] = useState('');
  const [text, setText] = useState(() =>
    JSON.stringify(Object.fromEntries(inputsOf(job.spec).map(({ name }) => [name, ''])), null, 2),
  );
  const [gold, setGold] = useState<Answer>({});
  const { open, setOpen } = useGaps();
  const [explanation, setExplanation] = useState('');
  const [training, setTraining] = useState(false);
  const input = parsed(text);
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/jobs/{jobId}/control-tasks', {
          params: { path: { jobId: job.id } },
          body: {
            items: [
              {
                externalId,
                input: input as unknown as NewTask['input'],
                gold: gold as unknown as NewTask['gold'],
                ...(explanation.trim() ? { explanation } : {}),
                ...(training ? { training } : {}),
              },
            ],
          },
        }),
      ) as Promise<unknown>,
    onSuccess: () => {
      setExternalId('');
      return queries.invalidateQueries({ queryKey: controlKey(job.id) });
    },
  });
  const problem = add.error instanceof Problem ? add.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Title order={2} size="h4" mb="sm">
        {t('control.add')}
      </Title>
      <div className={classes.sides}>
        <Stack>
          <TextInput
            label={t('control.name')}
            size="md"
            required
            maxLength={255}
            value={externalId}
            error={problem?.fault('/items/0/externalId')}
            onChange={(event) => setExternalId(event.currentTarget.value)}
          />
          <Textarea
            className={classes.code ?? ''}
            label={t('control.input')}
            autosize
            minRows={3}
            maxRows={12}
            spellCheck={false}
            required
            value={text}
            error={input === undefined ? t('control.inputFault') : undefined}
            onChange={(event) => {
              setText(event.currentTarget.value);
              // The answer below begins anew with the task.
              setGold({});
            }}
          />
          <Textarea
            label={t('control.explanation')}
            size="md"
            autosize
            minRows={1}
            maxLength={5000}
            value={explanation}
            onChange={(event) => setExplanation(event.currentTarget.value)}
          />
          {job.quality?.training && (
            <Checkbox
              size="md"
              label={t('control.isTraining')}
              checked={training}
              onChange={(event) => setTraining(event.currentTarget.checked)}
            />
          )}
        </Stack>
        <div>
          <Text fw={600} mb="xs">
            {t('control.answerIt')}
          </Text>
          <div className={classes.device}>
            {input !== undefined && isDrawn(spec) && (
              <TaskPreview
                key={text}
                spec={spec}
                input={input}
                onAnswer={setGold}
                files={ownAnswerMedia}
                setOpen={setOpen}
              />
            )}
          </div>
        </div>
      </div>
      {add.error && <ProblemNotice failure={add.error} />}
      <Button
        type="submit"
        size="md"
        mt="md"
        loading={add.isPending}
        disabled={input === undefined || open.length > 0 || !externalId || Object.keys(gold).length === 0}
      >
        {t('control.addButton')}
      </Button>
    </Paper>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
