import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type FieldFault, Problem } from '../../../shared/api/problem';
import type { Money } from '../../../shared/format/money';
import type { History } from '../../../shared/task/answer';
import type { Answer, Json, TaskSpec } from '../../../shared/task/spec';
import type { Sign } from './activity';

/** A task that the worker has claimed. */
export interface Task {
  assignmentId: string;
  jobId: string;
  input: Json;
  reward: Money;
  deadlineAt: string;
  /** It was claimed before this page was opened: there may be a draft of it on the server. */
  held?: boolean;
  /** It was answered and brought back: until the deadline another answer takes the place of the one that the server has. */
  answered?: boolean;
  /** When the links in the input were made, which are good for a while only; milliseconds since 1970. */
  linkedAt?: number;
}

/** An answer that is on its way to the server. */
export interface Waiting {
  assignmentId: string;
  jobId: string;
  answer: Answer;
  /** Left out by older clients. */
  task?: Task;
}

/** An answer that the server did not take, with its reasons. */
export interface Refused {
  assignmentId: string;
  jobId: string;
  answer: Answer;
  task: Task | null;
  /** Of the job, where this device knows it. */
  title: string | null;
  problem: { status: number; code: string; detail: string; faults: readonly FieldFault[] };
  /** Milliseconds since 1970. */
  refusedAt: number;
}

/** A sign of work that the server has not been told of. */
export interface KeptSign extends Sign {
  /** Greater than those of the signs that were seen before, in whatever tab. */
  id: number;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: { history: History; savedAt: number; revision?: number; sent?: boolean } };
  outbox: { key: string; value: Waiting };
  specs: { key: string; value: { title: string; spec: TaskSpec } };
  /** What is claimed and not yet answered, to go on without a connection. */
  tasks: { key: string; value: Task };
  refused: { key: string; value: Refused };
  signs: { key: number; value: KeptSign; indexes: { assignmentId: string } };
}

const name = (workerId: string) => `groundwork-work-${workerId}`;
const opening = new Map<string, Promise<IDBPDatabase<Schema>>>();
/** For what must be written at once. */
const opened = new Map<string, IDBPDatabase<Schema>>();

function close(workerId: string): void {
  opening.delete(workerId);
  opened.delete(workerId);
}

/** {@return whether a newer client has been here} */
const isOutdated = (failure: unknown) => failure instanceof DOMException && failure.name === 'VersionError';

/**
 * One database for each worker: two people on one device never see each other's.
 *
 * @throws Problem {@code client-outdated} where a newer client has been here: this one has to be loaded again
 */
function database(workerId: string): Promise<IDBPDatabase<Schema>> {
  let found = opening.get(workerId);
  if (!found) {
    found = openDB<Schema>(name(workerId), 5, {
      async upgrade(db, before, _now, change) {
        if (before < 1) {
          db.createObjectStore('drafts');
          db.createObjectStore('outbox', { keyPath: 'assignmentId' });
          db.createObjectStore('specs');
        }
        if (before < 2) db.createObjectStore('tasks', { keyPath: 'assignmentId' });
        if (before < 3) db.createObjectStore('refused', { keyPath: 'assignmentId' });
        // They were kept in one entry for each task, which took two steps to write.
        const lists = before === 4 ? ((await change.objectStore('signs').getAll()) as unknown as SignList[]) : [];
        if (before === 4) db.deleteObjectStore('signs');
        const signs = db.createObjectStore('signs', { keyPath: 'id', autoIncrement: true });
        signs.createIndex('assignmentId', 'assignmentId');
        for (const sign of inOrder(lists)) signs.add(sign as KeptSign);
      },
      // Another tab brings a newer client: it must not wait for this one.
      blocking(_now, _next, event) {
        (event.target as IDBDatabase).close();
        close(workerId);
      },
      terminated: () => close(workerId),
    }).then(
      (db) => {
        opened.set(workerId, db);
        return db;
      },
      (failure) => {
        throw isOutdated(failure) ? new Problem(0, 'client-outdated', failure.message) : failure;
      },
    );
    opening.set(workerId, found);
    const asked = found;
    // What kept it from opening may pass: the next who needs it tries again.
    asked.catch(() => {
      if (opening.get(workerId) === asked) close(workerId);
    });
  }
  return found;
}

/** Signs as they were kept before, in lists by task. */
interface SignList {
  assignmentId: string;
  signs: readonly Pick<Sign, 'kind' | 'at'>[];
}

const inOrder = (lists: readonly SignList[]): Sign[] =>
  lists
    .flatMap(({ assignmentId, signs }) => signs.map((sign) => ({ assignmentId, ...sign })))
    .sort((a, b) => a.at - b.at);

/**
 * @param revision of the server's draft that it goes on from; 0 where there is none
 * @param sent whether the server has all of it
 */
export async function saveDraft(
  workerId: string,
  assignmentId: string,
  history: History,
  revision = 0,
  sent = false,
): Promise<void> {
  await (await database(workerId)).put('drafts', { history, savedAt: Date.now(), revision, sent }, assignmentId);
}

/** Notes what the server has of a draft, if it is not dropped meanwhile. */
export async function noteSent(workerId: string, assignmentId: string, revision: number, sent: boolean): Promise<void> {
  const change = (await database(workerId)).transaction('drafts', 'readwrite');
  const draft = await change.store.get(assignmentId);
  if (draft) await change.store.put({ ...draft, revision, sent }, assignmentId);
  await change.done;
}

/** {@return the revision of the server's draft that the one of this device goes on from, 0 for none, and whether all was sent} */
export async function readSent(workerId: string, assignmentId: string): Promise<{ revision: number; sent: boolean }> {
  const draft = await (await database(workerId)).get('drafts', assignmentId);
  return { revision: draft?.revision ?? 0, sent: draft?.sent ?? false };
}

export async function readDraft(workerId: string, assignmentId: string): Promise<History | undefined> {
  return (await (await database(workerId)).get('drafts', assignmentId))?.history;
}

export async function dropDraft(workerId: string, assignmentId: string): Promise<void> {
  await (await database(workerId)).delete('drafts', assignmentId);
}

export async function keepSpec(workerId: string, jobId: string, title: string, spec: TaskSpec): Promise<void> {
  await (await database(workerId)).put('specs', { title, spec }, jobId);
}

export async function readSpec(workerId: string, jobId: string) {
  return (await database(workerId)).get('specs', jobId);
}

/** Puts an answer on its way, in the place of one for the same task that was refused. */
export async function putWaiting(workerId: string, waiting: Waiting): Promise<void> {
  const change = (await database(workerId)).transaction(['outbox', 'refused'], 'readwrite');
  await Promise.all([
    change.objectStore('outbox').put(waiting),
    change.objectStore('refused').delete(waiting.assignmentId),
    change.done,
  ]);
}

/**
 * Keeps a sign of work until the server is told of it. Where the database is open already, all is handed over before this returns: it
 * may be the last that a page does.
 */
export async function keepSign(workerId: string, sign: Sign): Promise<void> {
  const change = (opened.get(workerId) ?? (await database(workerId))).transaction('signs', 'readwrite');
  const added = change.store.add(sign as KeptSign);
  // Without it the page is asked once more whether it has anything to add.
  change.commit();
  await Promise.all([added, change.done]);
}

/** {@return signs of work that the server has not been told of, in the order in which they were seen} */
export async function readSigns(workerId: string): Promise<KeptSign[]> {
  return (await database(workerId)).getAll('signs');
}

/** Forgets signs of work that the server was told of. */
export async function dropSigns(workerId: string, ids: readonly number[]): Promise<void> {
  const change = (await database(workerId)).transaction('signs', 'readwrite');
  await Promise.all([...ids.map((id) => change.store.delete(id)), change.done]);
}

/** Forgets all signs of work on a task. */
export async function dropSignsOf(workerId: string, assignmentId: string): Promise<void> {
  const change = (await database(workerId)).transaction('signs', 'readwrite');
  const ids = await change.store.index('assignmentId').getAllKeys(assignmentId);
  await Promise.all([...ids.map((id) => change.store.delete(id)), change.done]);
}

export async function readWaiting(workerId: string): Promise<Waiting[]> {
  return (await database(workerId)).getAll('outbox');
}

export async function dropWaiting(workerId: string, assignmentId: string): Promise<void> {
  await (await database(workerId)).delete('outbox', assignmentId);
}

/** Takes an answer out of those that wait, and keeps it with the reasons. */
export async function refuse(workerId: string, refused: Refused): Promise<void> {
  const change = (await database(workerId)).transaction(['outbox', 'refused'], 'readwrite');
  await Promise.all([
    change.objectStore('refused').put(refused),
    change.objectStore('outbox').delete(refused.assignmentId),
    change.done,
  ]);
}

/** {@return what was not taken, the oldest first} */
export async function readRefused(workerId: string): Promise<Refused[]> {
  return (await (await database(workerId)).getAll('refused')).sort((a, b) => a.refusedAt - b.refusedAt);
}

export async function dropRefused(workerId: string, assignmentId: string): Promise<void> {
  await (await database(workerId)).delete('refused', assignmentId);
}

/** Keeps the tasks of a job as they are now, and no others of it. */
export async function keepTasks(workerId: string, jobId: string, tasks: readonly Task[]): Promise<void> {
  const change = (await database(workerId)).transaction('tasks', 'readwrite');
  for (const kept of await change.store.getAll()) {
    if (kept.jobId === jobId && !tasks.some((task) => task.assignmentId === kept.assignmentId))
      await change.store.delete(kept.assignmentId);
  }
  for (const task of tasks) await change.store.put(task);
  await change.done;
}

/** {@return all tasks that were kept and are not overdue, of whatever job, the most urgent first} */
export async function readHeld(workerId: string): Promise<Task[]> {
  return mostUrgentFirst(await (await database(workerId)).getAll('tasks'));
}

const mostUrgentFirst = (tasks: readonly Task[]): Task[] =>
  tasks
    .filter((task) => Date.parse(task.deadlineAt) > Date.now())
    .sort((a, b) => a.deadlineAt.localeCompare(b.deadlineAt) || a.assignmentId.localeCompare(b.assignmentId));

/** {@return the tasks of a job that were kept until their time was over} */
export async function readOverdue(workerId: string, jobId: string): Promise<Task[]> {
  const all = await (await database(workerId)).getAll('tasks');
  return all.filter((task) => task.jobId === jobId && Date.parse(task.deadlineAt) <= Date.now());
}

/** {@return the tasks of a job that were kept and are not overdue, the most urgent first} */
export async function readTasks(workerId: string, jobId: string): Promise<Task[]> {
  return (await readHeld(workerId)).filter((task) => task.jobId === jobId);
}
