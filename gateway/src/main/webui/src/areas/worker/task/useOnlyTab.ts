import { useCallback, useEffect, useState } from 'react';

export type Where = 'asking' | 'here' | 'elsewhere';

/** A tab that has just left the job gives it free within this time. */
const graceMillis = 400;

/**
 * Lets one tab of this browser work on a job: two with the same task would write over each other's answer. The others wait; one that is
 * told to go on takes the job from the one that has it, which then waits itself. A tab that is closed or breaks gives it free by itself.
 */
export function useOnlyTab(name: string): { where: Where; takeOver: () => void } {
  const [where, setWhere] = useState<Where>('asking');
  const [attempt, setAttempt] = useState({ steal: false });

  useEffect(() => {
    // Only where the page came over a secure connection; elsewhere there is no way to tell.
    if (!('locks' in navigator)) {
      setWhere('here');
      return undefined;
    }
    let release: (() => void) | undefined;
    let gone = false;
    const waiting = new AbortController();
    const timer = setTimeout(() => setWhere('elsewhere'), graceMillis);
    const hold = () =>
      new Promise<void>((resolve) => {
        clearTimeout(timer);
        release = resolve;
        if (gone) resolve();
        else setWhere('here');
      });
    navigator.locks
      .request(name, attempt.steal ? { steal: true } : { signal: waiting.signal }, hold)
      // Another tab has taken it: wait until it is free again.
      .catch(() => {
        if (!gone) setAttempt({ steal: false });
      });
    return () => {
      gone = true;
      clearTimeout(timer);
      waiting.abort();
      release?.();
    };
  }, [name, attempt]);

  return { where, takeOver: useCallback(() => setAttempt({ steal: true }), []) };
}
