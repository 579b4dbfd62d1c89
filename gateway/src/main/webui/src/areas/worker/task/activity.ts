import { api, unwrap } from '../../../shared/api/client';
import type { SignKind } from '../../../shared/task/TaskContext';

/** Something that was seen of work. */
export interface Sign {
  kind: SignKind;
  /** Milliseconds since 1970: a sign may be kept over a start of the page before it is sent. */
  at: number;
}

const inputEveryMillis = 5_000;
const mediaEveryMillis = 30_000;
/** Of one heartbeat, by what the server takes. */
export const mostSigns = 200;
const oldestMillis = 86_400_000;

/**
 * What the server measures working time by, and nothing more: that the task is in front, that something was done (not what), that media
 * play. Signs wait here until they are sent.
 */
export class ActivityLog {
  private signs: Sign[] = [];
  private readonly last = new Map<SignKind, number>();
  private readonly now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.now = now;
  }

  add(kind: SignKind): void {
    const at = this.now();
    const pause = kind === 'input' ? inputEveryMillis : kind === 'media-play' ? mediaEveryMillis : 0;
    const before = this.last.get(kind);
    // A clock that was set back says nothing of a pause.
    if (pause > 0 && before !== undefined && at >= before && at - before < pause) return;
    this.last.set(kind, at);
    if (this.signs.length < mostSigns) this.signs.push({ kind, at });
  }

  /** {@return what was seen since this was last asked} */
  take(): Sign[] {
    const taken = this.signs;
    this.signs = [];
    return taken;
  }

  /** Takes back what could be neither sent nor kept. */
  putBack(taken: readonly Sign[]): void {
    this.signs = [...taken, ...this.signs].slice(0, mostSigns);
  }
}

/**
 * Tells the server of work on a task, in its order.
 *
 * @param signs at most as many as one heartbeat takes
 * @param signal gives it up
 * @return the seconds credited so far, null where nothing was said
 * @throws Problem where the server has not taken it
 */
export async function tellOfWork(
  assignmentId: string,
  signs: readonly Sign[],
  signal: AbortSignal,
): Promise<number | null> {
  const now = Date.now();
  const events = signs
    .map(({ kind, at }) => ({ kind, millisAgo: Math.max(0, Math.round(now - at)) }))
    .filter(({ millisAgo }) => millisAgo <= oldestMillis);
  if (events.length === 0) return null;
  const receipt = await unwrap(
    api.POST('/v1/assignments/{id}/heartbeat', {
      params: { path: { id: assignmentId } },
      body: { events: events as never },
      signal,
    }),
  );
  return receipt.activeSeconds ?? null;
}
