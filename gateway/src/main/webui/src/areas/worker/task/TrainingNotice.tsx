import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskSpec } from '../../../shared/task/spec';
import classes from './TaskPage.module.css';
import { inWords, type Training } from './training';

/** The right answer to the training task that was just answered, and why it is right. */
export function TrainingNotice({
  spec,
  training,
  onDismiss,
}: {
  spec: TaskSpec;
  training: Training;
  onDismiss: () => void;
}) {
  const { t, i18n } = useTranslation('work');
  const { right, gold, explanation, standing } = training;
  const said = inWords(spec, gold, i18n.language, (value) => t(value ? 'yes' : 'no'));
  return (
    <Alert
      color={right ? 'green' : 'yellow'}
      variant="outline"
      title={t(right ? 'training.right' : 'training.wrong')}
      role="status"
      m="md"
    >
      <Stack gap="xs" align="flex-start">
        {!right && (
          <>
            <Text size="sm" fw={600}>
              {t('training.rightAnswer')}
            </Text>
            <dl className={classes.keys}>
              {said.map(({ question, answer, marks }) => (
                <div key={question} style={{ display: 'contents' }}>
                  <dt>{question}</dt>
                  <dd>{answer ?? t('training.marks', { count: marks })}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {explanation && <Text size="sm">{explanation}</Text>}
        {standing && (
          <Text size="sm" c="dimmed">
            {standing.passed
              ? t('training.passed')
              : t('training.standing', { right: standing.right, answered: standing.answered })}
          </Text>
        )}
        <Button size="md" variant="default" onClick={onDismiss}>
          {t('training.understood')}
        </Button>
      </Stack>
    </Alert>
  );
}
