import { expect, it } from 'vitest';
import type { Report } from '../../shared/fairness/FairnessNumbers';
import { quietQueries, shown } from '../../testing/shown';
import { LiveNumbers } from './LiveNumbers';

const euro = (amount: string) => ({ amount, currency: 'EUR' });
const hourly = { median: euro('12.00'), tenth: euro('9.00'), coverage: '0.9900' };

function report(index: string, groups: number): Report {
  return {
    method: 1,
    firstWeek: '2026-10-26',
    lastWeek: '2026-11-16',
    groupsOf: 10,
    currencies: [{ currency: 'EUR', workers: 120, paidTime: hourly, allTime: hourly }],
    currenciesLeftOut: 0,
    payGap: { index, groups, groupsLeftOut: 0, flagged: [] },
  };
}

it.each([
  ['0.8690', 3, '86.9%'],
  ['1.0000', 0, null],
])('shows an index of %s of %d groups as %s', async (index, groups, said) => {
  const queries = quietQueries();
  queries.setQueryData(['fairness'], report(index, groups));
  const { host, leave } = await shown(<LiveNumbers />, { texts: ['public'], queries });
  expect(host.textContent).toContain('12.00');
  expect(host.textContent?.includes('same job, same pay')).toBe(said !== null);
  if (said) expect(host.textContent).toContain(said);
  await leave();
});
