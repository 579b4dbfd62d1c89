import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, quietQueries, shown, type } from '../../../testing/shown';
import { balanceKey, refundsKey } from './funds';
import { Refunds } from './Refunds';

it('asks for money back in a currency of which there is some', async () => {
  const post = vi.spyOn(api, 'POST').mockResolvedValue({ data: {}, response: new Response('{}') } as never);
  vi.spyOn(api, 'GET').mockResolvedValue({ data: {}, response: new Response('{}') } as never);
  const queries = quietQueries();
  queries.setQueryData(refundsKey, { items: [] });
  queries.setQueryData(
    balanceKey,
    [
      ['EUR', '0.00'],
      ['USD', '12.00'],
      ['GBP', '3.00'],
    ].map(([currency, amount]) => ({ currency, available: { amount, currency } })),
  );
  const { host, button, leave } = await shown(<Refunds />, { texts: ['funds'], queries });
  expect([...host.querySelectorAll('option')].map(({ value }) => value)).toEqual(['USD', 'GBP']);

  await type(host.querySelector('input') as HTMLInputElement, '5,000');
  await happens(() => button('Ask for it')?.click());
  expect(host.querySelector('input')?.getAttribute('aria-invalid')).toBe('true');
  expect(post).not.toHaveBeenCalled();
  await type(host.querySelector('input') as HTMLInputElement, '5');
  expect(host.querySelector('input')?.getAttribute('aria-invalid')).not.toBe('true');
  await happens(() => button('Ask for it')?.click());
  expect(post.mock.calls[0]?.[1]).toMatchObject({ body: { amount: { amount: '5', currency: 'USD' } } });
  await leave();
});
