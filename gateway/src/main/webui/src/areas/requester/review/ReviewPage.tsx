import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { formatCount } from '../../../shared/format/number';
import { formatInstant, formatSeconds } from '../../../shared/format/time';
import type { TaskSpec } from '../../../shared/task/spec';
import { Dialog } from '../../../shared/ui/Dialog';
import { CodeWords, Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import type { Job } from '../jobs/jobs';
import classes from '../requester.module.css';
import { AnswerPane } from './AnswerPane';
import { useHeld } from './held';
import { RejectDialog } from './RejectDialog';
import {
  type AssignmentState,
  type Decision,
  type Given,
  type Quick,
  type Reviewed,
  useDecide,
  useDecideQuickly,
  useGiven,
  useRenew,
} from './reviews';
import { useKeysOn, useReviewKeys } from './useReviewKeys';

const states: readonly AssignmentState[] = [
  'SUBMITTED',
  'APPROVED',
  'ACCEPTED_UNUSED',
  'REJECTION_HELD',
  'APPEALED',
  'REJECTED',
];

/** Answers one after the other, decided by a key each, or many at once. */
export default function ReviewPage({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('review');
  const [state, setState] = useState<AssignmentState>('SUBMITTED');
  const [at, setAt] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [rejecting, setRejecting] = useState<readonly string[]>([]);
  const [all, setAll] = useState(false);
  const [done, setDone] = useState<Reviewed | null>(null);
  const given = useGiven(job.id, state);
  const decide = useDecide(job.id);
  const quick = useDecideQuickly(job.id);
  const renew = useRenew(job.id);
  /** Decisions that did not arrive, until somebody has seen it. */
  const [failed, setFailed] = useState<{ failure: unknown; decisions: readonly Quick[] } | null>(null);
  const held = useHeld({
    send: async (decisions) => {
      try {
        const reviewed = await quick.mutateAsync(decisions);
        setDone((before) => ({ ...reviewed, skipped: [...(before?.skipped ?? []), ...(reviewed.skipped ?? [])] }));
      } catch (failure) {
        setFailed((before) => ({ failure, decisions: [...(before?.decisions ?? []), ...decisions] }));
        throw failure;
      }
    },
    settle: renew,
  });
  const applying = useRef(false);
  const [waits, setWaits] = useState(false);
  const busy = decide.isPending || waits;
  const [keysOn, setKeysOn] = useKeysOn();
  // What was decided is out of the way, though it may still be taken back.
  const answers = (given.data ?? []).filter(({ id }) => !held.gone.has(id));
  const index = Math.max(
    0,
    answers.findIndex(({ id }) => id === at),
  );
  const current = answers[index];
  const mayChange = useMayChange();
  const open = state === 'SUBMITTED';
  const toDecide = open && mayChange;

  const move = (by: number) => {
    const next = answers[Math.min(answers.length - 1, Math.max(0, index + by))];
    if (next) setAt(next.id);
  };
  const toggle = (id: string) =>
    setChosen((now) => (now.includes(id) ? now.filter((other) => other !== id) : [...now, id]));
  const targets = chosen.length > 0 ? chosen : current ? [current.id] : [];
  /** Goes on to the next answer, which has to be known before those that are decided leave the list. */
  const leave = (ids: readonly string[]) => {
    const gone = new Set(ids);
    const next = answers.slice(index).find(({ id }) => !gone.has(id)) ?? answers.find(({ id }) => !gone.has(id));
    // What could not be decided stays to be read.
    setDone((before) => (before?.skipped?.length ? before : null));
    setChosen([]);
    setAt(next?.id ?? null);
  };
  const hold = (kind: Quick['kind']) => {
    if (targets.length === 0) return;
    held.hold({ kind, ids: targets });
    leave(targets);
  };
  const takeBack = () => {
    const back = held.takeBack();
    if (back) setAt(back.ids[0] ?? null);
  };
  const again = () => {
    for (const decision of failed?.decisions ?? []) held.hold(decision);
    setFailed(null);
  };
  /** {@return whether all that waits has gone} */
  const flushed = async () => {
    setWaits(true);
    const failures = await held.flush();
    setWaits(false);
    return failures.length === 0;
  };
  const apply = async (decision: Decision) => {
    if (busy || applying.current) return;
    applying.current = true;
    // What waits is of those that wait, and would be refused after them; what did not arrive would be approved with them.
    const goesOn = decision.kind !== 'approveAll' || (await flushed());
    applying.current = false;
    if (!goesOn) {
      setAll(false);
      return;
    }
    decide.mutate(decision, {
      onSuccess: (reviewed) => {
        setRejecting([]);
        setAll(false);
        leave(decision.kind === 'approveAll' ? answers.map(({ id }) => id) : decision.ids);
        setDone(reviewed);
      },
    });
  };

  useReviewKeys({
    enabled: keysOn && toDecide && rejecting.length === 0,
    onMove: move,
    onApprove: () => hold('approve'),
    onSoftReject: () => hold('softReject'),
    onTakeBack: takeBack,
    onReject: () => targets.length > 0 && setRejecting(targets),
    onToggle: () => current && toggle(current.id),
  });

  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <NativeSelect
          label={t('show')}
          size="md"
          w={320}
          maw="100%"
          value={state}
          data={states.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(event) => {
            setState(event.currentTarget.value as AssignmentState);
            setAt(null);
            setChosen([]);
            setDone(null);
          }}
        />
        {toDecide && (
          <Stack gap={4}>
            <Checkbox
              label={t('keysOn')}
              size="md"
              checked={keysOn}
              onChange={(event) => setKeysOn(event.currentTarget.checked)}
            />
            {keysOn && (
              <p className={classes.keys} style={{ margin: 0 }}>
                {(['A', 'S', 'R', 'J', 'K', 'X', 'Z'] as const).map((key) => (
                  <span key={key}>
                    <kbd>{key}</kbd> {t(`key.${key}`)}
                  </span>
                ))}
              </p>
            )}
          </Stack>
        )}
      </Group>
      {given.isPending && <Loading />}
      {given.isError && <ProblemNotice failure={given.error} onRetry={() => given.refetch()} />}
      {done && <Decided reviewed={done} />}
      {decide.error && rejecting.length === 0 && !all && <ProblemNotice failure={decide.error} />}
      {failed && (
        <Stack gap="xs" align="flex-start">
          <ProblemNotice failure={failed.failure} onRetry={toDecide ? again : undefined} />
          <Button variant="default" onClick={() => setFailed(null)}>
            {t('common:close')}
          </Button>
        </Stack>
      )}
      {given.isSuccess && answers.length === 0 && held.gone.size === 0 && (
        <Empty title={t('none')} text={open ? t('noneOpen') : t('noneOther')} />
      )}
      {toDecide && answers.length > 0 && (
        <Group>
          <Button size="md" disabled={busy} onClick={() => hold('approve')}>
            {t('approve', { count: targets.length })}
          </Button>
          <Button variant="default" disabled={busy} onClick={() => hold('softReject')}>
            {t('softReject')}
          </Button>
          <Button variant="default" disabled={busy} onClick={() => setRejecting(targets)}>
            {t('rejectOpen')}
          </Button>
          <Button
            variant="default"
            disabled={busy}
            onClick={() => {
              decide.reset();
              setAll(true);
            }}
          >
            {t('approveAll')}
          </Button>
        </Group>
      )}
      {/* Right after the buttons, for who goes by keyboard: there is little time. */}
      <div role="status" className={classes.held}>
        {held.waiting.length > 0 && (
          <>
            <span>{t('held', { count: held.waiting.length })}</span>
            <Button variant="default" onClick={takeBack}>
              {t('takeBack')}
            </Button>
          </>
        )}
      </div>
      {current && (
        <div className={classes.sides} data-list="true">
          <div>
            <ul className={`${classes.list} ${classes.picker}`} aria-label={t('list')}>
              {answers.map((answer) => (
                <li key={answer.id} style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
                  {toDecide && (
                    <Checkbox
                      size="md"
                      aria-label={t('choose', { name: answer.externalId })}
                      checked={chosen.includes(answer.id)}
                      onChange={() => toggle(answer.id)}
                    />
                  )}
                  <Row answer={answer} current={answer.id === current.id} onOpen={() => setAt(answer.id)} />
                </li>
              ))}
            </ul>
            {given.hasNextPage && (
              <Button
                variant="default"
                mt="sm"
                onClick={() => given.fetchNextPage()}
                loading={given.isFetchingNextPage}
              >
                {t('common:more')}
              </Button>
            )}
          </div>
          <div className={classes.sticky}>
            <Text size="sm" c="dimmed" mb="xs">
              {t('place', {
                number: formatCount(index + 1, i18n.language),
                all: formatCount(answers.length, i18n.language),
              })}
            </Text>
            <AnswerPane key={current.id} job={job} given={current} />
          </div>
        </div>
      )}
      <Dialog opened={all} onClose={() => setAll(false)} title={t('approveAll')}>
        <Stack>
          <Text>{t('approveAllText')}</Text>
          {decide.error && <ProblemNotice failure={decide.error} />}
          <Group>
            <Button loading={busy} onClick={() => apply({ kind: 'approveAll' })}>
              {t('approveAllButton')}
            </Button>
            <Button variant="default" onClick={() => setAll(false)}>
              {t('reject.back')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
      <RejectDialog
        spec={job.spec as unknown as TaskSpec}
        count={rejecting.length}
        busy={busy}
        failure={rejecting.length > 0 ? decide.error : null}
        onClose={() => {
          setRejecting([]);
          decide.reset();
        }}
        onReject={(rejection) => apply({ kind: 'reject', ids: rejecting, rejection })}
      />
    </Stack>
  );
}

function Row({ answer, current, onOpen }: { answer: Given; current: boolean; onOpen: () => void }) {
  const { i18n } = useTranslation('review');
  return (
    <button
      type="button"
      className={classes.choice}
      aria-current={current}
      onClick={onOpen}
      style={{ flex: 1, minWidth: 0 }}
    >
      <strong>{answer.externalId}</strong>
      <br />
      <span className={classes.dim}>
        {formatInstant(answer.submittedAt ?? '', i18n.language)} ·{' '}
        {formatSeconds(answer.activeSeconds ?? 0, i18n.language)}
      </span>
    </button>
  );
}

/** What came of a decision; what could not be decided is named by the code that a single one is refused with. */
function Decided({ reviewed }: { reviewed: Reviewed }) {
  const { t } = useTranslation('review');
  const skipped = reviewed.skipped ?? [];
  const count = (reviewed.approved ?? 0) + (reviewed.acceptedUnused ?? 0) + (reviewed.rejected ?? 0);
  const codes = [...new Set(skipped.map(({ code }) => code ?? ''))];
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        {t('decided', { count })}
      </Text>
      {skipped.length > 0 && (
        <Alert color="yellow" variant="outline" mt="xs" title={t('skipped', { count: skipped.length })}>
          {codes.map((code) => (
            <Text size="sm" key={code}>
              <CodeWords code={code} />
            </Text>
          ))}
        </Alert>
      )}
    </div>
  );
}
