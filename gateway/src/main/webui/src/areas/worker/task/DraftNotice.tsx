import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../../shared/format/time';
import classes from './TaskPage.module.css';
import type { Elsewhere } from './useDraft';

interface Props {
  elsewhere: Elsewhere;
  onTake: () => void;
  onKeep: () => void;
}

/** Says that the task was begun on another device, and asks where both have gone on. */
export function DraftNotice({ elsewhere, onTake, onKeep }: Props) {
  const { t, i18n } = useTranslation('work');
  const when = formatInstant(elsewhere.draft.savedAt, i18n.language);
  if (elsewhere.taken) {
    return (
      <Text size="sm" role="status">
        {t('otherDevice.taken', { when })}
      </Text>
    );
  }
  return (
    <Alert
      color="yellow"
      variant="outline"
      title={t('otherDevice.title')}
      role="alert"
      className={classes.question ?? ''}
    >
      <Text size="sm" mb="xs">
        {t('otherDevice.text', { when })}
      </Text>
      <Group>
        <Button size="md" onClick={onTake}>
          {t('otherDevice.take')}
        </Button>
        <Button variant="default" size="md" onClick={onKeep}>
          {t('otherDevice.keep')}
        </Button>
      </Group>
    </Alert>
  );
}
