import { api, unwrap } from '../../../shared/api/client';
import { maySucceedLater, Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import { hearSignedIn, tellSessionEnded } from '../../../shared/api/session-events';
import type { Money } from '../../../shared/format/money';
import { mostSigns, type Sign, tellOfWork } from './activity';
import {
  dropDraft,
  dropRefused,
  dropSigns,
  dropWaiting,
  keepSigns,
  putWaiting,
  type Refused,
  readDraft,
  readOverdue,
  readRefused,
  readSigns,
  readSpec,
  readWaiting,
  refuse,
  type Waiting,
} from './store';

export interface OutboxState {
  /** How many answers are on their way. */
  waiting: number;
  /** The answers that the server did not take, the oldest first, until they are dismissed or corrected. */
  refused: readonly Refused[];
}

/** What a screen may want to know of: one answer was taken, a turn changed something, a refused answer is to be corrected. */
export type News =
  | { kind: 'sent'; waiting: Waiting; revisableUntil: string | null; pay: Money | null }
  | { kind: 'settled' }
  | { kind: 'repaired'; refused: Refused };

const problemOf = (failed: unknown) => (failed instanceof Problem ? failed : Problem.offline(failed));

/** Where a connection swallows what is sent, no answer ever comes; both may be sent again, and those behind them wait. */
const longestMillis = 20_000;
const briefly = () => AbortSignal.timeout(longestMillis);

/** So long before its deadline an answer goes without what the server cannot be told of the work on it. */
const urgentMillis = 600_000;

const isUrgent = ({ task }: Waiting) => !task || Date.parse(task.deadlineAt) - Date.now() < urgentMillis;

/**
 * The answers of one worker on their way from this device to the server, whatever screen is open. They are kept here first, so that
 * neither a lost connection nor an ended session loses one; what the server does not take stays until the worker has seen it. With them
 * goes what was seen of the work on them.
 */
export class Outbox {
  private state: OutboxState = { waiting: 0, refused: [] };
  private readonly watching = new Set<() => void>();
  private readonly hearing = new Set<(news: News) => void>();
  private running: Promise<unknown> = Promise.resolve();
  private queued: Promise<void> | null = null;
  /** Whether this device may keep signs of work that the server has not been told of. */
  private untold = true;
  /** The seconds of work on each task, as the server said since its last beat. */
  private readonly credited = new Map<string, number>();

  constructor(private readonly workerId: string) {}

  readonly now = (): OutboxState => this.state;

  /** {@return how to watch the state no more} */
  readonly watch = (changed: () => void): (() => void) => {
    this.watching.add(changed);
    return () => {
      this.watching.delete(changed);
    };
  };

  /** {@return how to hear the news no more} */
  hear(listener: (news: News) => void): () => void {
    this.hearing.add(listener);
    return () => {
      this.hearing.delete(listener);
    };
  }

  /**
   * There is no background sync on every phone: what waits is sent when the device is back, or the page is.
   *
   * @return how to stop
   */
  start(): () => void {
    const again = () => void this.send();
    again();
    const deaf = hearSignedIn(again);
    const timer = setInterval(again, 15_000);
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      deaf();
      clearInterval(timer);
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }

  /**
   * Once this is done the answer is safe; it is sent as soon as that is possible.
   *
   * @param signs of work on it, as far as {@link beat} was not told of them
   */
  async put(waiting: Waiting, signs: readonly Sign[] = []): Promise<void> {
    await putWaiting(this.workerId, waiting, signs);
    this.untold = true;
    this.look().catch(() => undefined);
    void this.send();
  }

  /**
   * Tells the server of work on a task. It credits every moment once and none before the last that it was told of: so all is told in the
   * order in which it was done, what could not be told at its time first.
   *
   * @return the seconds credited so far, null where it cannot be known now
   * @throws where the signs could be neither told nor kept
   */
  async beat(assignmentId: string, signs: readonly Sign[]): Promise<number | null> {
    if (signs.length === 0) return null;
    this.credited.delete(assignmentId);
    try {
      // At once: this may be the last that the page does, and what is told before may take long.
      await keepSigns(this.workerId, assignmentId, signs);
    } catch (failed) {
      if (!navigator.onLine) throw failed;
      return this.next(() => this.tellUnkept(assignmentId, signs));
    }
    this.untold = true;
    if (!navigator.onLine) return null;
    return this.next(async () => {
      // With a turn before this one it may be told already.
      if (this.untold) await this.alone(() => this.tellAll());
      return this.credited.get(assignmentId) ?? null;
    });
  }

  /** Where a device keeps nothing. */
  private async tellUnkept(assignmentId: string, signs: readonly Sign[]): Promise<number | null> {
    try {
      return await tellOfWork(assignmentId, signs, briefly());
    } catch (failed) {
      if (maySucceedLater(problemOf(failed))) throw failed;
      return null;
    }
  }

  /** Sends what waits. What is put in during one turn goes with the next. */
  send(): Promise<void> {
    this.queued ??= this.next(() => {
      this.queued = null;
      // A device that keeps nothing has nothing that waits.
      return this.alone(() => this.sendAll()).catch(() => undefined);
    });
    return this.queued;
  }

  /** One thing after the other. */
  private next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.running.then(work);
    this.running = done.catch(() => undefined);
    return done;
  }

  async dismiss(refused: Refused): Promise<void> {
    await dropRefused(this.workerId, refused.assignmentId);
    await this.look();
  }

  /** Takes a refused answer off the list; the screen of its job, where it is open, brings the task back. */
  async repair(refused: Refused): Promise<void> {
    await this.dismiss(refused);
    this.tell({ kind: 'repaired', refused });
  }

  /** Of tasks whose time ran out while no screen showed them, shows what was begun: no screen brings them back. */
  async lapse(jobId: string): Promise<void> {
    const sent = new Set((await readWaiting(this.workerId)).map((waiting) => waiting.assignmentId));
    const overdue = (await readOverdue(this.workerId, jobId)).filter((task) => !sent.has(task.assignmentId));
    for (const task of overdue) {
      const { assignmentId } = task;
      const draft = await readDraft(this.workerId, assignmentId);
      // An answer that could be changed stands as it was sent.
      if (draft && draft.past.length > 0 && !task.answered) {
        const problem = new Problem(409, 'assignment-expired', '');
        await this.giveUp({ assignmentId, jobId, answer: draft.present, task }, problem);
      }
      await dropDraft(this.workerId, assignmentId);
    }
    await this.look();
  }

  /** One tab at a time, where the browser can tell: what two tabs send is taken once, and refused to one where it was changed. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    return navigator.locks ? navigator.locks.request(`groundwork-send-${this.workerId}`, work) : work();
  }

  private async sendAll(): Promise<void> {
    let settled = false;
    await this.look();
    const failure = await this.tellAll();
    // Without a connection or a session no answer is taken, either.
    if (failure && failure.status < 500) return;
    const answers = await readWaiting(this.workerId);
    const untold = new Set((await readSigns(this.workerId)).map((kept) => kept.assignmentId));
    for (const waiting of answers) {
      // Once it is handed in, its time is closed. What was put in meanwhile goes with the next turn, which tells of the work on it.
      if (untold.has(waiting.assignmentId) && !(failure && isUrgent(waiting))) continue;
      if (!(await this.sendOne(waiting))) break;
      settled = true;
      await this.look();
    }
    if (settled) this.tell({ kind: 'settled' });
  }

  /** Tells the server of all work that it has not been told of; {@return what keeps from it, for now} */
  private async tellAll(): Promise<Problem | null> {
    this.untold = false;
    for (const { assignmentId, signs } of await readSigns(this.workerId)) {
      for (let from = 0; from < signs.length; from += mostSigns) {
        const some = signs.slice(from, from + mostSigns);
        try {
          const seconds = await tellOfWork(assignmentId, some, briefly());
          if (seconds !== null) this.credited.set(assignmentId, seconds);
        } catch (failed) {
          const problem = problemOf(failed);
          if (problem.status === 401) tellSessionEnded();
          if (maySucceedLater(problem) || !(await this.isStillTheirs())) {
            this.untold = true;
            return problem;
          }
          // Its time is closed: none of the rest is taken.
          await dropSigns(this.workerId, assignmentId);
          break;
        }
        await dropSigns(this.workerId, assignmentId, some.length);
      }
    }
    return null;
  }

  /** {@return whether the server has decided on it, and it waits no more} */
  private async sendOne(waiting: Waiting): Promise<boolean> {
    const { assignmentId, answer, task } = waiting;
    try {
      const receipt = await unwrap(
        api.POST('/v1/assignments/{id}/submit', {
          params: { path: { id: assignmentId } },
          // A late repeat of what was replaced since says nothing of that, and undoes nothing.
          body: { answer: answer as never, ...(task?.answered && { restore: true }) },
          signal: briefly(),
        }),
      );
      await dropWaiting(this.workerId, assignmentId);
      await dropDraft(this.workerId, assignmentId);
      await dropSigns(this.workerId, assignmentId);
      this.credited.delete(assignmentId);
      this.tell({ kind: 'sent', waiting, revisableUntil: receipt.revisableUntil ?? null, pay: receipt.pay ?? null });
      return true;
    } catch (failed) {
      const problem = problemOf(failed);
      if (maySucceedLater(problem)) {
        if (problem.status === 401) tellSessionEnded();
        return false;
      }
      if (!(await this.isStillTheirs())) return false;
      await this.giveUp(waiting, problem);
      return true;
    }
  }

  private async giveUp({ assignmentId, jobId, answer, task }: Waiting, problem: Problem): Promise<void> {
    const title = (await readSpec(this.workerId, jobId))?.title || null;
    const { status, code, detail, faults } = problem;
    await refuse(this.workerId, {
      assignmentId,
      jobId,
      answer,
      task: task ?? null,
      title,
      problem: { status, code, detail, faults },
      refusedAt: Date.now(),
    });
  }

  /** Somebody else may have signed in in another tab: these answers are unknown to them, and that refuses none. */
  private async isStillTheirs(): Promise<boolean> {
    const session: Promise<components['schemas']['Who']> = unwrap(api.GET('/session'));
    const who = await session.catch(() => null);
    if (who && who.id !== this.workerId) tellSessionEnded();
    return who?.id === this.workerId;
  }

  private async look(): Promise<void> {
    const [waiting, refused] = await Promise.all([readWaiting(this.workerId), readRefused(this.workerId)]);
    this.state = { waiting: waiting.length, refused };
    for (const changed of this.watching) changed();
  }

  private tell(news: News): void {
    for (const listener of this.hearing) listener(news);
  }
}

const outboxes = new Map<string, Outbox>();

/** {@return the one outbox of a worker in this tab} */
export function outboxOf(workerId: string): Outbox {
  let found = outboxes.get(workerId);
  if (!found) {
    found = new Outbox(workerId);
    outboxes.set(workerId, found);
  }
  return found;
}
