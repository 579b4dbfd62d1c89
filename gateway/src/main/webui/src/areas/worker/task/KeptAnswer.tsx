import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answerText } from '../../../shared/task/answer-text';
import type { Answer, TaskSpec } from '../../../shared/task/spec';
import { readSpec } from './store';
import classes from './TaskPage.module.css';

/** {@return what a task of the job looks like, where this device knows it} */
export function useKeptSpec(workerId: string, jobId: string): TaskSpec | null {
  const [spec, setSpec] = useState<TaskSpec | null>(null);
  useEffect(() => {
    let gone = false;
    readSpec(workerId, jobId).then(
      (kept) => {
        if (!gone && kept) setSpec(kept.spec);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [workerId, jobId]);
  return spec;
}

/** An answer that is not handed in, to be read and taken elsewhere. */
export function KeptAnswer({ spec, answer }: { spec: TaskSpec | null; answer: Answer }) {
  const { t, i18n } = useTranslation('work');
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const text = answerText(spec, answer, i18n.language);
  if (!text) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('no');
    }
  };
  return (
    <details>
      <summary className={classes.summary}>{t('kept.show')}</summary>
      <Stack gap="xs" align="flex-start">
        <div className={classes.kept}>{text}</div>
        <Button variant="default" onClick={copy}>
          {t('kept.copy')}
        </Button>
        <Text size="sm" role="status">
          {copied && t(`kept.copied.${copied}`)}
        </Text>
      </Stack>
    </details>
  );
}

/** What becomes of the time of an attempt that ran out. */
export function SpentTime({ assignmentId }: { assignmentId: string }) {
  const { t } = useTranslation('work');
  return (
    <>
      <Text size="sm">{t('expired.paid')}</Text>
      <Anchor component={Link} to={`/worker/answers/${assignmentId}`} size="sm" underline="always">
        {t('expired.time')}
      </Anchor>
    </>
  );
}
