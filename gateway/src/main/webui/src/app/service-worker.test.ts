import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const source = readFileSync(path.join(root, 'service-worker/sw.js'), 'utf8').replace(
  "['__FILES__']",
  '["/assets/index-C0ffee12.js", "/assets/icon.svg"]',
);
const origin = 'https://groundwork.example';

type Listener = (event: { request?: unknown; respondWith?: (answer: Promise<unknown>) => void }) => void;

/** The browser's part, as far as the service worker asks for it. */
class Device {
  readonly listeners = new Map<string, Listener>();
  /** What each version keeps, the oldest first. */
  readonly caches = new Map<string, Map<string, string>>();
  online = true;
  asked: string[] = [];

  constructor() {
    const self = {
      location: { origin },
      addEventListener: (type: string, hear: Listener) => this.listeners.set(type, hear),
    };
    const pathOf = (request: string | { url: string }) =>
      typeof request === 'string' ? request : new URL(request.url).pathname;
    const caches = {
      match: async (request: string | { url: string }) =>
        [...this.caches.values()].map((cache) => cache.get(pathOf(request))).find((found) => found !== undefined),
      open: async (name: string) => ({
        match: async (request: string | { url: string }) => this.cache(name).get(pathOf(request)),
        put: async () => undefined,
      }),
    };
    const fetch = async ({ url }: { url: string }) => {
      this.asked.push(new URL(url).pathname);
      if (!this.online) throw new TypeError('Failed to fetch');
      return { ok: true, from: 'network', clone: () => ({}) };
    };
    new Function('self', 'caches', 'fetch', source)(self, caches, fetch);
  }

  cache(name: string): Map<string, string> {
    const found = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, found);
    return found;
  }

  /** {@return what the service worker answers; undefined where it leaves the request to the browser} */
  get(where: string, mode = 'navigate', method = 'GET'): Promise<unknown> | undefined {
    let answer: Promise<unknown> | undefined;
    this.listeners.get('fetch')?.({
      request: { method, mode, url: new URL(where, origin).href },
      respondWith: (given) => {
        answer = given;
      },
    });
    return answer;
  }
}

let device: Device;
beforeEach(() => {
  device = new Device();
  device
    .cache('groundwork-shell-before')
    .set('/', 'the page before')
    .set('/assets/icon.svg', 'the icon before')
    .set('/assets/index-0ldC0ffe.js', 'the script before');
  device
    .cache('groundwork-shell-__VERSION__')
    .set('/', 'the page')
    .set('/assets/icon.svg', 'the icon')
    .set('/assets/index-C0ffee12.js', 'the script');
});

it('leaves everything of the server to the server, as the gateway has it', () => {
  const java = readFileSync(path.join(root, '../java/dev/groundwork/gateway/web/ClientPaths.java'), 'utf8');
  const own = [...(java.match(/SERVER = List\.of\(([^)]*)\)/)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, one]) => one);
  expect(own).toContain('/v1');
  for (const start of own) {
    expect(device.get(`${start}`)).toBeUndefined();
    expect(device.get(`${start}/anything`)).toBeUndefined();
    expect(device.get(`${start}/anything`, 'cors')).toBeUndefined();
  }
  expect(device.get('/openapi.json')).toBeUndefined();
  expect(device.get('/worker', 'navigate', 'POST')).toBeUndefined();
  expect(device.get('https://elsewhere.example/assets/index-C0ffee12.js', 'no-cors')).toBeUndefined();
  expect(device.asked).toEqual([]);
});

it('asks the server for a screen, and shows the kept page where there is no answer', async () => {
  expect(await device.get('/worker/jobs/0198c0de-0000-7000-8000-000000000001')).toMatchObject({ from: 'network' });
  device.online = false;
  expect(await device.get('/worker')).toBe('the page');
});

it('takes files of the build from the device, and others from the network', async () => {
  expect(await device.get('/assets/index-C0ffee12.js', 'cors')).toBe('the script');
  expect(device.asked).toEqual([]);
  expect(await device.get('/assets/Finance-00000000.js', 'cors')).toMatchObject({ from: 'network' });
  expect(device.get('/assets/picture.png', 'no-cors')).toBeUndefined();
});

it('takes what every version has from its own, and from the one before what only that had', async () => {
  expect(await device.get('/assets/icon.svg', 'no-cors')).toBe('the icon');
  expect(await device.get('/assets/index-0ldC0ffe.js', 'cors')).toBe('the script before');
  device.online = false;
  expect(await device.get('/')).toBe('the page');
});
