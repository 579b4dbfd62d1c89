import { Button, NativeSelect, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import { type Assignment, type AssignmentState, useAnswers } from './answers';
import classes from './answers.module.css';

const states: readonly AssignmentState[] = [
  'SUBMITTED',
  'APPROVED',
  'ACCEPTED_UNUSED',
  'REJECTION_HELD',
  'APPEALED',
  'REJECTED',
  'SCREENED_OUT',
  'RETURNED',
  'EXPIRED',
  'CLAIMED',
];

export default function AnswersPage() {
  const { t } = useTranslation('pay');
  const [state, setState] = useState<AssignmentState | ''>('');
  const answers = useAnswers(state);
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('answers.title')}
      </Title>
      <NativeSelect
        label={t('answers.show')}
        size="md"
        maw={360}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as AssignmentState | '')}
        data={[
          { value: '', label: t('answers.all') },
          ...states.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
      />
      {answers.isPending && <Loading />}
      {answers.isError && <ProblemNotice failure={answers.error} onRetry={() => answers.refetch()} />}
      {answers.data?.length === 0 && <Empty title={t('answers.none')} text={t('answers.noneText')} />}
      <ul className={classes.list}>
        {answers.data?.map((answer) => (
          <Row key={answer.id} answer={answer} />
        ))}
      </ul>
      {answers.hasNextPage && (
        <Button
          variant="default"
          size="md"
          onClick={() => answers.fetchNextPage()}
          loading={answers.isFetchingNextPage}
        >
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

function Row({ answer }: { answer: Assignment }) {
  const { t, i18n } = useTranslation('pay');
  return (
    <li>
      <Link to={`/worker/answers/${answer.id}`} className={classes.row ?? ''} data-state={answer.state}>
        <span>
          <strong>{t(`state.${answer.state}`)}</strong>
          <br />
          <small>{formatInstant(answer.submittedAt ?? answer.claimedAt ?? '', i18n.language)}</small>
        </span>
        <span className={classes.amount}>
          {answer.reward && formatMoney(answer.payable ?? answer.reward, i18n.language)}
          {answer.pay && (
            <>
              <br />
              <small>{t(`pay.${answer.pay}`)}</small>
            </>
          )}
        </span>
      </Link>
    </li>
  );
}
