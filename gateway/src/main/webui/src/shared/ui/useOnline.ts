import { useSyncExternalStore } from 'react';

function hear(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** {@return whether the device says that it has a connection} It may have one that leads nowhere; then requests tell. */
export function useOnline(): boolean {
  return useSyncExternalStore(hear, () => navigator.onLine);
}
