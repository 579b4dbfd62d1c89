import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { SignKind } from '../../../shared/task/TaskContext';
import { ActivityLog, sendActivity } from './activity';

const beatMillis = 30_000;
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

/**
 * Tells the server of work on an assignment, and counts along: the clock goes on by itself while the task is in front and something is
 * done, and is set right by what the server credits.
 */
export function useWorkingTime(assignmentId: string) {
  const [clock] = useState(() => new WorkClock());
  const log = useRef<ActivityLog | null>(null);
  const sign = useRef<(kind: SignKind) => void>(() => undefined);
  const flush = useRef<() => Promise<void>>(async () => undefined);

  useEffect(() => {
    const current = new ActivityLog();
    log.current = current;
    let lastSign = performance.now();
    let playing = false;
    const inFront = () => document.visibilityState === 'visible' && document.hasFocus();

    const send = async () => {
      const credited = await sendActivity(assignmentId, current);
      if (credited !== null && log.current === current) clock.set(credited);
    };
    const note = (kind: SignKind) => {
      lastSign = performance.now();
      if (kind === 'media-play') playing = true;
      if (kind === 'media-stop') playing = false;
      current.add(kind);
      if (kind === 'blur') void send();
    };
    sign.current = note;
    flush.current = send;

    let front = inFront();
    if (front) note('focus');
    const look = () => {
      const now = inFront();
      if (now === front) return;
      front = now;
      note(now ? 'focus' : 'blur');
    };
    const input = () => note('input');

    const tick = setInterval(() => {
      if (playing) current.add('media-play');
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
      if (front) current.add('blur');
      void sendActivity(assignmentId, current);
      log.current = null;
    };
  }, [assignmentId, clock]);

  return { clock, sign: (kind: SignKind) => sign.current(kind), flush: () => flush.current() };
}
