import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';

/** How often the database does not open, as after a connection that the browser lost. */
const broken = vi.hoisted(() => ({ times: 0 }));
vi.mock('idb', async (load) => {
  const idb = await load<typeof import('idb')>();
  const openDB: typeof idb.openDB = (...given) =>
    broken.times-- > 0 ? Promise.reject(new DOMException('Connection lost', 'UnknownError')) : idb.openDB(...given);
  return { ...idb, openDB };
});

const { keepSign, putWaiting, readSigns, readWaiting } = await import('./store');
const { openDB } = await import('idb');
const answer = { assignmentId: 'a', jobId: 'job', answer: {} };

it('opens with a later try what did not open once', async () => {
  const workerId = crypto.randomUUID();
  broken.times = 1;
  await expect(keepSign(workerId, { assignmentId: 'a', kind: 'focus', at: 1 })).rejects.toThrow('Connection lost');
  await putWaiting(workerId, answer);
  await keepSign(workerId, { assignmentId: 'a', kind: 'input', at: 2 });
  expect(await readWaiting(workerId)).toEqual([answer]);
  expect((await readSigns(workerId)).map(({ kind }) => kind)).toEqual(['input']);
});

it('says that this page is older than what it finds', async () => {
  const workerId = crypto.randomUUID();
  const newer = await openDB(`groundwork-work-${workerId}`, 99);
  newer.close();
  await expect(putWaiting(workerId, answer)).rejects.toMatchObject({ code: 'client-outdated' });
});
