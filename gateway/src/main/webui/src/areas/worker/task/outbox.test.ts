import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, it, vi } from 'vitest';
import { hearSessionEnded } from '../../../shared/api/session-events';
import type { News, Outbox } from './outbox';
import { keepSpec, readDraft, readWaiting, saveDraft } from './store';

/** The marketplace, as far as an outbox asks it. */
const server = vi.hoisted(() => {
  const made = {
    signedIn: '',
    answers: new Map<string, { status: number; body: unknown }>(),
    submitted: [] as string[],
    bodies: [] as unknown[],
  };
  // The API's client takes it once, when it is loaded.
  globalThis.fetch = (async (request: Request) => {
    const { pathname } = new URL(request.url);
    const of = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    if (pathname === '/session') return of(200, { id: made.signedIn });
    const id = pathname.match(/^\/v1\/assignments\/([^/]+)\/submit$/)?.[1] ?? '';
    made.submitted.push(id);
    made.bodies.push(await request.clone().json());
    const answer = made.answers.get(id);
    if (!answer) throw new TypeError('Failed to fetch');
    return of(answer.status, answer.body);
  }) as typeof fetch;
  return made;
});
const taken = { status: 200, body: { revisableUntil: '2030-01-01T00:00:00Z' } };
const invalid = {
  status: 422,
  body: { code: 'answer-invalid', detail: 'No.', errors: [{ pointer: '/mood', detail: 'is missing' }] },
};

const { Outbox: Box } = await import('./outbox');
const reward = { amount: '0.05', currency: 'EUR' };
const waiting = (assignmentId: string, jobId = 'job') => ({ assignmentId, jobId, answer: { mood: assignmentId } });

let workerId: string;
let outbox: Outbox;
let news: News[];
beforeEach(() => {
  workerId = crypto.randomUUID();
  server.signedIn = workerId;
  server.answers.clear();
  server.submitted.length = 0;
  server.bodies.length = 0;
  outbox = new Box(workerId);
  news = [];
  outbox.hear((one) => news.push(one));
});

it('keeps what cannot be sent, and sends it with a later turn', async () => {
  await outbox.put(waiting('a'));
  await outbox.put(waiting('b'));
  await outbox.send();
  expect(outbox.now()).toEqual({ waiting: 2, refused: [] });

  server.answers.set('a', taken).set('b', taken);
  await saveDraft(workerId, 'a', { past: [], present: {}, future: [] });
  await outbox.send();
  expect(outbox.now().waiting).toBe(0);
  expect(await readWaiting(workerId)).toEqual([]);
  expect(await readDraft(workerId, 'a')).toBeUndefined();
  expect(news.map((one) => (one.kind === 'sent' ? one.waiting.assignmentId : one.kind))).toEqual(['a', 'b', 'settled']);
});

it('says that an answer is meant once more where the worker went back to the task', async () => {
  const task = { assignmentId: 'a', jobId: 'job', input: {}, reward, deadlineAt: '2030-01-01T00:00:00Z' };
  server.answers.set('a', taken);
  for (const [mood, answered] of [
    ['cat', false],
    ['dog', true],
    ['cat', true],
  ] as const) {
    await outbox.put({ ...waiting('a'), answer: { mood }, task: answered ? { ...task, answered } : task });
    await outbox.send();
  }
  expect(server.bodies).toEqual([
    { answer: { mood: 'cat' } },
    { answer: { mood: 'dog' }, restore: true },
    { answer: { mood: 'cat' }, restore: true },
  ]);
});

it('sends from the start, and again when the device is back', async () => {
  await outbox.put(waiting('a'));
  await outbox.send();
  server.answers.set('a', taken);
  const stop = outbox.start();
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(outbox.now().waiting).toBe(0), 4000);
  stop();
});

it('keeps every refused answer with its reasons and the name of its job, over a restart', async () => {
  server.answers.set('a', invalid).set('b', { status: 409, body: { code: 'assignment-expired', detail: 'Over.' } });
  await keepSpec(workerId, 'job', 'Moods', { output: { properties: {} }, ui: { kind: 'blocks', blocks: [] } });
  await outbox.put(waiting('a'));
  await outbox.put(waiting('b', 'other'));
  await outbox.send();

  const later = new Box(workerId);
  await later.send();
  const { refused } = later.now();
  expect(refused.map(({ assignmentId, title, problem }) => [assignmentId, title, problem.code])).toEqual([
    ['a', 'Moods', 'answer-invalid'],
    ['b', null, 'assignment-expired'],
  ]);
  expect(refused[0]?.problem.faults).toEqual([{ pointer: '/mood', detail: 'is missing' }]);
  expect(later.now().waiting).toBe(0);

  for (const one of refused) await later.dismiss(one);
  expect(later.now().refused).toEqual([]);
});

it('tells of a refused answer that is to be corrected, and forgets it', async () => {
  server.answers.set('a', invalid);
  await outbox.put(waiting('a'));
  await outbox.send();
  const [refused] = outbox.now().refused;
  if (!refused) throw new Error('nothing is refused');
  await outbox.repair(refused);
  expect(news.at(-1)).toEqual({ kind: 'repaired', refused });
  expect(outbox.now().refused).toEqual([]);
});

it('takes no refusal from the session of somebody else', async () => {
  const ended = vi.fn();
  const deaf = hearSessionEnded(ended);
  server.answers.set('a', { status: 404, body: { code: 'assignment-not-found', detail: 'No.' } });
  server.signedIn = 'somebody else';
  await outbox.put(waiting('a'));
  await outbox.send();
  expect(outbox.now()).toEqual({ waiting: 1, refused: [] });
  expect(ended).toHaveBeenCalled();

  server.signedIn = workerId;
  server.answers.set('a', taken);
  await outbox.send();
  expect(outbox.now().waiting).toBe(0);
  deaf();
});

it('finds what an older client kept', async () => {
  const before = await openDB(`groundwork-work-${workerId}`, 2, {
    upgrade(db) {
      db.createObjectStore('drafts');
      db.createObjectStore('outbox', { keyPath: 'assignmentId' });
      db.createObjectStore('specs');
      db.createObjectStore('tasks', { keyPath: 'assignmentId' });
    },
  });
  await before.put('outbox', waiting('a'));
  before.close();
  await outbox.send();
  expect(outbox.now()).toEqual({ waiting: 1, refused: [] });
});
