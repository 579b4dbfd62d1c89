import { Button, Text } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useTask } from '../TaskContext';
import classes from './blocks.module.css';

/** Answers that there is nothing to mark, which is not the same as no answer; gone once there is one. */
export function NothingThere({ name }: { name: string }) {
  const { t } = useTranslation('work');
  const { answer, set } = useTask();
  if (answer[name] !== undefined) return null;
  return (
    <Button variant="default" size="md" onClick={() => set(name, [])}>
      {t('nothingThere')}
    </Button>
  );
}

interface Props {
  name: string;
  /** How marks are made and moved by keys. */
  keys: string;
  count: number;
  list?: RefObject<HTMLUListElement | null>;
  /** A row for each mark. */
  children: ReactNode;
}

/** The marks of an answer as rows, below the words on their keys. */
export function MarkList({ name, keys, count, list, children }: Props) {
  const { t } = useTranslation('work');
  const { answer } = useTask();
  return (
    <>
      <Text size="sm" c="dimmed" id={`keys-${name}`}>
        {keys}
      </Text>
      {answer[name] !== undefined && count === 0 && <Text role="status">{t('nothingMarked')}</Text>}
      <ul className={classes.ranking} ref={list}>
        {children}
      </ul>
    </>
  );
}
