import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { SignKind } from '../../../shared/task/TaskContext';
import { SignsOfWork } from './activity';
import { beatMillis, outboxOf } from './outbox';
import type { Task } from './store';

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

interface Watch {
  sign: (kind: SignKind) => void;
  flush: () => Promise<void>;
  handIn: () => () => void;
}

const unwatched: Watch = {
  sign: () => undefined,
  flush: async () => undefined,
  handIn: () => () => undefined,
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
    const signs = new SignsOfWork(assignmentId);
    let lastSign = performance.now();
    let playing = false;
    let over = false;
    const inFront = () => document.visibilityState === 'visible' && document.hasFocus();
    let front = inFront();
    let repeats = 0;

    const keep = (kind: SignKind) => {
      const sign = signs.see(kind);
      if (sign) outbox.see(sign);
    };
    const deaf = outbox.hear((news) => {
      if (news.kind === 'credited' && news.assignmentId === assignmentId) clock.set(news.seconds);
    });
    const note = (kind: SignKind) => {
      if (over) return;
      lastSign = performance.now();
      if (kind === 'focus') repeats = frontRepeats;
      if (kind === 'media-play') playing = true;
      if (kind === 'media-stop') playing = false;
      keep(kind);
      if (kind === 'blur') void outbox.beat();
    };
    const turn = (now: boolean) => {
      if (now === front) return;
      front = now;
      note(now ? 'focus' : 'blur');
    };
    const look = () => turn(inFront());
    // The last that a page hears, and on some devices all: it is still in front then.
    const hide = () => turn(false);
    const input = () => note('input');
    if (front) note('focus');
    watch.current = {
      sign: note,
      flush: () => outbox.beat(),
      handIn() {
        over = true;
        if (front) keep('blur');
        return () => {
          over = false;
          front = inFront();
          if (front) note('focus');
        };
      },
    };

    const tick = setInterval(() => {
      if (over) return;
      if (front && repeats-- > 0) keep('focus');
      if (playing) keep('media-play');
      if (front && (playing || performance.now() - lastSign < idleMillis)) clock.set(clock.seconds + 1);
    }, 1_000);
    const beat = setInterval(() => void outbox.beat(), beatMillis);
    const events = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove'] as const;
    for (const event of events) window.addEventListener(event, input, { passive: true });
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    window.addEventListener('pagehide', hide);
    window.addEventListener('pageshow', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(tick);
      clearInterval(beat);
      for (const event of events) window.removeEventListener(event, input);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      window.removeEventListener('pagehide', hide);
      window.removeEventListener('pageshow', look);
      document.removeEventListener('visibilitychange', look);
      deaf();
      if (front && !over) keep('blur');
      void outbox.beat();
      watch.current = unwatched;
    };
  }, [workerId, assignmentId, answered, clock]);

  return {
    clock,
    sign: (kind: SignKind) => watch.current.sign(kind),
    /** Tells the server of what was seen so far, before the task is left. */
    flush: () => watch.current.flush(),
    /** Ends the work, before its answer is put on its way. {@return how to go on with it, where that does not succeed} */
    handIn: () => watch.current.handIn(),
  };
}
