import { expect, it } from 'vitest';
import { lastMonths } from './months';

it('begins with the month before this one, over the turn of the year', () => {
  expect(lastMonths(new Date('2026-02-28T23:59:59Z'), 3)).toEqual(['2026-01', '2025-12', '2025-11']);
});
