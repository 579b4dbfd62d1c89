import { api, unwrap } from '../../../shared/api/client';
import type { SignKind } from '../../../shared/task/TaskContext';

interface Sign {
  kind: SignKind;
  at: number;
}

const inputEveryMillis = 5_000;
const mediaEveryMillis = 30_000;
const most = 200;

/**
 * What the server measures working time by, and nothing more: that the task is in front, that something was done (not what), that media
 * play. Signs wait here until they are sent, and come back when sending fails.
 */
export class ActivityLog {
  private signs: Sign[] = [];
  private readonly last = new Map<SignKind, number>();
  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  add(kind: SignKind): void {
    const at = this.now();
    const pause = kind === 'input' ? inputEveryMillis : kind === 'media-play' ? mediaEveryMillis : 0;
    const before = this.last.get(kind);
    if (pause > 0 && before !== undefined && at - before < pause) return;
    this.last.set(kind, at);
    if (this.signs.length < most) this.signs.push({ kind, at });
  }

  /** {@return what has not been sent yet, with its age, and how to put it back} */
  take(): { events: { kind: SignKind; millisAgo: number }[]; putBack: () => void } {
    const taken = this.signs;
    this.signs = [];
    const now = this.now();
    return {
      events: taken.map((sign) => ({ kind: sign.kind, millisAgo: Math.round(now - sign.at) })),
      putBack: () => {
        this.signs = [...taken, ...this.signs].slice(0, most);
      },
    };
  }
}

/** {@return the seconds credited so far, null where nothing was sent or no answer came} */
export async function sendActivity(assignmentId: string, log: ActivityLog): Promise<number | null> {
  const { events, putBack } = log.take();
  if (events.length === 0) return null;
  try {
    const receipt = await unwrap(
      api.POST('/v1/assignments/{id}/heartbeat', {
        params: { path: { id: assignmentId } },
        body: { events: events as never },
      }),
    );
    return receipt.activeSeconds ?? null;
  } catch {
    putBack();
    return null;
  }
}
