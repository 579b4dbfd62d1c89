import { useCallback, useEffect, useRef, useState } from 'react';
import { hearSigningOut } from '../../../shared/api/session-events';
import type { Quick } from './reviews';

/** How long a decision can be taken back before it is sent, in milliseconds. */
export const undoMillis = 5_000;

interface Line {
  /** Sends decisions in one request; its failure is also told to whoever gave them. */
  send: (decisions: readonly Quick[]) => Promise<unknown>;
  /** Brings the list up to date once nothing is on its way. */
  settle: () => Promise<unknown>;
}

/**
 * Keeps decisions of one press for a moment, so that a slip can be taken back before anybody is paid for it. Each is sent when the one
 * before is answered. What still waits when the screen is left or the page goes out of sight was meant, and is sent at once, all in one
 * request: there may be no time for another.
 */
export function useHeld(line: Line) {
  const [held, setHeld] = useState<readonly Quick[]>([]);
  const [sent, setSent] = useState<readonly Quick[]>([]);
  const timers = useRef(new Map<Quick, ReturnType<typeof setTimeout>>());
  /** Sent as soon as what is on its way is answered. */
  const queue = useRef(new Set<Quick>());
  /** Answered with the failure, or with nothing. */
  const underWay = useRef(new Set<Promise<unknown>>());
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const decided = useRef<readonly Quick[]>([]);
  const settling = useRef(0);
  const latest = useRef(line);
  useEffect(() => {
    latest.current = line;
  });

  /** {@return whether it still waited} */
  const stop = useCallback((decision: Quick) => {
    clearTimeout(timers.current.get(decision));
    setHeld((all) => all.filter((one) => one !== decision));
    return timers.current.delete(decision);
  }, []);
  const show = useCallback(
    (decisions: readonly Quick[]) => setSent((all) => all.filter((one) => !decisions.includes(one))),
    [],
  );
  /** What was decided stays out of sight until the list is known not to have it. */
  const settle = useCallback(async () => {
    const turn = ++settling.current;
    const seen = decided.current;
    await latest.current.settle().catch(() => undefined);
    if (turn !== settling.current) return;
    decided.current = decided.current.filter((one) => !seen.includes(one));
    show(seen);
  }, [show]);
  const follow = useCallback(
    (work: Promise<unknown>) => {
      underWay.current.add(work);
      tail.current = work;
      void work.then(() => {
        underWay.current.delete(work);
        if (underWay.current.size === 0) void settle();
      });
    },
    [settle],
  );
  const deliver = useCallback(
    (decisions: readonly Quick[]) =>
      latest.current.send(decisions).then(
        () => {
          decided.current = [...decided.current, ...decisions];
          return undefined;
        },
        (failure: unknown) => {
          show(decisions);
          return failure;
        },
      ),
    [show],
  );

  const go = useCallback(
    (decision: Quick) => {
      if (!stop(decision)) return;
      setSent((all) => [...all, decision]);
      queue.current.add(decision);
      follow(tail.current.then(() => (queue.current.delete(decision) ? deliver([decision]) : undefined)));
    },
    [stop, follow, deliver],
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
  /** Sends what waits, each by itself; {@return what failed of that and of what was on its way, when all of it is answered} */
  const flush = useCallback(async () => {
    for (const decision of [...timers.current.keys()]) go(decision);
    const failures = await Promise.all(underWay.current);
    return failures.filter((failure) => failure !== undefined);
  }, [go]);
  const flushAtOnce = useCallback(() => {
    const waiting = [...timers.current.keys()];
    const all = [...queue.current, ...waiting];
    if (all.length === 0) return;
    waiting.forEach(stop);
    queue.current.clear();
    setSent((before) => [...before, ...waiting]);
    const before = tail.current;
    const work = deliver(all);
    follow(Promise.all([work, before]).then(([failure]) => failure));
  }, [stop, follow, deliver]);
  /** {@return the newest that waited, which is not sent any more; null where none waits} */
  const takeBack = useCallback(() => {
    const last = [...timers.current.keys()].at(-1);
    return last && stop(last) ? last : null;
  }, [stop]);

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && flushAtOnce();
    window.addEventListener('pagehide', flushAtOnce);
    document.addEventListener('visibilitychange', hidden);
    const deaf = hearSigningOut(async () => {
      const [failure] = await flush();
      if (failure !== undefined) throw failure;
    });
    return () => {
      window.removeEventListener('pagehide', flushAtOnce);
      document.removeEventListener('visibilitychange', hidden);
      deaf();
      flushAtOnce();
    };
  }, [flush, flushAtOnce]);

  const ids = (decisions: readonly Quick[]) => decisions.flatMap((one) => one.ids);
  return { waiting: ids(held), gone: new Set([...ids(held), ...ids(sent)]), hold, flush, takeBack };
}
