import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { History } from './answer';
import type { Answer, TaskSpec } from './spec';

/** An answer that is on its way to the server. */
export interface Waiting {
  assignmentId: string;
  jobId: string;
  answer: Answer;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: { history: History; savedAt: number } };
  outbox: { key: string; value: Waiting };
  specs: { key: string; value: { title: string; spec: TaskSpec } };
}

const name = (workerId: string) => `groundwork-work-${workerId}`;
const open = new Map<string, Promise<IDBPDatabase<Schema>>>();

/** One database for each worker: two people on one device never see each other's. */
function database(workerId: string): Promise<IDBPDatabase<Schema>> {
  let found = open.get(workerId);
  if (!found) {
    found = openDB<Schema>(name(workerId), 1, {
      upgrade(db) {
        db.createObjectStore('drafts');
        db.createObjectStore('outbox', { keyPath: 'assignmentId' });
        db.createObjectStore('specs');
      },
    });
    open.set(workerId, found);
  }
  return found;
}

export async function saveDraft(workerId: string, assignmentId: string, history: History): Promise<void> {
  await (await database(workerId)).put('drafts', { history, savedAt: Date.now() }, assignmentId);
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

export async function putWaiting(workerId: string, waiting: Waiting): Promise<void> {
  await (await database(workerId)).put('outbox', waiting);
}

export async function readWaiting(workerId: string): Promise<Waiting[]> {
  return (await database(workerId)).getAll('outbox');
}

export async function dropWaiting(workerId: string, assignmentId: string): Promise<void> {
  await (await database(workerId)).delete('outbox', assignmentId);
}
