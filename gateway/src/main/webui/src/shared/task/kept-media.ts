/** Of all that is kept for one worker: a dozen large pictures. */
export const mostKeptBytes = 64_000_000;

const prefix = 'groundwork-media-';
const medium = /^\/v1\/media\/[^/]+\/content$/;

/** {@return the address of a medium of ours without its signature, which is another each time; null for anything else} */
export function pathOf(link: string): string | null {
  const { origin, pathname, search } = new URL(link, window.location.href);
  return origin === window.location.origin && medium.test(pathname) && search ? pathname : null;
}

const bytesOf = (kept: Response | undefined) => Number(kept?.headers.get('Content-Length') ?? 0);

let turns = 0;
let last: Promise<void> = Promise.resolve();
let leaving = new AbortController();

/**
 * Keeps the media of the tasks that a worker holds, for where there is no connection, and forgets all others: those of tasks that are
 * done, and those of whoever worked on this device before. What does not fit stays out, and so does what is stored at another site.
 *
 * @param links signed, the most urgent first
 * @return done when all is kept, or somebody has asked for others since
 */
export function keepMedia(workerId: string, links: readonly string[]): Promise<void> {
  const turn = ++turns;
  const isOld = () => turn !== turns;
  // A device that keeps nothing, or not as much, loads them when they are shown.
  last = last.then(() => (isOld() ? undefined : keep(workerId, links, isOld))).catch(() => undefined);
  return last;
}

async function keep(workerId: string, links: readonly string[], isOld: () => boolean): Promise<void> {
  if (!('caches' in globalThis)) return;
  const own = prefix + workerId;
  await forget((name) => name !== own);
  const cache = await caches.open(own);
  const wanted = new Map<string, string>();
  for (const link of links) {
    const path = pathOf(link);
    if (path && !wanted.has(path)) wanted.set(path, link);
  }
  let bytes = 0;
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (wanted.delete(pathname)) bytes += bytesOf(await cache.match(pathname));
    else await cache.delete(request);
  }
  for (const [path, link] of wanted) {
    if (isOld() || !navigator.onLine) return;
    const found = await fetch(link, { signal: leaving.signal }).catch(() => null);
    if (!found?.ok || bytes + bytesOf(found) > mostKeptBytes) {
      await found?.body?.cancel();
      continue;
    }
    const content = await found.blob();
    if (bytes + content.size > mostKeptBytes) continue;
    bytes += content.size;
    const headers = { 'Content-Type': found.headers.get('Content-Type') ?? '', 'Content-Length': String(content.size) };
    await cache.put(path, new Response(content, { headers }));
  }
}

/** {@return a medium that is kept for a worker, null where it is not} */
export async function keptMedium(workerId: string, link: string): Promise<Blob | null> {
  const path = pathOf(link);
  if (!path || !('caches' in globalThis)) return null;
  const kept = await (await caches.open(prefix + workerId)).match(path);
  return kept ? kept.blob() : null;
}

/** Forgets what is kept for anybody, and waits for nothing that is on its way. */
export function forgetMedia(): Promise<void> {
  turns++;
  leaving.abort();
  leaving = new AbortController();
  last = last.then(() => forget(() => true)).catch(() => undefined);
  return last;
}

async function forget(which: (name: string) => boolean): Promise<void> {
  if (!('caches' in globalThis)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}
