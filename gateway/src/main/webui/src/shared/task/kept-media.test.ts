import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetMedia, keepMedia, keptMedium, mostKeptBytes, pathOf } from './kept-media';

/** The caches of a device, as far as media ask for them. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>();

  keys = async () => [...this.all.keys()];
  delete = async (name: string) => this.all.delete(name);
  open = async (name: string) => {
    const cache = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, cache);
    const of = (request: string | { url: string }) =>
      typeof request === 'string' ? request : new URL(request.url).pathname;
    return {
      keys: async () => [...cache.keys()].map((path) => ({ url: new URL(path, window.location.href).href })),
      match: async (request: string | { url: string }) => cache.get(of(request))?.clone(),
      put: async (path: string, response: Response) => void cache.set(path, response),
      delete: async (request: string | { url: string }) => cache.delete(of(request)),
    };
  };
  paths = (worker: string) => [...(this.all.get(`groundwork-media-${worker}`)?.keys() ?? [])];
}

const path = (id: string) => `/v1/media/${id}/content`;
const link = (id: string, signature = 'x') => `${path(id)}?expires=1&signature=${signature}`;

let device: Caches;
let asked: string[];
/** How long each medium says to be, where it is not a few bytes. */
let sizes: Map<string, number>;
beforeEach(() => {
  device = new Caches();
  asked = [];
  sizes = new Map();
  vi.stubGlobal('caches', device);
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    const { pathname } = new URL(address, window.location.href);
    const body = `bytes of ${pathname}`;
    const size = String(sizes.get(pathname) ?? body.length);
    return new Response(body, { headers: { 'Content-Type': 'image/png', 'Content-Length': size } });
  });
});
afterEach(() => vi.unstubAllGlobals());

it('keeps media of ours by their address without the signature, and nothing else', async () => {
  expect(pathOf(link('m'))).toBe(path('m'));
  expect(pathOf(new URL(link('m'), window.location.href).href)).toBe(path('m'));
  for (const other of ['https://elsewhere.example/v1/media/m/content?x', '/v1/media/m/content', '/v1/media/m/peaks?x'])
    expect(pathOf(other)).toBeNull();

  await keepMedia('w', [link('m'), 'https://elsewhere.example/picture.png', link('m', 'y')]);
  expect(device.paths('w')).toEqual([path('m')]);
  expect(asked).toEqual([link('m')]);
  const kept = await keptMedium('w', link('m', 'another'));
  expect(kept?.type).toBe('image/png');
  expect(await kept?.text()).toBe(`bytes of ${path('m')}`);
  expect(await keptMedium('w', link('n'))).toBeNull();
});

it('forgets what no task needs any more, and asks for nothing twice', async () => {
  await keepMedia('w', [link('a'), link('b')]);
  await keepMedia('w', [link('b', 'new'), link('c')]);
  expect(device.paths('w')).toEqual([path('b'), path('c')]);
  expect(asked).toEqual([link('a'), link('b'), link('c')]);
});

it('keeps nothing of one worker for the next, and nothing at all after signing out', async () => {
  device.all.set('groundwork-shell-1', new Map());
  await keepMedia('first', [link('a')]);
  await keepMedia('second', [link('b')]);
  expect(device.paths('first')).toEqual([]);
  expect(await keptMedium('second', link('a'))).toBeNull();

  await forgetMedia();
  expect([...device.all.keys()]).toEqual(['groundwork-shell-1']);
});

it('keeps the most urgent that fit into what may be kept', async () => {
  sizes.set(path('large'), mostKeptBytes - 10);
  await keepMedia('w', [link('a'), link('large'), link('b')]);
  expect(device.paths('w')).toEqual([path('a'), path('b')]);
});

it('signs out without waiting for a medium that hangs, and keeps nothing of it', async () => {
  vi.stubGlobal('fetch', (address: string, { signal }: { signal: AbortSignal }) => {
    asked.push(address);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const keeping = keepMedia('w', [link('a'), link('b')]);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await forgetMedia();
  await keeping;
  expect(asked).toHaveLength(1);
  expect([...device.all.keys()]).toEqual([]);
});

it('does without where a device keeps nothing', async () => {
  vi.unstubAllGlobals();
  await keepMedia('w', [link('a')]);
  expect(await keptMedium('w', link('a'))).toBeNull();
  await forgetMedia();
});
