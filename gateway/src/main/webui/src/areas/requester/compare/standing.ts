import type { TaskResult } from '../results/results';
import type { Given } from '../review/reviews';

/** Where a task stands for who has to settle what workers disagree on. */
export const standings = ['disagree', 'incomplete', 'agree', 'accepted', 'rejected'] as const;
export type Standing = (typeof standings)[number];

const turnedDown = new Set(['REJECTION_HELD', 'APPEALED', 'REJECTED']);

/**
 * {@return where a task stands} Decisions come first: what was accepted or turned down as a whole is settled, whatever the answers say.
 *
 * @param answers all that were handed in to the task
 */
export function standingOf(result: TaskResult, answers: readonly Given[]): Standing {
  const waiting = answers.some(({ state }) => state === 'SUBMITTED');
  if (answers.length > 0 && answers.every(({ state }) => turnedDown.has(state))) return 'rejected';
  if (result.state === 'OPEN') return 'incomplete';
  if (!waiting && answers.some(({ state }) => state === 'APPROVED')) return 'accepted';
  const split = Object.values(result.result).some(
    ({ share, agreement, tie }) =>
      tie || (share !== undefined && share < 1) || (agreement !== undefined && agreement < 1),
  );
  return result.state === 'DISPUTED' || split ? 'disagree' : 'agree';
}

export interface Compared {
  result: TaskResult;
  answers: Given[];
  standing: Standing;
}

/** {@return the tasks with their answers, those to be settled first} */
export function compared(results: readonly TaskResult[], given: readonly Given[]): Compared[] {
  const byTask = new Map<string, Given[]>();
  for (const answer of given) {
    const others = byTask.get(answer.taskId ?? '');
    if (others) others.push(answer);
    else byTask.set(answer.taskId ?? '', [answer]);
  }
  return results
    .map((result) => {
      const answers = byTask.get(result.taskId) ?? [];
      return { result, answers, standing: standingOf(result, answers) };
    })
    .sort((one, other) => standings.indexOf(one.standing) - standings.indexOf(other.standing));
}
