import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { SignKind } from '../../../shared/task/TaskContext';
import { ActivityLog, type Sign } from './activity';
import { outboxOf } from './outbox';
import type { Task } from './store';

const beatMillis = 30_000;
/**
 * How often it is said once more, second by second, that the task is in front. How old a sign is, the server knows by when it arrives: the
 * first may seem to lie before the end of the task before, of which it was told by a slower way, and then it does not count.
 */
const frontRepeats = 3;
/** Without a sign of work for so long, the clock on the screen stands still. */
const idleMillis = 30_000;

/** Seconds of work, for those parts of the screen alone that show them. */
export class WorkClock {
  seconds = 0;
  private readonly listeners = new Set<() => void>();

  set(seconds: number): void {
    this.seconds = seconds;
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };
}

export function useSecondsWorked(clock: WorkClock): number {
  return useSyncExternalStore(clock.subscribe, () => clock.seconds);
}

/** What was seen of the work on a task, once it is handed in. */
export interface HandedIn {
  signs: readonly Sign[];
  /** It could not be handed in: the work goes on. */
  undo: () => void;
}

interface Watch {
  sign: (kind: SignKind) => void;
  flush: () => Promise<void>;
  handIn: () => HandedIn;
}

const unwatched: Watch = {
  sign: () => undefined,
  flush: async () => undefined,
  handIn: () => ({ signs: [], undo: () => undefined }),
};

/**
 * Tells the server of work on a task, and counts along: the clock goes on by itself while the task is in front and something is done, and
 * is set right by what the server credits. Of a task that was answered and brought back nothing is told, as its time is closed.
 */
export function useWorkingTime(workerId: string, { assignmentId, answered = false }: Task) {
  const [clock] = useState(() => new WorkClock());
  const watch = useRef<Watch>(unwatched);

  useEffect(() => {
    if (answered) return undefined;
    const outbox = outboxOf(workerId);
    const log = new ActivityLog();
    let lastSign = performance.now();
    let playing = false;
    let over = false;
    let gone = false;
    const inFront = () => document.visibilityState === 'visible' && document.hasFocus();
    let front = inFront();
    let repeats = 0;

    const send = async () => {
      const taken = log.take();
      try {
        const credited = await outbox.beat(assignmentId, taken);
        if (credited !== null && !gone) clock.set(credited);
      } catch {
        log.putBack(taken);
      }
    };
    const note = (kind: SignKind) => {
      if (over) return;
      lastSign = performance.now();
      if (kind === 'focus') repeats = frontRepeats;
      if (kind === 'media-play') playing = true;
      if (kind === 'media-stop') playing = false;
      log.add(kind);
      if (kind === 'blur') void send();
    };
    const look = () => {
      const now = inFront();
      if (now === front) return;
      front = now;
      note(now ? 'focus' : 'blur');
    };
    const input = () => note('input');
    if (front) note('focus');
    watch.current = {
      sign: note,
      flush: send,
      handIn() {
        over = true;
        if (front) log.add('blur');
        const signs = log.take();
        return {
          signs,
          undo() {
            over = false;
            log.putBack(signs);
            front = inFront();
            if (front) note('focus');
          },
        };
      },
    };

    const tick = setInterval(() => {
      if (over) return;
      if (front && repeats-- > 0) log.add('focus');
      if (playing) log.add('media-play');
      if (front && (playing || performance.now() - lastSign < idleMillis)) clock.set(clock.seconds + 1);
    }, 1_000);
    const beat = setInterval(() => void send(), beatMillis);
    const events = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove'] as const;
    for (const event of events) window.addEventListener(event, input, { passive: true });
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(tick);
      clearInterval(beat);
      for (const event of events) window.removeEventListener(event, input);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
      if (front && !over) log.add('blur');
      gone = true;
      void send();
      watch.current = unwatched;
    };
  }, [workerId, assignmentId, answered, clock]);

  return {
    clock,
    sign: (kind: SignKind) => watch.current.sign(kind),
    /** Tells the server of what was seen so far, before the task is left. */
    flush: () => watch.current.flush(),
    /** Ends the work: what was seen of it and not told yet goes with the answer. */
    handIn: () => watch.current.handIn(),
  };
}
