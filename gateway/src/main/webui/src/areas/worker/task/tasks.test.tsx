import 'fake-indexeddb/auto';
import { useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** The marketplace with one job of pictures: each read of an assignment signs its link anew. */
const server = vi.hoisted(() => {
  const made = {
    free: [] as string[],
    signed: 0,
    read: [] as string[],
    /** What is claimed, as the server lists it. */
    claimed: [] as string[],
    /** Neither answers nor claims reach it. */
    away: false,
    /** The answer that says that the job is not for the worker. */
    screening: '',
    /** Answers and tasks given back, in their order. */
    changes: [] as string[],
  };
  const link = () => `/v1/media/m/content?signature=${++made.signed}`;
  const deadlineAt = '2030-01-01T00:00:00Z';
  const reward = { amount: '0.05', currency: 'EUR' };
  globalThis.fetch = (async (request: Request) => {
    const url = new URL(request.url);
    const of = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    const id = url.pathname.match(/^\/v1\/assignments\/([^/]+)$/)?.[1];
    if (id) {
      made.read.push(id);
      return of(200, { id, input: { image: link() }, deadlineAt, reward });
    }
    const [, changed = '', change = ''] = url.pathname.match(/^\/v1\/assignments\/([^/]+)\/(submit|return)$/) ?? [];
    if (made.away && (change || url.pathname.endsWith('/claims'))) throw new TypeError('Failed to fetch');
    if (change) made.changes.push(`${change} ${changed}`);
    if (change) made.claimed = made.claimed.filter((one) => one !== changed);
    if (change === 'return') return of(200, {});
    if (change && changed === made.screening) return of(200, { pay: reward });
    if (change) return of(200, { revisableUntil: '2029-01-01T00:10:00Z' });
    if (url.pathname.startsWith('/v1/offers/')) return of(200, { title: 'Pictures', spec: {} });
    if (url.pathname === '/v1/assignments')
      return of(200, { items: made.claimed.map((one) => ({ id: one, jobId: 'job' })) });
    if (url.pathname.endsWith('/claims')) {
      const ids = made.free.splice(0, Number(url.searchParams.get('count')));
      if (ids.length === 0) return of(409, { code: 'no-tasks-left' });
      const items = ids.map((one) => ({
        assignmentId: one,
        jobId: 'job',
        input: { image: link() },
        reward,
        deadlineAt,
      }));
      return of(201, { items });
    }
    return of(404, { code: 'not-found' });
  }) as typeof fetch;
  return made;
});

const { outboxOf } = await import('./outbox');
const { saveDraft } = await import('./store');
const { useTasks } = await import('./tasks');
type Work = ReturnType<typeof useTasks>;

let root: Root;
let work: Work;
let worker: string;
function Screen({ workerId }: { workerId: string }) {
  const now = useTasks(workerId, 'job');
  // After what the hook does once it is drawn.
  useEffect(() => {
    work = now;
  });
  return null;
}

beforeEach(async () => {
  // Drawn whenever something is set, as in a browser.
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = false;
  vi.useFakeTimers({ toFake: ['Date'] });
  server.free = ['first', 'second', 'third'];
  server.read.length = 0;
  server.changes.length = 0;
  Object.assign(server, { claimed: [], away: false, screening: '' });
  worker = crypto.randomUUID();
  root = createRoot(document.createElement('div'));
  work = { ready: 0 } as Work;
  root.render(<Screen workerId={worker} />);
  await until(() => expect(work.ready).toBe(2));
});
afterEach(() => {
  root.unmount();
  vi.useRealTimers();
});

const until = (holds: () => void) => vi.waitFor(holds, 4000);
const onScreen = (assignmentId: string) => until(() => expect(work.task?.assignmentId).toBe(assignmentId));
const submit = () => work.task && work.submit(work.task, { mood: 'happy' });

it('asks for new links for a task that comes to the screen when its own are about to run out', async () => {
  vi.setSystemTime(Date.now() + 55 * 60_000);
  await submit();
  await onScreen('second');
  await until(() => expect(server.read).toEqual(['second']));
  await until(() => expect(Date.now() - (work.task?.linkedAt ?? 0)).toBeLessThan(60_000));
  expect(work.task?.input).toEqual({ image: `/v1/media/m/content?signature=${server.signed}` });

  // What was claimed a moment ago needs none.
  await submit();
  await onScreen('third');
  expect(server.read).toEqual(['second']);
});

it('asks once for new links where something does not load, and once more when the worker does', async () => {
  const first = work.task?.input;
  work.mediaFailed(false);
  expect(server.read).toEqual([]);
  vi.setSystemTime(Date.now() + 10 * 60_000);
  work.mediaFailed(false);
  await until(() => expect(work.task?.input).not.toEqual(first));
  work.mediaFailed(false);
  expect(server.read).toEqual(['first']);
  work.mediaFailed(true);
  await until(() => expect(server.read).toEqual(['first', 'first']));
});

it('goes back to a task until its answer can be changed no more, whatever the deadline of the claim was', async () => {
  await submit();
  await until(() => expect(work.last?.revisableUntil).toBe('2029-01-01T00:10:00Z'));
  const { last } = work;
  if (!last) throw new Error('nothing was submitted');
  await work.goBack(last);
  await onScreen('first');
  expect(work.task).toMatchObject({ answered: true, deadlineAt: '2029-01-01T00:10:00Z' });

  // Left as it was sent, it goes, and nothing is sent.
  if (work.task) work.drop(work.task);
  await onScreen('second');
});

it('gives nothing back that is answered and on its way when another answer says that the job is not for the worker', async () => {
  server.away = true;
  await submit();
  await onScreen('second');
  await submit();
  await until(() => expect(work.ready).toBe(0));
  Object.assign(server, { claimed: ['first', 'second', 'third'], away: false, screening: 'first' });
  await outboxOf(worker).send();
  // What a lost claim has brought goes back; no screen has shown it.
  await until(() => expect([...server.changes].sort()).toEqual(['return third', 'submit first', 'submit second']));
  await until(() => expect(work.phase).toBe('finished'));
});

it.each([
  ['begun', async () => saveDraft(worker, 'second', { past: [], present: { mood: 'sad' }, future: [] })],
  ['read', async () => void vi.setSystemTime(Date.now() + 6_000)],
])('leaves a task on the screen that is %s when the job turns out not to be for the worker', async (_, look) => {
  server.away = true;
  await submit();
  await onScreen('second');
  await look();
  Object.assign(server, { claimed: ['second', 'third'], away: false, screening: 'first' });
  await outboxOf(worker).send();
  await until(() => expect(server.changes).toEqual(['submit first', 'return third']));
  await onScreen('second');
  expect(work.phase).toBe('working');

  if (work.task) work.drop(work.task);
  await until(() => expect(work.phase).toBe('finished'));
});

it('gives back what is ready when the job is not for the worker', async () => {
  server.screening = 'first';
  await submit();
  await until(() => expect(work.phase).toBe('finished'));
  await until(() => expect(server.changes).toContain('return second'));
});
