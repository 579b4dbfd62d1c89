import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Answer, TaskSpec } from '../../../shared/task/spec';
import { KeptAnswer, SpentTime } from './KeptAnswer';
import type { Task } from './store';

interface Props {
  task: Task;
  spec: TaskSpec;
  answer: Answer;
  onNext: () => void;
}

/** The time of the task on the screen is over: what becomes of it, of the time and of what was answered. */
export function ExpiredNotice({ task, spec, answer, onNext }: Props) {
  const { t } = useTranslation('work');
  const { answered, assignmentId } = task;
  return (
    <Alert color="red" variant="outline" title={answered ? t('expired.changeTitle') : t('expired.title')} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{answered ? t('expired.stands') : t('expired.text')}</Text>
        {!answered && <SpentTime assignmentId={assignmentId} />}
        <KeptAnswer spec={spec} answer={answer} />
        <Button onClick={onNext}>{t('expired.next')}</Button>
      </Stack>
    </Alert>
  );
}
