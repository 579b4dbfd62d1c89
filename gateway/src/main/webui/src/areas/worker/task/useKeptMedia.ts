import { useCallback, useEffect, useRef } from 'react';
import { keptMedium } from '../../../shared/task/kept-media';

/** {@return how to ask for the address of a medium that is kept on this device, null where it is not; good while the screen is there} */
export function useKeptMedia(workerId: string): (link: string) => Promise<string | null> {
  const addresses = useRef(new Map<string, Promise<string | null>>());
  useEffect(() => {
    const made = addresses.current;
    return () => {
      for (const address of made.values()) address.then((url) => url && URL.revokeObjectURL(url));
      made.clear();
    };
  }, []);
  return useCallback(
    (link) => {
      const known = addresses.current.get(link);
      if (known) return known;
      const address = keptMedium(workerId, link)
        .catch(() => null)
        .then((content) => content && URL.createObjectURL(content));
      addresses.current.set(link, address);
      return address;
    },
    [workerId],
  );
}
