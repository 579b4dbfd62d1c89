import { expect, it } from 'vitest';
import { areas, isWithin, itemAt } from './areas';

const items = areas.find(({ id }) => id === 'requester')?.nav ?? [];
const at = (path: string) => itemAt(items, path)?.to;

it('finds the part of the menu that a page below it belongs to', () => {
  expect(at('/requester')).toBe('/requester');
  expect(at('/requester/jobs/42/review')).toBe('/requester');
  expect(at('/requester/money')).toBe('/requester/money');
  expect(at('/fairness')).toBeUndefined();
});

it('takes for a part of an area what is below its base alone', () => {
  const area = { base: '/requester' };
  expect(['/requester', '/requester/money', '/requesters'].map((path) => isWithin(area, path))).toEqual([
    true,
    true,
    false,
  ]);
});
