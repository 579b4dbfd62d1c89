import { useCallback, useState } from 'react';

/** What keeps a task from being submitted: fields that were lacking when that was tried, and what is begun and not finished. */
export function useGaps() {
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [open, setOpenFields] = useState<readonly string[]>([]);
  const filled = useCallback((name: string) => setMissing((now) => now.filter((other) => other !== name)), []);
  const setOpen = useCallback(
    (name: string, isOpen: boolean) => {
      setOpenFields((now) => [...now.filter((other) => other !== name), ...(isOpen ? [name] : [])]);
      // Finished or cancelled: whether it lacks anything else is seen when it is submitted again.
      if (!isOpen) filled(name);
    },
    [filled],
  );
  return { missing, setMissing, open, filled, setOpen };
}
