import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fresh } from '../../../shared/task/answer';
import type { Answer } from '../../../shared/task/spec';

/** The server's one draft. */
const server = vi.hoisted(() => {
  const made = {
    revision: 0,
    answer: {} as unknown,
    saves: 0,
    refuse: null as null | { status: number; code: string },
  };
  globalThis.fetch = (async (request: Request) => {
    const of = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    if (request.method === 'GET') {
      return made.revision === 0
        ? of(404, { code: 'draft-not-found' })
        : of(200, { revision: made.revision, savedAt: '2026-11-22T18:00:12Z', answer: made.answer });
    }
    const body = await request.json();
    made.saves++;
    if (made.refuse) return of(made.refuse.status, { code: made.refuse.code });
    if (body.revision !== made.revision) return of(409, { code: 'draft-changed' });
    made.revision++;
    made.answer = body.answer;
    return of(200, { revision: made.revision, savedAt: '2026-11-22T18:00:12Z' });
  }) as typeof fetch;
  return made;
});

const { DraftSync: Sync, mostBytes } = await import('./draft-sync');

const history = (present: Answer, ...past: Answer[]) => ({ ...fresh(present), past });
const kept: number[] = [];
const elsewhere: Answer[] = [];
const sync = (revision = 0) =>
  new Sync('a', revision, {
    onKept: (one) => kept.push(one),
    onElsewhere: (draft) => elsewhere.push(draft.answer),
  });
const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(server, { revision: 0, answer: {}, saves: 0, refuse: null });
  kept.length = 0;
  elsewhere.length = 0;
});
afterEach(() => vi.useRealTimers());

it('sends nothing while work goes on, and the last state once it pauses', async () => {
  const draft = sync();
  for (const mood of ['a', 'ab', 'abc']) {
    draft.changed(history({ mood }));
    await pass(3_000);
  }
  expect(server.saves).toBe(0);
  await pass(3_000);
  expect(server).toMatchObject({ saves: 1, answer: { mood: 'abc' } });
  expect(kept).toEqual([1]);

  draft.changed(history({ mood: 'abcd' }));
  await pass(10_000);
  expect(server.saves).toBe(1);
  await pass(11_000);
  expect(server).toMatchObject({ saves: 2, answer: { mood: 'abcd' } });
});

it('sends at once when the page may go, and nothing after the task is left', async () => {
  const draft = sync();
  draft.changed(history({ mood: 'a' }));
  draft.flush();
  await pass(0);
  expect(server.saves).toBe(1);
  draft.changed(history({ mood: 'b' }));
  draft.stop();
  await pass(60_000);
  expect(server.saves).toBe(1);
});

it('says that another device went on, and sends only once that is decided', async () => {
  Object.assign(server, { revision: 4, answer: { mood: 'phone' } });
  const draft = sync(3);
  draft.changed(history({ mood: 'desk' }));
  await pass(6_000);
  expect(elsewhere).toEqual([{ mood: 'phone' }]);
  draft.changed(history({ mood: 'desk!' }));
  await pass(60_000);
  expect(server.saves).toBe(1);

  draft.follow(4);
  await pass(60_000);
  expect(server).toMatchObject({ revision: 5, answer: { mood: 'desk!' } });
});

it('sends nothing of what was given up for the draft of another device', async () => {
  Object.assign(server, { revision: 4, answer: { mood: 'phone' } });
  const draft = sync(3);
  draft.changed(history({ mood: 'desk' }));
  await pass(6_000);
  draft.took(4, history({ mood: 'phone' }, { mood: 'desk' }));
  draft.flush();
  await pass(60_000);
  expect(server).toMatchObject({ saves: 1, revision: 4, answer: { mood: 'phone' } });

  draft.changed(history({ mood: 'phone!' }));
  await pass(30_000);
  expect(server).toMatchObject({ revision: 5, answer: { mood: 'phone!' } });
});

it('sends what was flushed while another save was on its way, even when the task is left', async () => {
  const draft = sync();
  draft.changed(history({ mood: 'a' }));
  draft.flush();
  draft.changed(history({ mood: 'ab' }));
  draft.flush();
  draft.stop();
  await pass(60_000);
  expect(server).toMatchObject({ saves: 2, answer: { mood: 'ab' } });
  expect(kept).toEqual([1, 2]);
});

it('knows as its own what was undone', async () => {
  Object.assign(server, { revision: 1, answer: { mood: 'ab' } });
  const draft = sync(0);
  draft.changed({ past: [], present: { mood: 'a' }, future: [{ mood: 'ab' }] });
  await pass(40_000);
  expect(elsewhere).toEqual([]);
  expect(server).toMatchObject({ revision: 2, answer: { mood: 'a' } });
});

it('knows its own draft again where only the answer to saving it was lost', async () => {
  Object.assign(server, { revision: 1, answer: { mood: 'a' } });
  const draft = sync(0);
  draft.changed(history({ mood: 'ab' }, { mood: 'a' }));
  await pass(40_000);
  expect(elsewhere).toEqual([]);
  expect(server).toMatchObject({ revision: 2, answer: { mood: 'ab' } });
});

it('leaves on the device what is too long, and sends it once it is shorter', async () => {
  const draft = sync();
  draft.changed(history({ mood: 'é'.repeat(mostBytes / 2) }));
  draft.flush();
  await pass(60_000);
  expect(server.saves).toBe(0);
  expect(kept).toEqual([]);

  draft.changed(history({ mood: 'é'.repeat(mostBytes / 2 - 10) }));
  await pass(30_000);
  expect(server.saves).toBe(1);
  expect(kept).toEqual([1]);
});

it('tries again after a failure, and no more once the claim has ended', async () => {
  const draft = sync();
  server.refuse = { status: 503, code: 'overloaded' };
  draft.changed(history({ mood: 'a' }));
  await pass(6_000);
  server.refuse = null;
  await pass(21_000);
  expect(server.revision).toBe(1);

  server.refuse = { status: 409, code: 'assignment-not-in-hand' };
  draft.changed(history({ mood: 'b' }));
  await pass(30_000);
  const { saves } = server;
  draft.changed(history({ mood: 'c' }));
  await pass(60_000);
  expect(server.saves).toBe(saves);
});
