import { beforeEach, expect, it, vi } from 'vitest';
import type { FrameListener, Told } from '../../shared/task/page/FrameHost';
import { happens, shown } from '../../testing/shown';
import type { Appeal } from './appeals';

const known = vi.hoisted(() => {
  const made = {
    on: null as unknown,
    told: null as unknown,
    judged: [] as unknown[],
    valid: [] as (() => void)[],
    slow: false,
  };
  globalThis.fetch = (async (request: Request) => {
    if (request.method === 'POST') made.judged.push(await request.json());
    return new Response('{}', { headers: { 'Content-Type': 'application/json' } });
  }) as typeof fetch;
  return made;
});
vi.mock('../../shared/task/page/FrameHost', () => ({
  FrameHost: class {
    constructor(_frame: unknown, told: () => unknown, on: unknown) {
      known.on = on;
      known.told = told();
    }
    close() {}
    mark() {}
    show() {}
    setReadOnly() {}
    validate() {
      const valid = { ok: true, message: '' };
      return known.slow ? new Promise((resolve) => known.valid.push(() => resolve(valid))) : Promise.resolve(valid);
    }
  },
}));
vi.mock('../../shared/task/page/content', async (original) => ({
  ...(await original<typeof import('../../shared/task/page/content')>()),
  isFramed: () => true,
  pageAddress: () => 'about:blank',
}));

const { BlindTask } = await import('./BlindTask');
const { TaskOnDesk } = await import('./TaskOnDesk');
// Loaded already, it is drawn in the turn that asks for it.
await import('../../shared/task/page/PageFrame');

const output = { required: ['mood'], properties: { mood: { 'x-kind': 'text' } } };
const appeal = { id: 'a', output, ui: { kind: 'html' }, input: { text: 'Look' } } as unknown as Appeal;
const on = () => known.on as FrameListener;
const texts = ['work', 'appeals'];

beforeEach(() => {
  known.judged.length = 0;
  known.valid.length = 0;
  known.slow = false;
});

it('judges by what is answered on a page of the requester', async () => {
  const page = await shown(<BlindTask appeal={appeal} />, { texts });
  await happens(() => undefined);
  expect(known.told as Told).toMatchObject({ item: { text: 'Look' }, draft: {}, mode: 'review', readOnly: false });
  await happens(() => on().ready());
  const judge = page.host.querySelector<HTMLButtonElement>('[aria-keyshortcuts]');
  await happens(() => judge?.click());
  expect(known.judged).toEqual([]);
  await happens(() => undefined);
  expect(page.host.textContent).toContain('“mood” is missing.');

  await happens(() => on().answer({ mood: 'good' }, false));
  await happens(() => judge?.click());
  await happens(() => undefined);
  expect(known.judged).toEqual([{ answer: { mood: 'good' } }]);
  await page.leave();
});

it('asks a page once at a time, and reveals nothing else meanwhile', async () => {
  const page = await shown(<BlindTask appeal={appeal} />, { texts });
  await happens(() => undefined);
  await happens(() => on().ready());
  await happens(() => on().answer({ mood: 'good' }, false));
  known.slow = true;
  const ask = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }));
  await happens(ask);
  await happens(ask);
  expect(known.valid).toHaveLength(1);
  await happens(() => (page.button('Look without answering') as HTMLButtonElement).click());
  expect(known.judged).toEqual([]);

  await happens(() => known.valid[0]?.());
  await happens(() => undefined);
  expect(known.judged).toEqual([{ answer: { mood: 'good' } }]);
  await page.leave();
});

it('says which button sends what a page would send by itself', async () => {
  const page = await shown(<BlindTask appeal={appeal} />, { texts });
  await happens(() => undefined);
  await happens(() => on().ready());
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  vi.stubGlobal('navigator', Object.create(navigator, { userActivation: { value: { isActive: true } } }));
  vi.spyOn(document, 'activeElement', 'get').mockImplementation(() => page.host.querySelector('iframe'));
  // Right after the page was there.
  await happens(() => on().submit());
  await happens(() => undefined);
  expect(page.host.textContent).toContain('Send it with “Compare with the worker’s answer” below.');
  expect(known.judged).toEqual([]);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await page.leave();
});

it('shows an answer on such a page as one that is only looked at', async () => {
  known.told = null;
  const spec = { output, ui: { kind: 'html' } };
  const page = await shown(<TaskOnDesk spec={spec} input={{}} answer={{ mood: 'good' }} />, { texts });
  await happens(() => undefined);
  expect(known.told as Told).toMatchObject({ draft: { mood: 'good' }, mode: 'review', readOnly: true });
  await page.leave();
});
