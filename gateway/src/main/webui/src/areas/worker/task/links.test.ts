import { expect, it } from 'vitest';
import { hasOldLinks, isFresh } from './links';

const reward = { amount: '0.05', currency: 'EUR' };
const link = '/v1/media/0198c0de-0000-7000-8000-000000000001/content?until=1&signature=a';
const task = (input: { [name: string]: string }, minutesAgo: number) => ({
  assignmentId: 'a',
  jobId: 'job',
  input,
  reward,
  deadlineAt: '2030-01-01T00:00:00Z',
  linkedAt: Date.now() - minutesAgo * 60_000,
});

it('knows links that are about to run out, and only where there are any', () => {
  expect(hasOldLinks(task({ image: link }, 49))).toBe(false);
  expect(hasOldLinks(task({ image: link }, 51))).toBe(true);
  expect(hasOldLinks(task({ image: 'https://elsewhere.example/picture.png' }, 51))).toBe(false);
  const { linkedAt, ...unknown } = task({ image: link }, 0);
  expect(hasOldLinks(unknown)).toBe(true);
});

it('knows links that were made a moment ago', () => {
  expect(isFresh(task({ image: link }, 0))).toBe(true);
  expect(isFresh(task({ image: link }, 2))).toBe(false);
});
