// Keeps the client's shell on the device, so that it starts without a connection: the files of the build, whose names change with their
// content, and the one page, which is the same for everybody. Never an answer of the API: what people do is kept by the client itself,
// apart for each of them. scripts/build.mjs fills in the version and the files.

const version = '__VERSION__';
const files = ['__FILES__'];
const prefix = 'groundwork-shell-';
const shell = prefix + version;

const hashed = /^\/assets\/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;
const server = /^\/(v1|session|q|docs|problems|status)(\/|$)/;
/** Longer than this nobody waits for a page that is here already. */
const patienceMillis = 4000;

const isScreen = (path) => path === '/' || (!server.test(path) && !path.slice(path.lastIndexOf('/')).includes('.'));

async function fill() {
  const cache = await caches.open(shell);
  await cache.addAll(files);
  const page = await fetch('/', { cache: 'no-store', credentials: 'omit' });
  if (!page.ok) throw new Error(`the page answers ${page.status}`);
  await cache.put('/', page);
}

/** The version before stays, too: a tab that still shows it may ask for a part that it has not loaded yet. */
async function clean() {
  const own = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shell);
  await Promise.all(own.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** This version's own first: what has no hash in its name is there in every version, and the oldest is asked first otherwise. */
async function kept(request) {
  const own = await caches.open(shell);
  const found = (await own.match(request, { ignoreVary: true })) ?? (await caches.match(request, { ignoreVary: true }));
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && hashed.test(new URL(request.url).pathname)) {
    await own.put(request, answer.clone());
  }
  return answer;
}

async function page(request) {
  const own = await caches.open(shell);
  const here = await own.match('/', { ignoreVary: true });
  if (!here) return fetch(request);
  const late = new Promise((resolve) => setTimeout(() => resolve(here), patienceMillis));
  return Promise.race([fetch(request).catch(() => here), late]);
}

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(clean()));
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (hashed.test(pathname) || files.includes(pathname)) event.respondWith(kept(request));
  else if (request.mode === 'navigate' && isScreen(pathname)) event.respondWith(page(request));
});
