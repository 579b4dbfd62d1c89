const hearing = new Set<() => void>();
let waiting: ServiceWorker | null = null;

/** How long an open page goes on before it asks whether there is a newer one. */
const askAgainMillis = 30 * 60_000;

function found(worker: ServiceWorker | null): void {
  // The first one of all replaces nothing.
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  for (const hear of hearing) hear();
}

/** Lets the client start without a connection, and learns of newer versions. Not where files come from the bundler's own server. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register('/sw.js')
    .then((registration) => {
      found(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => worker.state === 'installed' && found(worker));
      });
      setInterval(() => registration.update().catch(() => undefined), askAgainMillis);
    })
    // Private windows may refuse it; the client then needs a connection to start, and nothing else changes.
    .catch(() => undefined);
}

export const hearUpdate = (hear: () => void): (() => void) => {
  hearing.add(hear);
  return () => {
    hearing.delete(hear);
  };
};

export const hasUpdate = (): boolean => waiting !== null;

/** Never by itself: a page must not go away under somebody's hands. */
export function loadUpdate(): void {
  // Where another tab has let it take over, nothing is left to wait for.
  const isHere = waiting?.state === 'activated' || (waiting && navigator.serviceWorker.controller === waiting);
  if (isHere) {
    window.location.reload();
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  waiting?.postMessage('take-over');
}
