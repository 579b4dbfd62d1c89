import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, shown } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import { Standings } from './Standings';

afterEach(() => vi.restoreAllMocks());

const job = (property: object) =>
  ({ id: 'j', spec: { output: { properties: { better: property } }, ui: { blocks: [] } } }) as unknown as Job;
const named = job({ 'x-kind': 'preference', 'x-items': { a: { $in: '/modelA' }, b: { $in: '/modelB' } } });

async function standings(of: Job, answer: object) {
  const get = vi.spyOn(api, 'GET').mockResolvedValue(answer as never);
  const screen = await shown(<Standings job={of} />, { texts: ['review'] });
  await happens(() => {});
  return { ...screen, get };
}

it('ranks what was compared, and warns where nothing compares some of it with the rest', async () => {
  const better = {
    items: [
      { item: 'model-2', score: 0.414, tasks: 1200 },
      { item: 'model-1', score: -0.414, tasks: 1200 },
    ],
    groups: 2,
  };
  const { host, leave } = await standings(named, { data: { better }, response: new Response('{}') });
  expect(
    [...host.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
  ).toEqual([
    ['model-2', '+0.41', '1,200'],
    ['model-1', '-0.41', '1,200'],
  ]);
  expect(host.textContent).toContain('2 groups');
  await leave();
});

it('asks for nothing where sides have no names', async () => {
  const { get, host, leave } = await standings(job({ 'x-kind': 'preference' }), {});
  expect(get).not.toHaveBeenCalled();
  expect(host.querySelector('section')).toBeNull();
  await leave();
});
