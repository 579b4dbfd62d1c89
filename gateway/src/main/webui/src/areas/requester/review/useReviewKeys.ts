import { useCallback, useEffect, useRef, useState } from 'react';
import { isTyping } from '../../../shared/task/hotkeys';

interface Keys {
  enabled: boolean;
  onMove: (by: number) => void;
  onApprove: () => void;
  onSoftReject: () => void;
  onReject: () => void;
  onToggle: () => void;
  onTakeBack: () => void;
}

/** One key each; none of them while somebody types, and none with a modifier, which belongs to the browser. */
export function useReviewKeys(keys: Keys) {
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  });
  const listen = useCallback((event: KeyboardEvent) => {
    const { enabled, ...on } = now.current;
    if (!enabled || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
    const acts: Record<string, () => void> = {
      j: () => on.onMove(1),
      k: () => on.onMove(-1),
      a: on.onApprove,
      s: on.onSoftReject,
      r: on.onReject,
      x: on.onToggle,
      z: on.onTakeBack,
    };
    const act = acts[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  }, []);
  useEffect(() => {
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [listen]);
}

const stored = 'groundwork.reviewKeys';

/** Whether single keys decide, as chosen on this device: who dictates, or whose hand rests on the keyboard, goes without. */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => {
    try {
      return localStorage.getItem(stored) !== 'off';
    } catch {
      return true;
    }
  });
  const choose = (wanted: boolean) => {
    setOn(wanted);
    try {
      if (wanted) localStorage.removeItem(stored);
      else localStorage.setItem(stored, 'off');
    } catch {
      // Private windows may keep nothing; the choice then holds for this page.
    }
  };
  return [on, choose];
}
