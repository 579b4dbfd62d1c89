import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hearSessionEnded } from '../../../shared/api/session-events';
import type { News, Outbox } from './outbox';
import { keepSpec, keepTasks, readDraft, readSigns, readWaiting, saveDraft, type Waiting } from './store';

/** The marketplace, as far as an outbox asks it. */
const server = vi.hoisted(() => {
  const made = {
    signedIn: '',
    answers: new Map<string, { status: number; body: unknown }>(),
    submitted: [] as string[],
    bodies: [] as unknown[],
    /** What heartbeats are answered with; nothing where there is no connection. */
    heartbeat: 0,
    told: [] as { id: string; kinds: string[]; ages: number[] }[],
    calls: [] as string[],
    /** What a request waits for before it is answered. */
    gate: null as ((request: Request) => Promise<void>) | null,
  };
  // The API's client takes it once, when it is loaded.
  globalThis.fetch = (async (request: Request) => {
    const { pathname } = new URL(request.url);
    const of = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    if (pathname === '/session') return of(200, { id: made.signedIn });
    const [, id = '', act] = pathname.match(/^\/v1\/assignments\/([^/]+)\/(\w+)$/) ?? [];
    await made.gate?.(request);
    if (act === 'heartbeat') {
      if (made.heartbeat === 0) throw new TypeError('Failed to fetch');
      const { events } = (await request.json()) as { events: { kind: string; millisAgo: number }[] };
      if (made.heartbeat === 200) {
        made.told.push({ id, kinds: events.map((one) => one.kind), ages: events.map((one) => one.millisAgo) });
        made.calls.push(`heartbeat ${id}`);
      }
      return of(made.heartbeat, { activeSeconds: 7, code: 'refused' });
    }
    made.calls.push(`submit ${id}`);
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
  server.heartbeat = 200;
  server.told.length = 0;
  server.calls.length = 0;
  server.gate = null;
  outbox = new Box(workerId);
  news = [];
  outbox.hear((one) => news.push(one));
});

afterEach(() => vi.restoreAllMocks());

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

/** Ten seconds of work are seen, so long ago. */
const see = (assignmentId: string, secondsAgo: number, seenBy = outbox) =>
  (['focus', 'input', 'blur'] as const).forEach((kind, index) => {
    seenBy.see({ assignmentId, kind, at: Date.now() - secondsAgo * 1000 + index * 5000 });
  });
const beat = (assignmentId: string, secondsAgo: number) => {
  see(assignmentId, secondsAgo);
  return outbox.beat();
};
const put = (answer: Waiting, secondsAgo: number) => {
  see(answer.assignmentId, secondsAgo);
  return outbox.put(answer);
};
const credited = () => news.flatMap((one) => (one.kind === 'credited' ? [[one.assignmentId, one.seconds]] : []));
const due = (assignmentId: string, inMinutes: number): Waiting => ({
  ...waiting(assignmentId),
  task: {
    assignmentId,
    jobId: 'job',
    input: {},
    reward,
    deadlineAt: new Date(Date.now() + inMinutes * 60_000).toISOString(),
  },
});

it('tells of the work that was done without a connection, in its order, and then sends the answers', async () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  server.heartbeat = 0;
  await beat('b', 90);
  await put(waiting('b'), 80);
  await put(waiting('a'), 60);
  await beat('c', 40);
  await outbox.send();
  expect(outbox.now().waiting).toBe(2);

  // As after a start of the page.
  const later = new Box(workerId);
  online.mockReturnValue(true);
  server.heartbeat = 200;
  server.calls.length = 0;
  server.answers.set('a', taken).set('b', taken);
  await later.send();
  expect(server.calls).toEqual(['heartbeat b', 'heartbeat a', 'heartbeat c', 'submit a', 'submit b']);
  expect(server.told.map((one) => one.kinds)).toEqual([
    ['focus', 'input', 'blur', 'focus', 'input', 'blur'],
    ['focus', 'input', 'blur'],
    ['focus', 'input', 'blur'],
  ]);
  const [first = 0] = server.told[0]?.ages ?? [];
  expect(first).toBeGreaterThanOrEqual(90_000);
  expect(first).toBeLessThan(95_000);
  expect(await readSigns(workerId)).toEqual([]);
});

it('tells of what is done now after what could not be told before', async () => {
  server.heartbeat = 503;
  await beat('a', 60);
  expect(credited()).toEqual([]);
  server.heartbeat = 200;
  await beat('b', 20);
  await outbox.beat();
  expect(server.calls).toEqual(['heartbeat a', 'heartbeat b']);
  expect(credited()).toEqual([
    ['a', 7],
    ['b', 7],
  ]);
});

it('tells of much work in as many turns as the server takes', async () => {
  for (let n = 0; n < 450; n++) outbox.see({ assignmentId: 'a', kind: 'input', at: Date.now() - 4_000_000 + n * 5000 });
  server.answers.set('a', taken);
  await outbox.put(waiting('a'));
  await outbox.send();
  expect(server.told.map((one) => one.kinds.length)).toEqual([200, 200, 50]);
});

it('holds an answer back while the server cannot be told of the work on it, unless its time is short', async () => {
  server.heartbeat = 500;
  server.answers.set('a', taken).set('b', taken).set('c', taken);
  await put(due('a', 60), 60);
  await put(due('b', 5), 30);
  await outbox.put(due('c', 60));
  await outbox.send();
  expect(server.submitted).toEqual(['b', 'c']);
  server.heartbeat = 200;
  await outbox.send();
  expect(server.calls).toEqual(['submit b', 'submit c', 'heartbeat a', 'submit a']);
});

it('forgets work on what is closed, and none of it in the session of somebody else', async () => {
  server.heartbeat = 409;
  server.signedIn = 'somebody else';
  await put(waiting('a'), 60);
  await outbox.send();
  expect(await readSigns(workerId)).toHaveLength(3);

  server.signedIn = workerId;
  server.answers.set('a', taken);
  await outbox.send();
  expect(await readSigns(workerId)).toEqual([]);
  expect(server.submitted).toEqual(['a']);
});

it('shows what was begun of tasks whose time ran out on no screen, and drops the rest', async () => {
  const task = (assignmentId: string, inMinutes: number) => ({
    ...(due(assignmentId, inMinutes).task as NonNullable<Waiting['task']>),
  });
  const begun = (mood: string) => ({ past: [{}], present: { mood }, future: [] });
  await keepTasks(workerId, 'job', [
    task('begun', -1),
    task('untouched', -1),
    { ...task('changed', -1), answered: true },
    task('sent', -1),
    task('in-time', 5),
  ]);
  for (const id of ['begun', 'changed', 'sent', 'in-time']) await saveDraft(workerId, id, begun(id));
  await saveDraft(workerId, 'untouched', { past: [], present: { mood: 'given' }, future: [] });
  server.heartbeat = 0;
  await put(waiting('sent'), 30);
  await outbox.send();

  await outbox.lapse('job');
  expect(outbox.now().refused.map(({ assignmentId, answer, problem }) => [assignmentId, answer, problem.code])).toEqual(
    [['begun', { mood: 'begun' }, 'assignment-expired']],
  );
  expect(outbox.now().waiting).toBe(1);
  const drafts = await Promise.all(
    ['begun', 'untouched', 'changed', 'sent', 'in-time'].map((id) => readDraft(workerId, id)),
  );
  expect(drafts.map((draft) => draft !== undefined)).toEqual([false, false, false, true, true]);
});

it('tells of all work on a task before the answer that closes its time, whatever turn is under way', async () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let asked = 0;
  server.gate = () => {
    asked++;
    return opened;
  };
  server.answers.set('a', taken).set('b', taken).set('c', taken);
  await put(waiting('a'), 120);
  await vi.waitFor(() => expect(asked).toBe(1));
  await put(waiting('c'), 90);
  const turn = outbox.send();
  const told = beat('b', 60);
  await put(waiting('b'), 20);
  open();
  await told;
  await turn;
  await outbox.send();
  const bOf = server.calls.filter((call) => call.endsWith(' b'));
  expect(bOf).toEqual(['heartbeat b', 'submit b']);
  expect(server.told.find(({ id }) => id === 'b')?.kinds).toHaveLength(6);
  expect(server.calls.indexOf('heartbeat c')).toBeLessThan(server.calls.indexOf('submit c'));
  expect(server.calls).toContain('heartbeat c');
});

it('keeps what a beat tells in the session of somebody else', async () => {
  server.signedIn = 'somebody else';
  server.heartbeat = 404;
  await beat('b', 60);
  expect((await readSigns(workerId)).map(({ assignmentId }) => assignmentId)).toEqual(['b', 'b', 'b']);

  server.signedIn = workerId;
  await beat('b', 20);
  expect(await readSigns(workerId)).toEqual([]);
});

it('keeps what is seen of work while a request hangs, and gives that up so that the rest can go', async () => {
  const given: { up: AbortController; after: number }[] = [];
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((after) => {
    const up = new AbortController();
    given.push({ up, after });
    return up.signal;
  });
  server.gate = (request) =>
    new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
  server.answers.set('b', taken);
  const beats = [beat('b', 60), beat('b', 30)];
  await vi.waitFor(() => expect(given).toHaveLength(1));
  await put(waiting('b'), 10);
  expect(await readSigns(workerId)).toHaveLength(9);

  server.gate = null;
  given[0]?.up.abort(new DOMException('', 'TimeoutError'));
  await Promise.all(beats);
  await outbox.send();
  expect(server.calls).toEqual(['heartbeat b', 'submit b']);
  expect(given.map(({ after }) => after)).toEqual([20_000, 20_000, 20_000]);
});

it('gives up an answer that hangs, and sends it again', async () => {
  const up = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(up.signal);
  let asked = false;
  server.gate = (request) => {
    asked = true;
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
  };
  server.answers.set('b', taken);
  await outbox.put(waiting('b'));
  await vi.waitFor(() => expect(asked).toBe(true));
  server.gate = null;
  up.abort(new DOMException('', 'TimeoutError'));
  await outbox.send();
  expect(server.submitted).toEqual(['b']);
  expect(outbox.now().waiting).toBe(0);
});

/** As the reload of a page ends all that it does: what it has not handed over by then is lost. */
const reload = () => new Box(workerId);

it('tells what was seen before a reload with the first beat after it, and nothing of it twice', async () => {
  see('a', 25);
  const after = reload();
  see('a', 12, after);
  await after.beat();
  expect(server.told.map(({ id, kinds }) => [id, kinds])).toEqual([
    ['a', ['focus', 'input', 'blur', 'focus', 'input', 'blur']],
  ]);
  expect(server.told[0]?.ages.map((age) => Math.round(age / 1000))).toEqual([25, 20, 15, 12, 7, 2]);
  await after.beat();
  await reload().send();
  expect(server.told).toHaveLength(1);
});

it('tells what was seen before a reload before the answer that closes its time', async () => {
  see('a', 20);
  const after = reload();
  server.answers.set('a', taken);
  await after.put(waiting('a'));
  await after.send();
  expect(server.calls).toEqual(['heartbeat a', 'submit a']);
});

it('tells anew, and with the same times, what a page told whose end came before the receipt', async () => {
  let reached = () => {};
  const arrived = new Promise<void>((resolve) => {
    reached = resolve;
  });
  server.gate = async () => {
    reached();
    await new Promise(() => {});
  };
  const now = Date.now();
  see('a', 20);
  void outbox.beat();
  await arrived;
  server.gate = null;
  await reload().beat();
  expect(server.told.map(({ id, kinds }) => [id, kinds])).toEqual([['a', ['focus', 'input', 'blur']]]);
  const seenAt = server.told[0]?.ages.map((age) => Math.round((Date.now() - age - now) / 1000));
  expect(seenAt).toEqual([-20, -15, -10]);
});

it('tells once what two tabs have seen, in the order in which they were in front', async () => {
  let before: Promise<unknown> = Promise.resolve();
  const request = (_: string, work: () => Promise<unknown>) => {
    before = before.then(work);
    return before;
  };
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request } as unknown as LockManager);
  const other = reload();
  see('a', 60);
  see('b', 45, other);
  see('a', 30);
  await Promise.all([outbox.beat(), other.beat()]);
  expect(server.told.map(({ id }) => id)).toEqual(['a', 'b', 'a']);
  expect(await readSigns(workerId)).toEqual([]);
});

it('leaves to the page that sees it what is seen now, and tells what nobody has told for half a minute', async () => {
  see('a', 20);
  await outbox.send();
  expect(server.told).toEqual([]);
  see('b', 31);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
  await outbox.send();
  expect(server.told.map(({ id }) => id)).toEqual(['a', 'b']);
});

it('tells of work where a device keeps nothing, and once more where that failed', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('', 'InvalidStateError');
  });
  server.heartbeat = 503;
  await beat('a', 60);
  server.heartbeat = 200;
  await outbox.beat();
  await outbox.beat();
  expect(server.told.map(({ id, kinds }) => [id, kinds])).toEqual([['a', ['focus', 'input', 'blur']]]);
});

it('finds the signs that an older client kept', async () => {
  const before = await openDB(`groundwork-work-${workerId}`, 4, {
    upgrade(db) {
      db.createObjectStore('drafts');
      db.createObjectStore('outbox', { keyPath: 'assignmentId' });
      db.createObjectStore('specs');
      db.createObjectStore('tasks', { keyPath: 'assignmentId' });
      db.createObjectStore('refused', { keyPath: 'assignmentId' });
      db.createObjectStore('signs', { keyPath: 'assignmentId' });
    },
  });
  const at = Date.now() - 60_000;
  await before.put('signs', { assignmentId: 'a', signs: [{ kind: 'focus', at: at + 10_000 }] });
  await before.put('signs', {
    assignmentId: 'b',
    signs: [
      { kind: 'focus', at },
      { kind: 'blur', at: at + 5000 },
    ],
  });
  before.close();
  await outbox.send();
  expect(server.told.map(({ id, kinds }) => [id, kinds])).toEqual([
    ['b', ['focus', 'blur']],
    ['a', ['focus']],
  ]);
});

it('goes on telling where what was told cannot be forgotten, and fails for nothing that it could not tell', async () => {
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementationOnce(() => {
    throw new DOMException('', 'UnknownError');
  });
  see('a', 60);
  await beat('b', 30);
  expect(server.calls).toEqual(['heartbeat a', 'heartbeat b']);

  Object.defineProperty(navigator, 'locks', {
    value: { request: () => Promise.reject(new DOMException('', 'AbortError')) },
    configurable: true,
  });
  try {
    await expect(outbox.beat()).resolves.toBeUndefined();
  } finally {
    Reflect.deleteProperty(navigator, 'locks');
  }
});

it('tells what the device did not keep in its place among what it kept', async () => {
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  for (const [kind, secondsAgo] of [
    ['focus', 60],
    ['input', 50],
  ] as const)
    outbox.see({ assignmentId: 'a', kind, at: Date.now() - secondsAgo * 1000 });
  await beat('b', 30);
  expect(server.told.map(({ id, kinds }) => [id, kinds])).toEqual([
    ['a', ['focus', 'input']],
    ['b', ['focus', 'input', 'blur']],
  ]);
  // Nothing is held of the signs that are kept, for as long as the page lives.
  expect(await (outbox as unknown as { keeping: Promise<unknown> }).keeping).toBeUndefined();
});
