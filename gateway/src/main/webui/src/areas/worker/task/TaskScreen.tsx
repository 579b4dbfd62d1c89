import { ActionIcon, Alert, Button, Text, Title, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../shared/format/money';
import { formatClock } from '../../../shared/format/time';
import { missingFields, type Seen, startOf, unplayed, withoutHidden } from '../../../shared/task/answer';
import { Blocks, canDraw } from '../../../shared/task/blocks/Blocks';
import { toggled } from '../../../shared/task/blocks/ChoiceFields';
import { playerId } from '../../../shared/task/blocks/media';
import { Markdown } from '../../../shared/task/blocks/Views';
import { type Hotkey, hotkeysOf, type OwnKeys, placeOf, withOwnKeys } from '../../../shared/task/hotkeys';
import { isFramed } from '../../../shared/task/page/content';
import type { Checked, PageHandle } from '../../../shared/task/page/PageFrame';
import { type Answer, type Json, labelsOf, textIn } from '../../../shared/task/spec';
import { TaskProvider } from '../../../shared/task/TaskContext';
import { useGaps } from '../../../shared/task/useGaps';
import { Icon } from '../../../shared/ui/icons';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { answerFiles } from './answer-files';
import { DraftNotice } from './DraftNotice';
import { Left, secondsLeft, useDeadline } from './deadline';
import { ExpiredNotice } from './ExpiredNotice';
import { keepOwnKeys, readOwnKeys } from './own-keys';
import { GoBack } from './TaskPage';
import classes from './TaskPage.module.css';
import type { JobOnScreen, Submitted, Task } from './tasks';
import { useDraft } from './useDraft';
import { useKeptMedia } from './useKeptMedia';
import { usePlayed } from './usePlayed';
import { useTaskKeys } from './useTaskKeys';
import { useSecondsWorked, useWorkingTime, type WorkClock } from './useWorkingTime';

const KeysDialog = lazy(() => import('./KeysDialog'));
const ReportDialog = lazy(() => import('./ReportDialog'));
const PageFrame = lazy(async () => ({ default: (await import('../../../shared/task/page/PageFrame')).PageFrame }));
const PageFaults = lazy(async () => ({ default: (await import('../../../shared/task/page/PageFrame')).PageFaults }));
const UseButton = lazy(async () => ({ default: (await import('../../../shared/task/page/PageFrame')).UseButton }));

interface Props {
  workerId: string;
  job: JobOnScreen;
  task: Task;
  last: Submitted | null;
  onSubmit: (answer: Answer) => Promise<void>;
  onGiveBack: () => Promise<void>;
  onExpired: () => void;
  /** @param again whether the worker asks for it once more */
  onMediaFailed: (again: boolean) => void;
  onGoBack: (last: Submitted) => void;
  onLeave: () => void;
}

export function TaskScreen({ workerId, job, task, last, ...does }: Props) {
  const { onSubmit, onGiveBack, onExpired, onMediaFailed, onGoBack, onLeave } = does;
  const { t, i18n } = useTranslation('work');
  const { spec } = job;
  const draft = useDraft(workerId, task, () => startOf(spec, task.input));
  const time = useWorkingTime(workerId, task);
  const [playedFully, played] = usePlayed(task.assignmentId);
  const keptMedium = useKeptMedia(workerId);
  const [broken, setBroken] = useState(false);
  const [opened, setOpened] = useState<readonly string[]>([]);
  /** Whether nothing but what must be played kept the answer from being sent. */
  const [unheard, setUnheard] = useState(false);
  const { missing, setMissing, open, filled, setOpen } = useGaps();
  const [keysShown, setKeysShown] = useState(false);
  const [report, setReport] = useState<'none' | 'asked' | 'done'>('none');
  const [busy, setBusy] = useState(false);
  const held = useRef(busy);
  useEffect(() => {
    held.current = busy;
  }, [busy]);
  const asked = useRef(false);
  const [failure, setFailure] = useState<unknown>(null);
  const reached = useDeadline(task.deadlineAt);
  const expired = reached === 'over';
  const [ownKeys, setOwnKeys] = useState(() => readOwnKeys(task.jobId));
  const hotkeys = useMemo(() => withOwnKeys(hotkeysOf(spec), ownKeys), [spec, ownKeys]);
  const files = useMemo(() => answerFiles(task.assignmentId), [task.assignmentId]);
  const top = useRef<HTMLHeadingElement>(null);
  const page = useRef<PageHandle>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [doubted, setDoubted] = useState(0);

  // The screen reader begins at the new task, and so does the page.
  useEffect(() => {
    window.scrollTo(0, 0);
    top.current?.focus({ preventScroll: true });
  }, []);

  const seen: Seen = { input: task.input, playedFully, opened };
  const answer = draft.history?.present ?? {};
  const silent = unplayed(spec, answer, seen);
  const framed = isFramed(spec);
  const drawable = framed || (spec.ui.kind === 'blocks' && canDraw(spec.ui.blocks, spec));

  // A task that cannot be done as it is can be given back wherever it comes from.
  const faulty = !drawable || broken || report === 'done';
  const mayGiveBack = !expired && (spec.behaviour?.allowSkip !== false || task.answered || faulty);

  /** {@return what the page in the frame says by now, null where something speaks against sending it} */
  const ofPage = async () => {
    const found = await page.current?.check();
    setChecked(found ?? null);
    return found && found.faults.length === 0 && !found.message ? found.answer : null;
  };
  /** Once, however often it is asked for while the page in the frame is still asked what it says. */
  const submit = async () => {
    if (asked.current) return;
    asked.current = true;
    try {
      await submitOnce();
    } finally {
      asked.current = false;
    }
  };
  const submitOnce = async () => {
    if (busy || !draft.history || expired || !drawable) return;
    setDoubted(0);
    const given = framed ? await ofPage() : answer;
    // The page may have taken its time, in which the task may have ended.
    if (!given || held.current || secondsLeft(task.deadlineAt) === 0 || (framed && !page.current)) return;
    const whole = withoutHidden(spec, given, seen);
    const lacking = missingFields(spec, whole, seen, open);
    setMissing(lacking);
    const lackingPlace = lacking[0] !== undefined ? `field-${lacking[0]}` : silent[0] && playerId(silent[0]);
    if (lackingPlace) {
      setUnheard(lacking.length === 0);
      const field = document.getElementById(lackingPlace);
      field?.scrollIntoView({ block: 'center' });
      field?.focus({ preventScroll: true });
      return;
    }
    setBusy(true);
    setFailure(null);
    const workOn = time.handIn();
    try {
      await onSubmit(whole);
    } catch (problem) {
      workOn();
      setFailure(problem);
      setBusy(false);
    }
  };
  const giveBack = async () => {
    setBusy(true);
    setFailure(null);
    try {
      // Its time is on record, too; for that nobody waits long.
      await Promise.race([time.flush(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
      await onGiveBack();
    } catch (problem) {
      setFailure(problem);
      setBusy(false);
    }
  };
  const leave = () => {
    draft.flush();
    onLeave();
  };
  const changeKeys = (keys: OwnKeys) => {
    setOwnKeys(keys);
    keepOwnKeys(task.jobId, keys);
  };
  const press = (hotkey: Hotkey) => {
    const labels = labelsOf(spec.output.properties[hotkey.field]);
    const value = answer[hotkey.field];
    const kind = spec.output.properties[hotkey.field]?.['x-kind'];
    if (kind === 'multichoice') {
      draft.set(hotkey.field, toggled(labels, Array.isArray(value) ? value.map(String) : [], hotkey.label));
    } else draft.set(hotkey.field, kind === 'boolean' ? hotkey.label === 'true' : hotkey.label);
  };

  useTaskKeys({
    hotkeys: expired ? [] : hotkeys,
    enterSubmits: spec.behaviour?.submitKey === 'enter',
    onHotkey: press,
    onSubmit: submit,
    onUndo: draft.undo,
    onRedo: draft.redo,
    onHelp: () => setKeysShown(true),
  });

  const short = textIn(spec.instructions?.short, i18n.language);
  const full = textIn(spec.instructions?.full, i18n.language);
  const context = {
    spec,
    input: task.input,
    answer,
    seen,
    hotkeys,
    missing,
    set: (name: string, value: Json | undefined, typing?: boolean) => {
      filled(name);
      draft.set(name, value, typing);
    },
    played,
    opened: (pointer: string) => setOpened((now) => [...new Set([...now, pointer])]),
    sign: time.sign,
    mediaFailed: (again: boolean) => {
      setBroken(true);
      onMediaFailed(again);
    },
    keptMedium,
    unplayed: silent,
    files,
    setOpen,
  };
  return (
    <>
      <div className={classes.top}>
        <ActionIcon variant="default" size={44} aria-label={t('leave')} onClick={leave}>
          <Icon name="back" />
        </ActionIcon>
        <div className={classes.title}>
          <Title order={1} size="h5" tabIndex={-1} ref={top} style={{ outline: 'none' }}>
            {job.title}
          </Title>
          <Text size="sm" c="dimmed">
            {formatMoney(task.reward, i18n.language)}
          </Text>
        </div>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('undo')}
          disabled={!draft.history?.past.length}
          onClick={draft.undo}
        >
          <Icon name="undo" />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('redo')}
          disabled={!draft.history?.future.length}
          onClick={draft.redo}
        >
          <Icon name="redo" />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('keys.title')}
          onClick={() => setKeysShown(true)}
          visibleFrom="sm"
        >
          <Icon name="keyboard" />
        </ActionIcon>
        <ActionIcon variant="default" size={44} aria-label={t('report.open')} onClick={() => setReport('asked')}>
          <Icon name="flag" />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        {last && <GoBack last={last} onGoBack={onGoBack} />}
        {short.text && (
          <details className={classes.instructions} open={!full.text}>
            <summary lang={short.lang}>{short.text}</summary>
            {full.text && (
              <div lang={full.lang}>
                <Markdown text={full.text} />
              </div>
            )}
          </details>
        )}
        {draft.elsewhere && !expired && (
          <DraftNotice elsewhere={draft.elsewhere} onTake={draft.takeElsewhere} onKeep={draft.keepOwn} />
        )}
        {report === 'done' && (
          <Text size="sm" role="status">
            {t('report.done')}
          </Text>
        )}
        {expired && <ExpiredNotice task={task} spec={spec} answer={answer} onNext={onExpired} />}
        {!drawable && (
          <Alert color="yellow" variant="outline" title={t('notDrawable.title')} role="alert">
            <Text size="sm">{t('notDrawable.text')}</Text>
          </Alert>
        )}
        {draft.history && spec.ui.kind === 'blocks' && (
          <TaskProvider value={context}>
            <Blocks blocks={spec.ui.blocks ?? []} layout={spec.ui.layout} />
          </TaskProvider>
        )}
        {draft.history && framed && (
          <Suspense fallback={<Loading />}>
            <PageFrame
              ref={page}
              spec={spec}
              input={task.input}
              answer={answer}
              mode="work"
              readOnly={expired}
              onAnswer={draft.setAll}
              onSubmit={submit}
              onSubmitDoubted={() => setDoubted((times) => times + 1)}
              onKey={(key) => (key === 'undo' ? draft.undo() : key === 'redo' ? draft.redo() : undefined)}
              onSign={time.sign}
            />
            <PageFaults checked={checked} />
            <UseButton button={t('submit')} times={doubted} />
          </Suspense>
        )}
        {unheard && silent.length > 0 && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {t('unplayed')}
          </Text>
        )}
        {failure !== null && <ProblemNotice failure={failure} />}
      </div>
      <div className={classes.bar}>
        {/* There before it says something, or nobody would hear it. */}
        <VisuallyHidden role="status">{reached === 'soon' && t('soon')}</VisuallyHidden>
        {reached === 'soon' && (
          <div className={classes.soon} aria-hidden="true">
            {t('soon')}
          </div>
        )}
        <div className={classes.state}>
          {!task.answered && <Worked clock={time.clock} />}
          <span>{t(`saved.${draft.saved}`)}</span>
          <Left deadlineAt={task.deadlineAt} />
        </div>
        {mayGiveBack && (
          <Button variant="default" size="md" onClick={giveBack} disabled={busy}>
            {task.answered ? t('keepAnswer') : t('giveBack')}
          </Button>
        )}
        <Button
          className={classes.grow ?? ''}
          size="md"
          onClick={submit}
          loading={busy}
          disabled={expired || !drawable}
        >
          {t('submit')}
        </Button>
      </div>
      {report === 'asked' && (
        <Suspense fallback={null}>
          <ReportDialog
            assignmentId={task.assignmentId}
            harmOnly={spec.behaviour?.allowReport === false}
            onClose={() => setReport('none')}
            onReported={(andReturn) => {
              setReport('done');
              if (andReturn) void giveBack();
            }}
          />
        </Suspense>
      )}
      {keysShown && (
        <Suspense fallback={null}>
          <KeysDialog
            spec={spec}
            hotkeys={hotkeys}
            changed={Object.keys(ownKeys).length > 0}
            onKey={(hotkey, key) => changeKeys({ ...ownKeys, [placeOf(hotkey)]: key })}
            onReset={() => changeKeys({})}
            onClose={() => setKeysShown(false)}
          />
        </Suspense>
      )}
    </>
  );
}

function Worked({ clock }: { clock: WorkClock }) {
  const { t } = useTranslation('work');
  return <span>{t('time', { time: formatClock(useSecondsWorked(clock)) })}</span>;
}
