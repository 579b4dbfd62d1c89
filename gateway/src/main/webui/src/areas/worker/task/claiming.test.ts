import { beforeEach, expect, it, vi } from 'vitest';

/** The marketplace, as far as claims ask it: the claims it knows by key, and whether their answers arrive. */
const server = vi.hoisted(() => {
  const made = {
    given: new Map<string, string[]>(),
    free: [] as string[],
    answers: true,
    reaches: true,
    asked: [] as string[],
  };
  globalThis.fetch = (async (request: Request) => {
    const url = new URL(request.url);
    const of = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    made.asked.push(`${request.method} ${url.pathname}`);
    if (!made.reaches) throw new TypeError('Failed to fetch');
    if (url.pathname === '/v1/assignments') {
      return of(200, { items: [...made.given.values()].flat().map((id) => ({ id, jobId: 'job' })) });
    }
    const id = url.pathname.match(/^\/v1\/assignments\/(.+)$/)?.[1];
    if (id) return of(200, { id, deadlineAt: '2030-01-01T00:00:00Z', input: {} });
    const key = request.headers.get('Idempotency-Key') ?? '';
    const items = made.given.get(key) ?? made.free.splice(0, Number(url.searchParams.get('count')));
    if (items.length === 0) return of(409, { code: 'no-tasks-left', detail: 'None.' });
    made.given.set(key, items);
    if (!made.answers) throw new TypeError('Failed to fetch');
    return of(201, { items: items.map((assignmentId) => ({ assignmentId })) });
  }) as typeof fetch;
  return made;
});

const { Claiming } = await import('./claiming');
const none = new Set<string>();
const idsOf = (tasks: readonly { assignmentId: string }[]) => tasks.map((task) => task.assignmentId);

let claiming: InstanceType<typeof Claiming>;
beforeEach(() => {
  server.given.clear();
  server.free = ['a', 'b', 'c', 'd'];
  server.answers = true;
  server.reaches = true;
  server.asked.length = 0;
  claiming = new Claiming('job');
});

it('takes another key for another claim', async () => {
  expect(idsOf(await claiming.next(2, none))).toEqual(['a', 'b']);
  expect(idsOf(await claiming.next(2, none))).toEqual(['c', 'd']);
  expect(server.given.size).toBe(2);
  expect(server.asked).toEqual(['POST /v1/jobs/job/claims', 'POST /v1/jobs/job/claims']);
});

it('finds what a claim has brought whose answer was lost, before it claims more', async () => {
  server.answers = false;
  await expect(claiming.next(2, none)).rejects.toThrow();
  server.answers = true;
  expect(idsOf(await claiming.next(2, none))).toEqual(['a', 'b']);
  expect(server.given.size).toBe(1);
  expect(idsOf(await claiming.next(1, new Set(['a', 'b'])))).toEqual(['c']);
});

it('asks again under the same key and for as many where the claim may not have arrived', async () => {
  server.reaches = false;
  await expect(claiming.next(2, none)).rejects.toThrow();
  server.reaches = true;
  server.answers = false;
  await expect(claiming.next(1, none)).rejects.toThrow();
  expect([...server.given.values()]).toEqual([['a', 'b']]);
  // Both are known by now, as after a visit of the list: nothing of it is shown twice.
  server.answers = true;
  expect(await claiming.next(1, new Set(['a', 'b']))).toEqual([]);
  expect(server.given.size).toBe(1);
  expect(idsOf(await claiming.next(1, new Set(['a', 'b'])))).toEqual(['c']);
});

it('forgets the key of a claim that was refused', async () => {
  server.free = [];
  await expect(claiming.next(1, none)).rejects.toThrow('None.');
  server.free = ['e'];
  expect(idsOf(await claiming.next(1, none))).toEqual(['e']);
  expect(server.asked).not.toContain('GET /v1/assignments');
});

it('says what a lost claim has left behind', async () => {
  await claiming.next(1, none);
  expect(await claiming.leftBehind(new Set(['a']))).toEqual([]);
  server.answers = false;
  await expect(claiming.next(1, none)).rejects.toThrow();
  expect(idsOf(await claiming.leftBehind(new Set(['a'])))).toEqual(['b']);
});
