import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../../../shared/format/time';

export function secondsLeft(deadlineAt: string): number {
  return Math.max(0, Math.ceil((Date.parse(deadlineAt) - Date.now()) / 1000));
}

/** Seconds before the deadline in which it is said that it comes. */
const soonSeconds = 120;

type Reached = 'ample' | 'soon' | 'over';

function reachedOf(deadlineAt: string): Reached {
  const left = secondsLeft(deadlineAt);
  return left === 0 ? 'over' : left <= soonSeconds ? 'soon' : 'ample';
}

/** {@return how near the deadline is; changes twice, so that nothing is drawn anew between} */
export function useDeadline(deadlineAt: string): Reached {
  const [reached, setReached] = useState(() => reachedOf(deadlineAt));
  useEffect(() => {
    const timer = setInterval(() => setReached(reachedOf(deadlineAt)), 1000);
    return () => clearInterval(timer);
  }, [deadlineAt]);
  return reached;
}

/** What is left, second by second. */
export function Left({ deadlineAt }: { deadlineAt: string }) {
  const { t } = useTranslation('work');
  const [left, setLeft] = useState(() => secondsLeft(deadlineAt));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft(deadlineAt)), 1000);
    return () => clearInterval(timer);
  }, [deadlineAt]);
  return <span>{t('left', { time: formatClock(left) })}</span>;
}
