import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, quietQueries, shown, type } from '../../../testing/shown';
import { balanceKey } from '../funds/funds';
import { Caps } from './Caps';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const dialog = (what: string) => document.querySelector(`[role="dialog"] ${what}`);

afterEach(() => vi.restoreAllMocks());

function queries() {
  const known = quietQueries();
  known.setQueryData(balanceKey, [{ currency: 'USD', available: { amount: '5.00', currency: 'USD' } }]);
  return known;
}

it('caps a program in a currency that there is money in, and says where the amount is wrong', async () => {
  const put = vi.spyOn(api, 'PUT').mockResolvedValue({
    error: { code: 'invalid-amount' },
    response: new Response('', { status: 400 }),
  } as never);
  const { host, button, leave } = await shown(<Caps client="gw-1" name="Feeder" caps={[]} />, {
    texts: ['funds'],
    queries: queries(),
  });
  expect(host.textContent).toContain('No limit');
  await happens(() => button('Set a limit')?.click());
  await type(dialog('input') as HTMLInputElement, '12,50');
  await happens(() => (dialog('button[type="submit"]') as HTMLButtonElement).click());
  expect(dialog('input')?.getAttribute('aria-invalid')).toBe('true');
  expect(put.mock.calls[0]?.[1]).toEqual({
    params: { path: { client: 'gw-1' } },
    body: { perMonth: { amount: '12.50', currency: 'USD' } },
  });
  await leave();
});

it('shows what is used of a cap, and takes it away in its own currency', async () => {
  const gone = vi.spyOn(api, 'DELETE').mockResolvedValue({ response: new Response(null, { status: 204 }) } as never);
  const cap = { client: 'gw-1', perMonth: euros('100.00'), used: euros('25.00') };
  const { host, button, leave } = await shown(<Caps client="gw-1" name="Feeder" caps={[cap]} />, {
    texts: ['funds'],
    queries: queries(),
  });
  expect(host.textContent).toContain('€25.00 of €100.00 used this month');
  // Who speaks to the device says what is seen.
  for (const one of host.querySelectorAll('button')) expect(one.getAttribute('aria-label')).toContain(one.textContent);
  await happens(() => button('Change')?.click());
  await happens(() =>
    [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')]
      .find(({ textContent }) => textContent === 'Take the limit away')
      ?.click(),
  );
  expect(gone.mock.calls[0]?.[1]).toEqual({ params: { path: { client: 'gw-1' }, query: { currency: 'EUR' } } });
  await leave();
});

it('limits in a further currency only where there is no limit, and lets none change while the amount is typed', async () => {
  let answer = (_: unknown) => {};
  vi.spyOn(api, 'GET').mockImplementation((() => new Promise((done) => (answer = done))) as never);
  const put = vi.spyOn(api, 'PUT').mockResolvedValue({ data: {}, response: new Response('{}') } as never);
  const caps = [{ client: 'gw-1', perMonth: euros('500.00'), used: euros('0.00') }];
  const { button, leave } = await shown(<Caps client="gw-1" name="Feeder" caps={caps} />, { texts: ['funds'] });
  await happens(() => button('In another currency, too')?.click());
  expect(dialog('input')).toBeNull();

  const balances = ['EUR', 'SEK'].map((currency) => ({ currency, available: { amount: '5.00', currency } }));
  await happens(() => answer({ data: { balances }, response: new Response('{}') }));
  expect([...document.querySelectorAll('[role="dialog"] option')].map(({ textContent }) => textContent)).toEqual([
    'SEK',
    'USD',
    'GBP',
  ]);
  await type(dialog('input') as HTMLInputElement, '1,000');
  await happens(() => (dialog('button[type="submit"]') as HTMLButtonElement).click());
  expect(dialog('input')?.getAttribute('aria-invalid')).toBe('true');
  await type(dialog('input') as HTMLInputElement, '1000');
  await happens(() => (dialog('button[type="submit"]') as HTMLButtonElement).click());
  expect((put.mock.calls as unknown[][]).map(([, ask]) => (ask as { body: object }).body)).toEqual([
    { perMonth: { amount: '1000', currency: 'SEK' } },
  ]);
  await leave();
});
