import 'fake-indexeddb/auto';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** What the marketplace was told, by heartbeat. */
const told = vi.hoisted(() => {
  const all: string[][] = [];
  globalThis.fetch = (async (request: Request) => {
    const { events } = (await request.json()) as { events: { kind: string }[] };
    all.push(events.map((one) => one.kind));
    return new Response(JSON.stringify({ activeSeconds: 3 }), { headers: { 'Content-Type': 'application/json' } });
  }) as typeof fetch;
  return all;
});

const { useWorkingTime } = await import('./useWorkingTime');
const { readSigns } = await import('./store');

const task = {
  assignmentId: 'a',
  jobId: 'job',
  input: {},
  reward: { amount: '0.05', currency: 'EUR' },
  deadlineAt: '2030-01-01T00:00:00Z',
};
let root: Root;
let workerId: string;
let time: ReturnType<typeof useWorkingTime>;
function Screen({ answered = false }: { answered?: boolean }) {
  time = useWorkingTime(workerId, { ...task, answered });
  return null;
}

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  told.length = 0;
  workerId = crypto.randomUUID();
  root = createRoot(document.createElement('div'));
});
afterEach(() => vi.restoreAllMocks());

const open = (answered = false) => act(async () => root.render(<Screen answered={answered} />));
const touch = () => window.dispatchEvent(new Event('pointerdown'));
const close = () => act(async () => root.unmount());
const kept = async () => (await readSigns(workerId)).map((sign) => sign.kind);

it('keeps what is seen of the work as soon as it is seen, and nothing more once it is handed in', async () => {
  await open();
  touch();
  expect(await kept()).toEqual(['focus', 'input']);
  time.handIn();
  touch();
  await close();
  await vi.waitFor(() => expect(told).toEqual([['focus', 'input', 'blur']]));
});

it('says a few times more that the task is in front, as the first may seem to come too early', async () => {
  vi.useFakeTimers();
  await open();
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  await close();
  await vi.waitFor(() => expect(told).toEqual([['focus', 'focus', 'focus', 'focus', 'blur']]));
});

it('goes on where the work could not be handed in', async () => {
  await open();
  time.handIn()();
  await close();
  await vi.waitFor(() => expect(told).toEqual([['focus', 'blur', 'focus', 'blur']]));
});

it('tells of the work when the task is left, and shows what is credited', async () => {
  await open();
  touch();
  await act(() => time.flush());
  expect(time.clock.seconds).toBe(3);
  await close();
  await vi.waitFor(() => expect(told).toEqual([['focus', 'input'], ['blur']]));
});

it('tells nothing of a task that was answered before', async () => {
  await open(true);
  touch();
  time.handIn();
  expect(await kept()).toEqual([]);
  await time.flush();
  await close();
  expect(told).toEqual([]);
});

it('keeps until when the task was in front where the page goes away, and tells it with the work after a reload', async () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  await open();
  touch();
  window.dispatchEvent(new Event('pagehide'));
  expect(await kept()).toEqual(['focus', 'input', 'blur']);
  await close();

  online.mockReturnValue(true);
  root = createRoot(document.createElement('div'));
  await open();
  await act(() => time.flush());
  expect(told).toEqual([['focus', 'input', 'blur', 'focus']]);
  expect(time.clock.seconds).toBe(3);
  await close();
});
