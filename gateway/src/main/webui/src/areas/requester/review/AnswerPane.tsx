import { Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant, formatSeconds } from '../../../shared/format/time';
import { isDrawn } from '../../../shared/task/page/content';
import type { TaskSpec } from '../../../shared/task/spec';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import type { Job } from '../jobs/jobs';
import { TaskPreview, useSignedInput } from '../preview/TaskPreview';
import classes from '../requester.module.css';
import { Bonus } from './Bonus';
import { type Given, useTaskInput } from './reviews';

/** An answer where it was given: on the task itself, with what is known of it. */
export function AnswerPane({ job, given }: { job: Job; given: Given }) {
  const { t, i18n } = useTranslation('review');
  const task = useTaskInput(job.id, given.externalId);
  const input = useSignedInput(task.data);
  const spec = job.spec as unknown as TaskSpec;
  const drawn = isDrawn(spec);
  const instant = (at: string | undefined) => (at ? formatInstant(at, i18n.language) : '–');
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {given.externalId}
      </Title>
      {task.isPending && <Loading />}
      {task.isError && <ProblemNotice failure={task.error} onRetry={() => task.refetch()} />}
      {input !== undefined && drawn && (
        // A frame keeps what it was told first; another answer is another one.
        <TaskPreview key={given.id} spec={spec} input={input} answer={given.answer} />
      )}
      {input !== undefined && !drawn && (
        <pre style={{ whiteSpace: 'pre-wrap' }}>{JSON.stringify(given.answer, null, 2)}</pre>
      )}
      <dl className={classes.facts} style={{ marginTop: 16 }}>
        <dt>{t('fact.time')}</dt>
        <dd>{formatSeconds(given.activeSeconds ?? 0, i18n.language)}</dd>
        <dt>{t('fact.submitted')}</dt>
        <dd>{instant(given.submittedAt)}</dd>
        {given.state === 'SUBMITTED' && (
          <>
            <dt>{t('fact.due')}</dt>
            <dd>{instant(given.reviewDueAt)}</dd>
          </>
        )}
        <dt>{t('fact.worker')}</dt>
        <dd>
          <code>{given.workerId}</code>
        </dd>
        {given.rejection?.reason && (
          <>
            <dt>{t('fact.reason')}</dt>
            <dd>{t(`reason.${given.rejection.reason}`)}</dd>
            <dt>{t('reject.evidence')}</dt>
            <dd>{given.rejection.evidence}</dd>
            <dt>{t('reject.clause')}</dt>
            <dd>{given.rejection.clause}</dd>
          </>
        )}
        {given.outcome && (
          <>
            <dt>{t('fact.outcome')}</dt>
            <dd>
              {t(`outcome.${given.outcome}`)}
              {given.payable ? ` (${formatMoney(given.payable, i18n.language)})` : ''}
            </dd>
          </>
        )}
        {given.appealUntil && given.state === 'REJECTION_HELD' && (
          <>
            <dt>{t('fact.appealUntil')}</dt>
            <dd>{instant(given.appealUntil)}</dd>
          </>
        )}
        {given.ruling && (
          <>
            <dt>{t('fact.ruling')}</dt>
            <dd>{given.ruling}</dd>
          </>
        )}
      </dl>
      {given.feedback && <Text size="sm">{given.feedback}</Text>}
      <Bonus key={given.id} job={job} given={given} />
    </Paper>
  );
}
