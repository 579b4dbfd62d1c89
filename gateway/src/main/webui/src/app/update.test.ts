import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** A worker of the browser's, as far as the client asks for it. */
class FakeWorker extends EventTarget {
  state = 'installed';
  readonly postMessage = vi.fn();
}

let container: EventTarget & { controller: unknown; register: () => Promise<unknown> };
let newer: FakeWorker;
let reload: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('PROD', true);
  newer = new FakeWorker();
  container = Object.assign(new EventTarget(), {
    controller: new FakeWorker() as unknown,
    register: async () => Object.assign(new EventTarget(), { waiting: newer }),
  });
  Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true });
  reload = vi.spyOn(window.location, 'reload').mockImplementation(() => undefined);
  vi.resetModules();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

async function started() {
  const client = await import('./service-worker');
  client.startServiceWorker();
  await vi.waitUntil(client.hasUpdate);
  return client;
}

it('loads a new version once it has taken over', async () => {
  const client = await started();
  client.loadUpdate();
  expect(newer.postMessage).toHaveBeenCalledWith('take-over');
  expect(reload).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

it('loads it at once where another tab has let it take over', async () => {
  const client = await started();
  newer.state = 'activated';
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).not.toHaveBeenCalled();
  client.loadUpdate();
  expect(reload).toHaveBeenCalledOnce();
});

it('loads it at once while it is still taking over, when this page is its own already', async () => {
  const client = await started();
  newer.state = 'activating';
  container.controller = newer;
  client.loadUpdate();
  expect(reload).toHaveBeenCalledOnce();
});
