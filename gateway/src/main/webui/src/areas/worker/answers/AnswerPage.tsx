import { Alert, Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant, formatSeconds } from '../../../shared/format/time';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { AppealForm } from './AppealForm';
import { type Assignment, useAnswer } from './answers';
import classes from './answers.module.css';
import { TimeDisputeForm } from './TimeDisputeForm';

export default function AnswerPage() {
  const { t } = useTranslation('pay');
  const { id = '' } = useParams();
  const answer = useAnswer(id);
  return (
    <Stack maw={760}>
      <Anchor component={Link} to="/worker/answers" underline="always">
        {t('answers.back')}
      </Anchor>
      {answer.isPending && <Loading />}
      {answer.isError && <ProblemNotice failure={answer.error} onRetry={() => answer.refetch()} />}
      {answer.data && <Answer answer={answer.data} />}
    </Stack>
  );
}

function Answer({ answer }: { answer: Assignment }) {
  const { t, i18n } = useTranslation('pay');
  const time = (seconds: number | undefined) => (seconds === undefined ? '–' : formatSeconds(seconds, i18n.language));
  return (
    <>
      <Title order={1} size="h2">
        {t(`state.${answer.state}`)}
      </Title>
      {answer.rejection && <RejectionNotice answer={answer} />}
      <Paper withBorder p="md">
        <dl className={classes.facts}>
          <Fact name={t('answer.reward')}>{answer.reward && formatMoney(answer.reward, i18n.language)}</Fact>
          {answer.pay && <Fact name={t('answer.pay')}>{t(`pay.${answer.pay}`)}</Fact>}
          {answer.submittedAt && (
            <Fact name={t('answer.submitted')}>{formatInstant(answer.submittedAt, i18n.language)}</Fact>
          )}
          {answer.state === 'SUBMITTED' && answer.reviewDueAt && (
            <Fact name={t('answer.due')}>{formatInstant(answer.reviewDueAt, i18n.language)}</Fact>
          )}
          {answer.decidedAt && <Fact name={t('answer.decided')}>{formatInstant(answer.decidedAt, i18n.language)}</Fact>}
          {answer.feedback && <Fact name={t('answer.feedback')}>{answer.feedback}</Fact>}
          <Fact name={t('answer.active')}>
            {time(answer.activeSeconds)} ({t(`basis.${answer.timeBasis ?? 'none'}`)})
          </Fact>
          <Fact name={t('answer.wall')}>{time(answer.wallSeconds)}</Fact>
        </dl>
      </Paper>
      {isOver(answer) && <TimeDisputeForm answer={answer} />}
      {answer.answer && (
        <details>
          <summary>{t('answer.yours')}</summary>
          <pre style={{ whiteSpace: 'pre-wrap' }}>{JSON.stringify(answer.answer, null, 2)}</pre>
        </details>
      )}
    </>
  );
}

/** Its time is closed, by the answer or by the deadline: the clock that ends claims may be late. */
function isOver({ submittedAt, state, deadlineAt }: Assignment): boolean {
  return (
    submittedAt !== undefined ||
    ((state === 'EXPIRED' || state === 'CLAIMED') && Date.parse(deadlineAt ?? '') <= Date.now())
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What was said against the answer, what it comes to, and the way to contest it. */
function RejectionNotice({ answer }: { answer: Assignment }) {
  const { t, i18n } = useTranslation('pay');
  const { rejection } = answer;
  if (!rejection) return null;
  const canAppeal =
    answer.state === 'REJECTION_HELD' &&
    answer.appealUntil !== undefined &&
    Date.parse(answer.appealUntil) > Date.now();
  return (
    <Alert color="orange" variant="outline" title={t(`reason.${rejection.reason}`)}>
      <Stack gap="sm">
        <dl className={classes.facts}>
          {rejection.clause && <Fact name={t('rejection.clause')}>{rejection.clause}</Fact>}
          {rejection.evidence && <Fact name={t('rejection.evidence')}>{rejection.evidence}</Fact>}
          {rejection.note && <Fact name={t('rejection.note')}>{rejection.note}</Fact>}
          {answer.outcome && (
            <Fact name={t('rejection.outcome')}>
              {t(`outcome.${answer.outcome}`)}
              {answer.payable && ` (${formatMoney(answer.payable, i18n.language)})`}
            </Fact>
          )}
          {answer.ruling && <Fact name={t('rejection.ruling')}>{answer.ruling}</Fact>}
        </dl>
        {answer.state === 'APPEALED' && answer.rulingDueAt && (
          <Text size="sm">{t('rejection.inReview', { until: formatInstant(answer.rulingDueAt, i18n.language) })}</Text>
        )}
        {canAppeal && answer.appealUntil && <AppealForm id={answer.id ?? ''} until={answer.appealUntil} />}
      </Stack>
    </Alert>
  );
}
