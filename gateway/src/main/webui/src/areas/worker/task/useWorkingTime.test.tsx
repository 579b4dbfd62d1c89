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

const task = {
  assignmentId: 'a',
  jobId: 'job',
  input: {},
  reward: { amount: '0.05', currency: 'EUR' },
  deadlineAt: '2030-01-01T00:00:00Z',
};
let root: Root;
let time: ReturnType<typeof useWorkingTime>;
function Screen({ workerId, answered = false }: { workerId: string; answered?: boolean }) {
  time = useWorkingTime(workerId, { ...task, answered });
  return null;
}

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  told.length = 0;
  root = createRoot(document.createElement('div'));
});
afterEach(() => vi.restoreAllMocks());

const open = (answered = false) =>
  act(async () => root.render(<Screen workerId={crypto.randomUUID()} answered={answered} />));
const touch = () => window.dispatchEvent(new Event('pointerdown'));
const close = () => act(async () => root.unmount());
const kindsOf = (signs: readonly { kind: string }[]) => signs.map((sign) => sign.kind);

it('gives what was seen of the work to who hands it in, and sees nothing more', async () => {
  await open();
  touch();
  const { signs } = time.handIn();
  expect(kindsOf(signs)).toEqual(['focus', 'input', 'blur']);
  touch();
  await time.flush();
  await close();
  expect(told).toEqual([]);
});

it('says a few times more that the task is in front, as the first may seem to come too early', async () => {
  vi.useFakeTimers();
  await open();
  vi.advanceTimersByTime(10_000);
  expect(kindsOf(time.handIn().signs)).toEqual(['focus', 'focus', 'focus', 'focus', 'blur']);
  vi.useRealTimers();
  await close();
});

it('goes on where the work could not be handed in', async () => {
  await open();
  time.handIn().undo();
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
  expect(time.handIn().signs).toEqual([]);
  await time.flush();
  await close();
  expect(told).toEqual([]);
});
