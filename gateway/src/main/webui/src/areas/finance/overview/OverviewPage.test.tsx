import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown } from '../../../testing/shown';
import { OverviewPage } from './OverviewPage';

const batch = (id: string, state: string) => ({
  id,
  state,
  rail: 'sepa',
  payoutCount: 1,
  total: { amount: '10.00', currency: 'EUR' },
  proposedAt: '2026-11-26T10:00:00Z',
});

it.each([
  ['APPROVED', '1 batch to look at'],
  ['CLOSED', 'Nothing waits.'],
])('looks also at old batches for what waits: one is %s', async (state, said) => {
  vi.spyOn(api, 'GET').mockImplementation((async (path: string, ask?: { params: { query: { cursor?: string } } }) => {
    const data =
      path !== '/v1/payout-batches'
        ? {}
        : ask?.params.query.cursor
          ? { items: [batch('old', state)] }
          : { items: [batch('new', 'CLOSED')], next: 'more' };
    return { data, response: new Response('{}') };
  }) as never);
  const { host, leave } = await shown(<OverviewPage />, {
    who: { ...editor, roles: ['finance-maker'] },
    texts: ['finance'],
  });
  await happens(() => {});
  expect(host.textContent).toContain(said);
  await leave();
});
