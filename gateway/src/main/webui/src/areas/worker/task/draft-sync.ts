import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import type { History } from '../../../shared/task/answer';
import type { Answer } from '../../../shared/task/spec';

/** A draft as the server keeps it for all devices of a worker. */
export interface KeptDraft {
  revision: number;
  savedAt: string;
  answer: Answer;
}

/** Work must pause so long before the draft goes to the server, */
const pauseMillis = 5_000;
/** and so long must pass between two: what a task takes is mostly less, and then nothing is sent at all. */
const gapMillis = 20_000;
/** Bytes of a draft: a little less than the server takes. A longer one stays on this device, as the screen says then. */
export const mostBytes = 250_000;
/** Of all requests together that go on after their page, a browser takes 64 KiB. */
const mostKeptAlive = 50_000;
const bytesOf = (answer: Answer) => new TextEncoder().encode(JSON.stringify(answer)).length;

/** {@return the draft of the server, null where there is none or it cannot be asked now} */
export async function readKept(assignmentId: string): Promise<KeptDraft | null> {
  try {
    const kept = await unwrap(
      api.GET('/v1/assignments/{id}/draft', { params: { path: { id: assignmentId } }, cache: 'no-store' }),
    );
    return { revision: kept.revision ?? 0, savedAt: kept.savedAt ?? '', answer: (kept.answer ?? {}) as Answer };
  } catch {
    return null;
  }
}

const same = (one: Answer, other: Answer) => canonical(one) === canonical(other);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    member && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** {@return whether an answer is what this device has or had: then it is older or the same, and nothing of another device} */
export function isOwn(history: History, answer: Answer): boolean {
  return [history.present, ...history.past, ...history.future].some((one) => same(one, answer));
}

interface Heard {
  /** The server has what the device has, or, where it is not all, what it had a moment ago. */
  onKept: (revision: number, all: boolean) => void;
  /** Another device has saved something else meanwhile; nothing is sent until {@link DraftSync.follow}. */
  onElsewhere: (draft: KeptDraft) => void;
}

/**
 * Brings the draft of one assignment to the server now and then, beside what the device keeps with every change. Whatever fails, the
 * device has it.
 */
export class DraftSync {
  private history: History | null = null;
  private dirty = false;
  private sending = false;
  private again = false;
  /** Until it is decided with which draft to go on, or for good where the server takes none. */
  private stopped = false;
  private left = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastSent = 0;

  /** @param revision that the draft of this device follows; 0 where the server has none */
  constructor(
    private readonly assignmentId: string,
    private revision: number,
    private readonly heard: Heard,
  ) {}

  changed(history: History): void {
    this.history = history;
    this.dirty = true;
    this.plan(pauseMillis);
  }

  /** Goes on from a draft of the server, whatever this device has beside it. */
  follow(revision: number): void {
    this.revision = revision;
    this.stopped = false;
    if (this.dirty) this.plan(pauseMillis);
  }

  /** Goes on from a draft of the server in the place of what this device had, which is not sent any more. */
  took(revision: number, history: History): void {
    this.revision = revision;
    this.history = history;
    this.dirty = false;
    this.stopped = false;
    clearTimeout(this.timer);
  }

  /** Sends nothing until it is said how to go on. */
  hold(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Sends what has not been sent, as the page may not come back. */
  flush(): void {
    clearTimeout(this.timer);
    if (this.sending) this.again = true;
    else void this.send(true);
  }

  /** The task is handed in or left: nothing more is sent but what was flushed before. */
  stop(): void {
    this.left = true;
    clearTimeout(this.timer);
  }

  private plan(pause: number): void {
    clearTimeout(this.timer);
    if (this.stopped || this.left) return;
    const wait = Math.max(pause, this.lastSent + gapMillis - Date.now());
    this.timer = setTimeout(() => void this.send(false), wait);
  }

  private async send(leaving: boolean, flushed = false): Promise<void> {
    const history = this.history;
    if (this.left && !flushed) return;
    if (!this.dirty || this.sending || this.stopped || !history || !navigator.onLine) return;
    const bytes = bytesOf(history.present);
    if (bytes > mostBytes) return;
    this.sending = true;
    this.dirty = false;
    this.lastSent = Date.now();
    try {
      const kept = await unwrap(
        api.PUT('/v1/assignments/{id}/draft', {
          params: { path: { id: this.assignmentId } },
          body: { revision: this.revision, answer: history.present as never },
          keepalive: leaving && bytes < mostKeptAlive,
        }),
      );
      this.revision = kept.revision ?? this.revision + 1;
      this.heard.onKept(this.revision, !this.dirty);
    } catch (failure) {
      // Another draft may have been taken meanwhile: then this one is of no more interest.
      if (this.history === history) this.dirty = true;
      if (this.dirty) await this.refused(failure, history);
    } finally {
      this.sending = false;
      const flushed = this.again;
      this.again = false;
      if (flushed) void this.send(true, true);
      else if (this.dirty) this.plan(pauseMillis);
    }
  }

  private async refused(failure: unknown, history: History): Promise<void> {
    if (!(failure instanceof Problem)) return;
    if (failure.code === 'draft-changed') {
      const kept = await readKept(this.assignmentId);
      if (kept && !isOwn(history, kept.answer)) {
        this.stopped = true;
        this.heard.onElsewhere(kept);
      } else if (kept) this.revision = kept.revision;
      else this.revision = 0;
    } else if (failure.status >= 400 && failure.status < 500 && ![401, 408, 429].includes(failure.status)) {
      // The claim has ended, or the draft is too large: the device keeps it.
      this.stopped = true;
    }
  }
}
