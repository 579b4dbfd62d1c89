import { expect, it } from 'vitest';
import { editor, quietQueries, shown } from '../../../testing/shown';
import ReviewPage from '../review/ReviewPage';
import { JobActions } from './JobActions';
import { type Job, jobsKey } from './jobs';

const job: Job = {
  id: 'j',
  title: 'Mood',
  state: 'OPEN',
  reward: { amount: '0.10', currency: 'EUR' },
  spec: {} as never,
};
const viewer = { ...editor, requesterRole: 'viewer' };

it.each([
  [editor, ['Pause', 'Raise the reward', 'Give up the job']],
  [viewer, []],
])('offers what changes a job to those who may change it', async (who, offered) => {
  const { buttons, leave } = await shown(<JobActions job={job} />, { who, texts: ['requester'] });
  expect(buttons()).toEqual(offered);
  await leave();
});

it.each([
  [editor, true],
  [viewer, false],
])('lets those decide on answers who may', async (who, decides) => {
  const queries = quietQueries();
  const at = '2026-11-26T10:00:00Z';
  const answer = { id: 'a', externalId: 'one', state: 'SUBMITTED', answer: {}, submittedAt: at, reviewDueAt: at };
  queries.setQueryData([...jobsKey, 'tasks', 'j', 'one'], null);
  queries.setQueryData([...jobsKey, 'answers', 'j', 'SUBMITTED'], { pages: [{ items: [answer] }], pageParams: [''] });
  const { host, buttons, leave } = await shown(
    <ReviewPage job={{ ...job, spec: { ui: { kind: 'own' } } as never }} />,
    {
      who,
      texts: ['review'],
      queries,
    },
  );
  expect(host.textContent).toContain('one');
  expect(buttons().includes('Approve all that wait')).toBe(decides);
  expect(host.querySelectorAll('input[type="checkbox"]').length > 0).toBe(decides);
  await leave();
});
