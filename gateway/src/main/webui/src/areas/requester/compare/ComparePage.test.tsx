import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, shown } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import ComparePage from './ComparePage';

const job = { id: 'j', spec: { output: { properties: { mood: {} } }, ui: { blocks: [] } } } as unknown as Job;
const answered = (data: unknown) => Promise.resolve({ data, response: new Response('{}') });
const result = {
  taskId: 't1',
  externalId: 'one',
  answers: 2,
  state: 'DONE',
  result: { mood: { value: 'good', share: 1 } },
};
const given = ['a', 'b'].map((id) => ({ id, taskId: 't1', state: 'REJECTED', answer: { mood: 'good' } }));

it('reads all answers to a task of a job whose answers are too many to read, and takes none of its state from a part', async () => {
  const asked: unknown[] = [];
  vi.spyOn(api, 'GET').mockImplementation(((path: string, { params }: { params: { query: { taskId?: string } } }) => {
    if (path.endsWith('/results')) return answered({ items: [result] });
    if (path.endsWith('/tasks')) return answered({ items: [] });
    asked.push(params.query.taskId);
    return answered(params.query.taskId ? { items: given } : { items: [given[0]], next: 'more' });
  }) as never);
  const { host, leave } = await shown(<ComparePage job={job} />, { texts: ['review', 'work'] });
  await happens(() => undefined);
  await happens(() => undefined);
  expect(asked).toEqual([undefined, undefined, undefined, undefined, undefined, 't1']);
  expect([...host.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual(['Answer 1', 'Answer 2']);
  expect(host.querySelector('button[aria-current="true"]')?.textContent).toBe('oneAgree');
  await leave();
});
