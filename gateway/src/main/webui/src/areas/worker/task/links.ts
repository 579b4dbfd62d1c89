import { api, unwrap } from '../../../shared/api/client';
import type { Json } from '../../../shared/task/spec';
import type { Task } from './store';

/** Links to media are good for an hour: what comes to the screen gets new ones a little before. */
const oldMillis = 3_000_000;
/** What fails so soon does not fail because its link ran out. */
const freshMillis = 60_000;

const media = /\/v1\/media\/[^/]+\/content\?/;

/** {@return the signed links to media in an input} */
export function linksOf(input: Json): string[] {
  if (typeof input === 'string') return media.test(input) ? [input] : [];
  return typeof input === 'object' && input !== null ? Object.values(input).flatMap(linksOf) : [];
}

/** Asks for the pictures of tasks to come, so that they are there at once. */
export function warm(tasks: readonly Task[]): void {
  const sources = new Set(tasks.flatMap((task) => linksOf(task.input)));
  for (const source of sources) new Image().src = source;
}

/** {@return whether the links of a task may run out while somebody works on it} */
export function hasOldLinks({ input, linkedAt = 0 }: Task): boolean {
  return Date.now() - linkedAt > oldMillis && linksOf(input).length > 0;
}

export function isFresh({ linkedAt = 0 }: Task): boolean {
  return Date.now() - linkedAt < freshMillis;
}

/** {@return what changes of a task with new links to its media} @throws Problem where they cannot be had */
export async function withNewLinks({ assignmentId }: Task): Promise<Pick<Task, 'input' | 'linkedAt'>> {
  const found = await unwrap(
    api.GET('/v1/assignments/{id}', { params: { path: { id: assignmentId } }, cache: 'no-store' }),
  );
  return { input: found.input as unknown as Json, linkedAt: Date.now() };
}
