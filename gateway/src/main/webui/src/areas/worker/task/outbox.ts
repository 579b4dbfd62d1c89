import { api, unwrap } from '../../../shared/api/client';
import { maySucceedLater, Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import { hearSignedIn, tellSessionEnded } from '../../../shared/api/session-events';
import type { Money } from '../../../shared/format/money';
import { beatsOf, type Sign, tellOfWork } from './activity';
import {
  dropDraft,
  dropRefused,
  dropSigns,
  dropSignsOf,
  dropWaiting,
  type KeptSign,
  keepSign,
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

/**
 * What a screen may want to know of: one answer was taken, a turn changed something, a refused answer is to be corrected, so many seconds
 * of work on a task are credited by now.
 */
export type News =
  | { kind: 'sent'; waiting: Waiting; revisableUntil: string | null; pay: Money | null }
  | { kind: 'settled' }
  | { kind: 'repaired'; refused: Refused }
  | { kind: 'credited'; assignmentId: string; seconds: number };

const problemOf = (failed: unknown) => (failed instanceof Problem ? failed : Problem.offline(failed));

/** Where a connection swallows what is sent, no answer ever comes; both may be sent again, and those behind them wait. */
const longestMillis = 20_000;
const briefly = () => AbortSignal.timeout(longestMillis);

/** How often the server is told of work, where nothing else is sent. */
export const beatMillis = 30_000;

/** So long before its deadline an answer goes without what the server cannot be told of the work on it. */
const urgentMillis = 600_000;

/** Signs of work that a page holds where the device keeps nothing: of some twenty minutes. */
const mostUnkept = 200;

type Seen = Sign & Partial<KeptSign>;

/** {@return signs that were kept, in the order in which they were, with each other one before the first that was seen later} */
function inTime(kept: readonly KeptSign[], others: readonly Sign[]): Seen[] {
  const rest = [...others];
  const merged: Seen[] = [];
  for (const sign of kept) {
    while (rest[0] && rest[0].at < sign.at) merged.push(rest.shift() as Sign);
    merged.push(sign);
  }
  return [...merged, ...rest];
}

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
  /** Signs of work as long as they are being kept. */
  private keeping: Promise<unknown> = Promise.resolve();
  /** Signs of work that the device does not keep. They are lost with the page. */
  private unkept: readonly Sign[] = [];

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

  /** Once this is done the answer is safe; it is sent as soon as that is possible, after what was seen of the work on it. */
  async put(waiting: Waiting): Promise<void> {
    await putWaiting(this.workerId, waiting);
    this.look().catch(() => undefined);
    void this.send();
  }

  /**
   * Keeps a sign of work, at once: the page may be gone before the server is told of it, which then is done by the next page. A paid
   * quantity is measured by it.
   */
  see(sign: Sign): void {
    const kept = keepSign(this.workerId, sign).catch(() => {
      this.unkept = [...this.unkept, sign].slice(-mostUnkept);
    });
    this.keeping = Promise.all([this.keeping, kept]).then(() => undefined);
  }

  /**
   * Tells the server of the work that was seen. It credits every moment once and none before the last that it was told of: so all is told
   * in the order in which it was done, whatever page has seen it. What cannot be told now is told later.
   */
  async beat(): Promise<void> {
    if (navigator.onLine) await this.next(() => this.alone(() => this.tellAll())).catch(() => undefined);
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
    const failure = (await this.isTimeToTell()) ? await this.tellAll() : null;
    // Without a connection or a session no answer is taken, either.
    if (failure && failure.status < 500) return;
    const answers = await readWaiting(this.workerId);
    const untold = new Set([...(await readSigns(this.workerId)), ...this.unkept].map((sign) => sign.assignmentId));
    for (const waiting of answers) {
      // Once it is handed in, its time is closed. What was put in meanwhile goes with the next turn, which tells of the work on it.
      if (untold.has(waiting.assignmentId) && !(failure && isUrgent(waiting))) continue;
      if (!(await this.sendOne(waiting))) break;
      settled = true;
      await this.look();
    }
    if (settled) this.tell({ kind: 'settled' });
  }

  /** Before an answer, and of what nobody else tells: the page that has seen it is gone, or could not tell it. */
  private async isTimeToTell(): Promise<boolean> {
    const [first] = await readSigns(this.workerId);
    return this.state.waiting > 0 || (first !== undefined && Date.now() - first.at >= beatMillis);
  }

  /** Tells the server of all work that it has not been told of; {@return what keeps from it, for now} */
  private async tellAll(): Promise<Problem | null> {
    await this.keeping;
    const kept = await readSigns(this.workerId).catch(() => []);
    const seen = inTime(kept, this.unkept);
    const closed = new Set<string>();
    for (const beat of beatsOf(seen)) {
      const assignmentId = beat[0]?.assignmentId ?? '';
      if (closed.has(assignmentId)) continue;
      try {
        const seconds = await tellOfWork(assignmentId, beat, briefly());
        if (seconds !== null) this.tell({ kind: 'credited', assignmentId, seconds });
      } catch (failed) {
        const problem = problemOf(failed);
        if (problem.status === 401) tellSessionEnded();
        if (maySucceedLater(problem) || !(await this.isStillTheirs())) return problem;
        // Its time is closed: none of the rest is taken.
        closed.add(assignmentId);
        await this.forgetWorkOn(assignmentId);
        continue;
      }
      this.unkept = this.unkept.filter((sign) => !beat.includes(sign));
      const ids = beat.flatMap(({ id }) => id ?? []);
      // What is told a second time is credited no second time.
      if (ids.length > 0) await dropSigns(this.workerId, ids).catch(() => undefined);
    }
    return null;
  }

  private async forgetWorkOn(assignmentId: string): Promise<void> {
    this.unkept = this.unkept.filter((sign) => sign.assignmentId !== assignmentId);
    // A device that keeps nothing has nothing to forget.
    await dropSignsOf(this.workerId, assignmentId).catch(() => undefined);
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
      await this.forgetWorkOn(assignmentId);
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
