import { describe, expect, it } from 'vitest';
import type { TaskResult } from '../results/results';
import type { AssignmentState, Given } from '../review/reviews';
import { compared, standingOf } from './standing';

const result = (state: TaskResult['state'], share: number, taskId = 't'): TaskResult => ({
  taskId,
  externalId: taskId,
  answers: 2,
  state,
  result: { mood: { value: 'happy', share } },
});
const answers = (...states: AssignmentState[]) =>
  states.map((state, index) => ({ id: `a${index}`, taskId: 't', externalId: 't', state, answer: {} }) as Given);

describe('a task', () => {
  it.each([
    ['incomplete', 'OPEN', 1, ['SUBMITTED']],
    ['agree', 'DONE', 1, ['SUBMITTED', 'SUBMITTED']],
    ['disagree', 'DONE', 0.5, ['SUBMITTED', 'APPROVED']],
    ['disagree', 'DISPUTED', 1, ['SUBMITTED', 'SUBMITTED']],
    ['accepted', 'DONE', 0.5, ['APPROVED', 'REJECTED']],
    ['rejected', 'OPEN', 1, ['REJECTED', 'APPEALED']],
    ['incomplete', 'OPEN', 1, []],
  ] as const)('is %s', (standing, state, share, states) => {
    expect(standingOf(result(state, share), answers(...states))).toBe(standing);
  });

  it('that is to be settled comes first, with its own answers', () => {
    const list = compared(
      [result('DONE', 1, 'u'), result('DONE', 0.5)],
      [...answers('SUBMITTED', 'SUBMITTED'), { ...(answers('SUBMITTED')[0] as Given), taskId: 'u' }],
    );
    expect(list.map(({ result: { taskId }, answers: own }) => [taskId, own.length])).toEqual([
      ['t', 2],
      ['u', 1],
    ]);
  });
});
