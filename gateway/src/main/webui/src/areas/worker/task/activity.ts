import { api, unwrap } from '../../../shared/api/client';
import type { SignKind } from '../../../shared/task/TaskContext';

/** Something that was seen of the work on a task. */
export interface Sign {
  assignmentId: string;
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
 * What the server measures the time of one task by, and nothing more: that the task is in front, that something was done (not what), that
 * media play.
 */
export class SignsOfWork {
  private readonly last = new Map<SignKind, number>();

  constructor(
    private readonly assignmentId: string,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** {@return the sign that something of a kind is seen, null where that says nothing more than the last one} */
  see(kind: SignKind): Sign | null {
    const at = this.now();
    const pause = kind === 'input' ? inputEveryMillis : kind === 'media-play' ? mediaEveryMillis : 0;
    const before = this.last.get(kind);
    // A clock that was set back says nothing of a pause.
    if (pause > 0 && before !== undefined && at >= before && at - before < pause) return null;
    this.last.set(kind, at);
    return { assignmentId: this.assignmentId, kind, at };
  }
}

/** {@return signs in their order, cut where the task changes and where a heartbeat takes no more} */
export function beatsOf<S extends Sign>(signs: readonly S[]): S[][] {
  const beats: S[][] = [];
  for (const sign of signs) {
    const last = beats.at(-1);
    if (last?.[0]?.assignmentId === sign.assignmentId && last.length < mostSigns) last.push(sign);
    else beats.push([sign]);
  }
  return beats;
}

/**
 * Tells the server of work on a task, in its order. What it was told before it credits no second time.
 *
 * @param signs of that task, at most as many as one heartbeat takes
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
