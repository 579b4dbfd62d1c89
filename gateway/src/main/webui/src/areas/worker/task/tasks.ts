import { useCallback, useEffect, useRef, useState } from 'react';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { hearSignedIn, tellSessionEnded } from '../../../shared/api/session-events';
import type { Money } from '../../../shared/format/money';
import { fresh } from '../../../shared/task/answer';
import { keepMedia } from '../../../shared/task/kept-media';
import type { Answer, TaskSpec } from '../../../shared/task/spec';
import { Claiming, claimedOf } from './claiming';
import { hasOldLinks, isFresh, linksOf, warm, withNewLinks } from './links';
import { outboxOf } from './outbox';
import {
  dropDraft,
  keepSpec,
  keepTasks,
  readDraft,
  readHeld,
  readSpec,
  readTasks,
  readWaiting,
  saveDraft,
  type Task,
} from './store';
import { readStanding, readTraining, type Training } from './training';

export type { Task };

export interface JobOnScreen {
  title: string;
  spec: TaskSpec;
}

/** How many tasks are held: the one on the screen and the next, so that it appears at once. */
const held = 2;

/** And where a job is done without a connection, enough for a way by train. */
const heldOffline = 12;

const heldOf = (spec: TaskSpec | undefined) => (spec?.behaviour?.offline ? heldOffline : held);

async function loadJob(workerId: string, jobId: string): Promise<JobOnScreen> {
  try {
    const offer = await unwrap(api.GET('/v1/offers/{jobId}', { params: { path: { jobId } } }));
    const job = { title: offer.title ?? '', spec: offer.spec as unknown as TaskSpec };
    await keepSpec(workerId, jobId, job.title, job.spec);
    return job;
  } catch (failure) {
    // A job whose last task is this worker's own is offered no more; what it looks like was kept when it was opened.
    const kept = await readSpec(workerId, jobId);
    if (kept) return kept;
    throw failure;
  }
}

/** Without a connection, what was claimed before it went is done from here. */
async function claimedOrKept(workerId: string, jobId: string): Promise<Task[]> {
  try {
    return await claimedOf(jobId);
  } catch (failure) {
    if (!(failure instanceof Problem && failure.status === 0)) throw failure;
    const kept = await readTasks(workerId, jobId);
    if (kept.length === 0) throw failure;
    return kept.filter((task) => !task.answered);
  }
}

/** {@return tasks that were answered and brought back, and can still be answered anew} */
async function broughtBack(workerId: string, jobId: string): Promise<Task[]> {
  const kept = await readTasks(workerId, jobId).catch(() => []);
  return kept.filter((task) => task.answered);
}

const idsOf = (tasks: readonly { assignmentId: string }[]) => new Set(tasks.map((task) => task.assignmentId));

/** After a reload the task is on the screen that was there before. */
async function begunFirst(workerId: string, tasks: readonly Task[]): Promise<Task[]> {
  const drafts = await Promise.all(tasks.map((task) => readDraft(workerId, task.assignmentId)));
  const isBegun = (_: Task, index: number) => drafts[index] !== undefined;
  return [...tasks.filter(isBegun), ...tasks.filter((task, index) => !isBegun(task, index))];
}

/** Where that cannot be known, it is. */
const isBegun = (workerId: string, { assignmentId }: Task) =>
  readDraft(workerId, assignmentId).then(
    (draft) => draft !== undefined,
    () => true,
  );

/** Who has a task on the screen for no longer has not read it yet. */
const glanceMillis = 5_000;

/** What was submitted last, and until when it may still be changed; or what the time is paid of a worker for whom the task was not. */
export interface Submitted {
  task: Task;
  answer: Answer;
  revisableUntil: string | null;
  pay: Money | null;
}

/** Gives tasks back that nobody has looked at; the time of one that cannot be given back runs out. */
function returnAll(tasks: readonly Task[]) {
  for (const { assignmentId } of tasks) {
    unwrap(api.POST('/v1/assignments/{id}/return', { params: { path: { id: assignmentId } } })).catch(() => undefined);
  }
}

export type Phase = 'loading' | 'working' | 'finished' | 'failed';

/** The tasks of one job as a worker goes through them: the one on the screen and those held ready. Answers go by the {@link outboxOf outbox}. */
export function useTasks(workerId: string, jobId: string) {
  const outbox = outboxOf(workerId);
  const [job, setJob] = useState<JobOnScreen | null>(null);
  const [tasks, setTasks] = useState<readonly Task[]>([]);
  const list = useRef<readonly Task[]>([]);
  const [phase, setPhase] = useState<Phase>('loading');
  const [failure, setFailure] = useState<unknown>(null);
  const [last, setLast] = useState<Submitted | null>(null);
  const exhausted = useRef(false);
  const refilling = useRef(false);
  const refill = useRef(async () => {});
  const wanted = useRef(held);
  const [training, setTraining] = useState<Training | null>(null);
  const inTraining = useRef(false);
  const [claiming] = useState(() => new Claiming(jobId));

  /** What is asked of the list between two drawings of the screen must be true, too. */
  const put = useCallback(
    (next: readonly Task[]) => {
      list.current = next;
      setTasks(next);
      warm(next.slice(1));
      keepTasks(workerId, jobId, next)
        .then(() => readHeld(workerId))
        .then((tasks) =>
          keepMedia(
            workerId,
            tasks.flatMap((task) => linksOf(task.input)),
          ),
        )
        // Nothing is lost where a device keeps nothing: the server knows what is claimed.
        .catch(() => undefined);
    },
    [workerId, jobId],
  );

  const fail = useCallback((problem: unknown) => {
    if (problem instanceof Problem && problem.status === 401) tellSessionEnded();
    setFailure(problem);
    setPhase('failed');
  }, []);

  const load = useCallback(async () => {
    setPhase('loading');
    setFailure(null);
    exhausted.current = false;
    try {
      const found = await loadJob(workerId, jobId);
      setJob(found);
      wanted.current = heldOf(found.spec);
      // A device that keeps nothing has nothing that ran out.
      await outbox.lapse(jobId).catch(() => undefined);
      // What waits here is answered already, whatever the server still thinks of it.
      const sent = idsOf(await readWaiting(workerId));
      const all = [...(await broughtBack(workerId, jobId)), ...(await claimedOrKept(workerId, jobId))];
      let mine = await begunFirst(
        workerId,
        all.filter((task) => !sent.has(task.assignmentId)),
      );
      if (mine.length > 0) claiming.settle();
      else mine = await claiming.next(wanted.current, sent);
      put(mine);
      setPhase('working');
      void refill.current();
      readStanding(jobId).then(
        (standing) => {
          inTraining.current = standing !== null && !standing.passed;
        },
        // Whether it is a training is asked again with the next visit.
        () => undefined,
      );
    } catch (problem) {
      if (problem instanceof Problem && problem.code === 'no-tasks-left') setPhase('finished');
      else fail(problem);
    }
  }, [workerId, jobId, outbox, claiming, put, fail]);

  useEffect(() => {
    load();
  }, [load]);

  // Signed in again, or back from where there was no connection: perhaps there is a task now.
  useEffect(() => {
    const back = () => {
      if (list.current.length === 0) void load();
      else void refill.current();
    };
    const deaf = hearSignedIn(back);
    window.addEventListener('online', back);
    return () => {
      deaf();
      window.removeEventListener('online', back);
    };
  }, [load]);

  /** Holds the next task ready; says that the job is finished where there is none and nothing is left on the screen. */
  const refillNow = useCallback(async () => {
    if (refilling.current) return;
    refilling.current = true;
    try {
      while (!exhausted.current && list.current.length < wanted.current) {
        const known = idsOf([...list.current, ...(await readWaiting(workerId).catch(() => []))]);
        const more = await claiming.next(wanted.current - list.current.length, known);
        // The worker said meanwhile that the job is not for them.
        if (exhausted.current) returnAll(more);
        else put([...list.current, ...more]);
      }
    } catch (problem) {
      // None is left, or the job has ended. Anything else is tried again with the next answer.
      if (problem instanceof Problem && (problem.status === 409 || problem.code === 'screened-out'))
        exhausted.current = true;
      else if (list.current.length === 0) fail(problem);
    } finally {
      refilling.current = false;
    }
    if (exhausted.current && list.current.length === 0) setPhase('finished');
  }, [workerId, claiming, put, fail]);
  useEffect(() => {
    refill.current = refillNow;
  }, [refillNow]);

  const remove = useCallback(
    (task: Task) => {
      put(list.current.filter((other) => other.assignmentId !== task.assignmentId));
      void refillNow();
    },
    [put, refillNow],
  );

  const renewing = useRef(new Set<string>());
  /** Asks for new links of the media of a task; where that fails, the old ones stay. */
  const renew = useCallback(
    async (task: Task) => {
      const { assignmentId } = task;
      if (renewing.current.has(assignmentId)) return;
      renewing.current.add(assignmentId);
      try {
        const renewed = await withNewLinks(task);
        if (list.current.some((other) => other.assignmentId === assignmentId))
          put(list.current.map((other) => (other.assignmentId === assignmentId ? { ...other, ...renewed } : other)));
      } catch {
        // Asked for again by who looks at it.
      } finally {
        renewing.current.delete(assignmentId);
      }
    },
    [put],
  );
  const front = tasks[0];
  useEffect(() => {
    if (front && hasOldLinks(front)) void renew(front);
  }, [front, renew]);
  const shown = useRef({ assignmentId: '', at: 0 });
  const frontId = front?.assignmentId ?? '';
  useEffect(() => {
    shown.current = { assignmentId: frontId, at: Date.now() };
  }, [frontId]);

  const submit = useCallback(
    async (task: Task, answer: Answer) => {
      setLast(null);
      await outbox.put({ assignmentId: task.assignmentId, jobId, answer, task });
      remove(task);
    },
    [outbox, jobId, remove],
  );

  const giveBack = useCallback(
    async (task: Task) => {
      await unwrap(api.POST('/v1/assignments/{id}/return', { params: { path: { id: task.assignmentId } } }));
      await dropDraft(workerId, task.assignmentId);
      remove(task);
    },
    [workerId, remove],
  );

  /** Takes a task off the screen that is not answered any more, with what was begun of it. */
  const drop = useCallback(
    (task: Task) => {
      dropDraft(workerId, task.assignmentId).catch(() => undefined);
      remove(task);
    },
    [workerId, remove],
  );

  /** Brings a task that was answered back to the screen, before the one that is there. */
  const bringBack = useCallback(
    (task: Task) => {
      setLast(null);
      put([task, ...list.current.filter((other) => other.assignmentId !== task.assignmentId)]);
      setPhase('working');
    },
    [put],
  );

  /** The answer that was given is there to be changed, for as long as that is possible. */
  const goBack = useCallback(
    async ({ task, answer, revisableUntil }: Submitted) => {
      await saveDraft(workerId, task.assignmentId, fresh(answer));
      bringBack({ ...task, answered: true, deadlineAt: revisableUntil ?? task.deadlineAt });
    },
    [workerId, bringBack],
  );

  /** The job is not for this worker: what is held of it goes to others, but for answers on their way and what is being worked on. */
  const leave = useCallback(async () => {
    exhausted.current = true;
    // Where it cannot be known what is answered, nothing is given back.
    const waiting = await readWaiting(workerId);
    const sent = idsOf(waiting);
    const begun = await Promise.all(
      list.current.map(async (task) => ((await isBegun(workerId, task)) ? task.assignmentId : null)),
    );
    const { assignmentId: front, at } = shown.current;
    const isFree = ({ assignmentId }: Task) =>
      !sent.has(assignmentId) &&
      !begun.includes(assignmentId) &&
      (assignmentId !== front || Date.now() - at < glanceMillis);
    const free = list.current.filter(isFree);
    const known = idsOf([...list.current, ...waiting]);
    returnAll(free);
    put(list.current.filter((task) => !free.includes(task)));
    if (list.current.length === 0) setPhase('finished');
    returnAll(await claiming.leftBehind(known));
  }, [workerId, claiming, put]);

  useEffect(
    () =>
      outbox.hear((news) => {
        if (news.kind === 'repaired' && news.refused.jobId === jobId && news.refused.task) bringBack(news.refused.task);
        if (news.kind !== 'sent' || news.waiting.jobId !== jobId) return;
        const { task, answer, assignmentId } = news.waiting;
        if (task) setLast({ task, answer, revisableUntil: news.revisableUntil, pay: news.pay });
        if (news.pay) leave().catch(() => undefined);
        if (!inTraining.current) return;
        readTraining(assignmentId, jobId)
          .catch(() => null)
          .then((lesson) => {
            if (lesson) setTraining(lesson);
            inTraining.current = lesson !== null && !lesson.standing?.passed;
          });
      }),
    [outbox, jobId, bringBack, leave],
  );

  return {
    job,
    task: front ?? null,
    phase: phase === 'working' && tasks.length === 0 ? ('loading' as const) : phase,
    failure,
    last,
    reload: load,
    submit,
    giveBack,
    drop,
    goBack,
    /** Of the task on the screen something does not load. @param again whether somebody asks for it once more */
    mediaFailed(again: boolean) {
      if (front && (again || !isFresh(front))) void renew(front);
    },
    training,
    dismissTraining: () => setTraining(null),
    ready: tasks.length,
  };
}
