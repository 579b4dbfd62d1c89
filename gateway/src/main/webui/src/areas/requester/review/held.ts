import { useCallback, useEffect, useRef, useState } from 'react';
import type { Decision } from './reviews';

/** How long a decision can be taken back before it is sent, in milliseconds. */
export const undoMillis = 5_000;

/** A decision that takes one press. */
export type Quick = Extract<Decision, { kind: 'approve' | 'softReject' }>;

/**
 * Keeps decisions of one press for a moment, so that a slip can be taken back before anybody is paid for it. What still waits when
 * the page is left was meant, and is sent at once; each is sent when the one before is answered.
 *
 * @param send its failure is told by whoever gave it
 */
export function useHeld(send: (decision: Quick) => Promise<unknown>) {
  const [held, setHeld] = useState<readonly Quick[]>([]);
  const [sent, setSent] = useState<readonly Quick[]>([]);
  const timers = useRef(new Map<Quick, ReturnType<typeof setTimeout>>());
  const queue = useRef(Promise.resolve());
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });

  /** {@return whether it still waited} */
  const stop = useCallback((decision: Quick) => {
    clearTimeout(timers.current.get(decision));
    setHeld((all) => all.filter((one) => one !== decision));
    return timers.current.delete(decision);
  }, []);
  const go = useCallback(
    (decision: Quick) => {
      if (!stop(decision)) return;
      setSent((all) => [...all, decision]);
      queue.current = queue.current
        .then(() => latest.current(decision))
        .then(
          () => undefined,
          () => undefined,
        )
        .finally(() => setSent((all) => all.filter((one) => one !== decision)));
    },
    [stop],
  );
  const hold = useCallback(
    (decision: Quick) => {
      timers.current.set(
        decision,
        setTimeout(() => go(decision), undoMillis),
      );
      setHeld((all) => [...all, decision]);
    },
    [go],
  );
  /** Sends what waits; {@return done when all of it is answered} */
  const flush = useCallback(() => {
    for (const decision of [...timers.current.keys()]) go(decision);
    return queue.current;
  }, [go]);
  /** {@return the newest that waited, which is not sent any more; null where none waits} */
  const takeBack = useCallback(() => {
    const last = [...timers.current.keys()].at(-1);
    return last && stop(last) ? last : null;
  }, [stop]);
  useEffect(() => () => void flush(), [flush]);

  const ids = (decisions: readonly Quick[]) => decisions.flatMap((one) => one.ids);
  return { waiting: ids(held), gone: new Set([...ids(held), ...ids(sent)]), hold, flush, takeBack };
}
