import type { OwnKeys } from '../../../shared/task/hotkeys';

const name = (jobId: string) => `groundwork.keys.${jobId}`;

/** {@return the keys that were chosen for a job on this device} */
export function readOwnKeys(jobId: string): OwnKeys {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name(jobId)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, key]) => typeof key === 'string')) as OwnKeys;
  } catch {
    return {};
  }
}

/** Private windows may keep nothing; the choice then holds for this page. */
export function keepOwnKeys(jobId: string, keys: OwnKeys): void {
  try {
    if (Object.keys(keys).length === 0) localStorage.removeItem(name(jobId));
    else localStorage.setItem(name(jobId), JSON.stringify(keys));
  } catch {
    // See above.
  }
}
