import { expect, it } from 'vitest';
import { monthsUntil } from './months';

it('goes back over the turn of the year, also from the last day of a month', () => {
  expect(monthsUntil(new Date('2026-01-31T23:59:59Z'), 3)).toEqual(['2026-01', '2025-12', '2025-11']);
});
