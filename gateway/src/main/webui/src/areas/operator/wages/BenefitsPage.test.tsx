import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown } from '../../../testing/shown';
import BenefitsPage, { shareOf } from './BenefitsPage';

afterEach(() => vi.restoreAllMocks());

it.each([
  ['5', '0.05'],
  ['0,5', '0.005'],
  ['12.5', '0.125'],
  ['99.9999', '0.999999'],
  ['0', null],
  ['0.0000', null],
  ['100', null],
  ['1.23456', null],
  ['-5', null],
  ['', null],
])('takes %s per cent for %s', (percent, share) => {
  expect(shareOf(percent)).toBe(share);
});

it('shows what was laid aside, and ends only what has no end', async () => {
  const money = (amount: string) => ({ amount, currency: 'EUR' });
  const scheme = { name: 'Health fund', currency: 'EUR', rate: '0.05', firstMonth: '2026-01', months: [] };
  const months = ['2026-01', '2026-02'].map((month, at) => ({
    month,
    earned: money(`${at + 1}00.00`),
    laidAside: money(`${at + 1}.00`),
  }));
  vi.spyOn(api, 'GET').mockResolvedValue({
    data: {
      items: [
        { ...scheme, code: 'a', months },
        { ...scheme, code: 'b', name: 'Old fund', rate: '0.00125', lastMonth: '2026-03' },
      ],
    },
    response: new Response('{}'),
  } as never);
  const { host, leave } = await shown(<BenefitsPage />, {
    who: { ...editor, roles: ['operator'] },
    texts: ['benefits', 'wages'],
  });
  await happens(() => {});
  expect([...host.querySelectorAll('tbody th')].map(({ textContent }) => textContent)).toEqual([
    'February 2026',
    'January 2026',
  ]);
  const rates = [...host.querySelectorAll('dd')].map(({ textContent }) => textContent);
  expect(rates).toEqual(expect.arrayContaining(['5%', '0.125%']));
  expect([...host.querySelectorAll('button[aria-label]')].map((button) => button.getAttribute('aria-label'))).toEqual([
    'End it: Health fund',
  ]);
  await leave();
});
