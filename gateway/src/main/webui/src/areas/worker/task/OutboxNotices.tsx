import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useSession } from '../../../app/session';
import { Problem } from '../../../shared/api/problem';
import { fresh } from '../../../shared/task/answer';
import { ProblemText } from '../../../shared/ui/states';
import { KeptAnswer, SpentTime, useKeptSpec } from './KeptAnswer';
import { outboxOf } from './outbox';
import { type Refused, saveDraft } from './store';

/** Sends a worker's answers while any screen of the area is open, and says which of them wait or were not taken. */
export default function OutboxNotices() {
  const { who } = useSession();
  return who ? <Notices workerId={who.id} key={who.id} /> : null;
}

function Notices({ workerId }: { workerId: string }) {
  const { t } = useTranslation('work');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const outbox = outboxOf(workerId);
  const { waiting, refused } = useSyncExternalStore(outbox.watch, outbox.now);

  useEffect(() => outbox.start(), [outbox]);
  useEffect(
    () =>
      outbox.hear((news) => {
        if (news.kind === 'settled') void queries.invalidateQueries({ queryKey: ['worker', 'assignments'] });
      }),
    [outbox, queries],
  );

  const repair = async (one: Refused) => {
    await saveDraft(workerId, one.assignmentId, fresh(one.answer));
    await outbox.repair(one);
    const there = `/worker/jobs/${one.jobId}`;
    if (pathname !== there) navigate(there);
  };

  if (waiting === 0 && refused.length === 0) return null;
  return (
    <Stack gap="xs" px={pathname.startsWith('/worker/jobs/') ? 'md' : 0} py="xs">
      {refused.map((one) => (
        <RefusedNotice
          key={one.assignmentId}
          workerId={workerId}
          refused={one}
          onRepair={() => repair(one)}
          onDismiss={() => outbox.dismiss(one)}
        />
      ))}
      {waiting > 0 && (
        <Text size="sm" role="status">
          {t('waiting', { count: waiting })}
        </Text>
      )}
    </Stack>
  );
}

interface RefusedProps {
  workerId: string;
  refused: Refused;
  onRepair: () => void;
  onDismiss: () => void;
}

function RefusedNotice({ workerId, refused, onRepair, onDismiss }: RefusedProps) {
  const { t } = useTranslation('work');
  const { status, code, detail, faults } = refused.problem;
  const spec = useKeptSpec(workerId, refused.jobId);
  const repairable = code === 'answer-invalid' && refused.task && Date.parse(refused.task.deadlineAt) > Date.now();
  return (
    <Alert
      color="red"
      variant="outline"
      title={refused.title ? t('refused.titleOf', { title: refused.title }) : t('refused.title')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <ProblemText failure={new Problem(status, code, detail, faults)} />
        {code === 'assignment-expired' && <SpentTime assignmentId={refused.assignmentId} />}
        <KeptAnswer spec={spec} answer={refused.answer} />
        <Group>
          {repairable && <Button onClick={onRepair}>{t('refused.repair')}</Button>}
          <Button variant="default" onClick={onDismiss}>
            {t('refused.dismiss')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
