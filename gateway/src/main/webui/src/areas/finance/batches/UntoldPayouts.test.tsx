import { Route, Routes } from 'react-router';
import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown, type } from '../../../testing/shown';
import BatchPage from './BatchPage';

const money = { amount: '5.00', currency: 'EUR' };
const payout = (id: string, state: string, more = {}) => ({
  id,
  batchId: 'b1',
  workerId: `worker-${id}`,
  amount: money,
  state,
  endToEndId: `reference-${id}`,
  ...more,
});
const batch = {
  id: 'b1',
  state: 'SUBMITTED',
  rail: 'STRIPE',
  railReports: true,
  payoutCount: 2,
  total: money,
  minimum: money,
  contentHash: 'c'.repeat(64),
  proposedBy: 'maker',
  proposedAt: '2026-11-26T10:00:00Z',
};
const proposal = (proposedBy: string, subject: string) => ({
  id: 'p1',
  kind: 'PAYOUT_NOT_MADE',
  subject,
  reason: 'not on their list',
  state: 'PROPOSED',
  proposedBy,
  proposedAt: '2026-11-26T12:00:00Z',
});

async function page(roles: string[], payouts: object[], proposals: object[] = [], more = {}) {
  vi.spyOn(api, 'GET').mockImplementation((async (path: string) => {
    const data = path.endsWith('/actions')
      ? { items: [] }
      : path.endsWith('/review')
        ? {}
        : path === '/v1/finance-proposals'
          ? { items: proposals }
          : { ...batch, ...more, payouts: { items: payouts } };
    return { data, response: new Response('{}') };
  }) as never);
  const post = vi
    .spyOn(api, 'POST')
    .mockImplementation((async () => ({ data: {}, response: new Response('{}') })) as never);
  const screen = await shown(
    <Routes>
      <Route path="/finance/batches/:batchId" element={<BatchPage />} />
    </Routes>,
    { who: { ...editor, id: 'me', roles }, texts: ['finance', 'bank'], path: '/finance/batches/b1' },
  );
  await happens(() => {});
  return { ...screen, post };
}

const named = (name: string) => document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);

it('lets a maker say the end of a payout whose provider does not tell it', async () => {
  const { post, leave } = await page(['finance-maker'], [payout('1', 'UNKNOWN'), payout('2', 'SETTLED')]);
  expect(named('Say its end: reference-2')).toBeNull();
  await happens(() => named('Say its end: reference-1')?.click());

  const reason = document.querySelector<HTMLInputElement>('[role="dialog"] input');
  await type(reason as HTMLInputElement, 'their dashboard says so');
  await happens(() =>
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
  );

  expect(post).toHaveBeenCalledWith('/v1/finance-proposals', {
    body: { kind: 'PAYOUT_ARRIVED', subject: '1', reason: 'their dashboard says so' },
  });
  await leave();
});

it('shows what one person said, for another one to confirm', async () => {
  const { host, button, post, leave } = await page(
    ['finance-checker'],
    [payout('1', 'SUBMITTED')],
    [proposal('other', '1'), { ...proposal('other', 'of another batch'), id: 'p2' }],
  );
  expect(host.textContent).toContain('Payout reference-1');
  expect(host.textContent).toContain('not on their list');
  expect(host.querySelectorAll('article')).toHaveLength(1);

  await happens(() => button('Accept')?.click());

  expect(post).toHaveBeenCalledWith('/v1/finance-proposals/{proposalId}/accept', {
    params: { path: { proposalId: 'p1' } },
  });
  await leave();
});

it('lets nobody confirm what they said themselves', async () => {
  const { buttons, host, leave } = await page(
    ['finance-maker', 'finance-checker'],
    [payout('1', 'SUBMITTED')],
    [proposal('me', 'b1')],
  );
  expect(host.textContent).toContain('All payouts of this batch that are without word');
  expect(buttons()).not.toContain('Accept');
  expect(buttons()).toContain('Take it back');
  expect(named('Say the end of all: all without word')).not.toBeNull();
  await leave();
});

it('lets two people put right what was said not to be made', async () => {
  const { leave } = await page(['finance-maker'], [payout('1', 'FAILED', { reason: 'not-made' })], [], {
    state: 'CLOSED',
  });
  expect(named('Say its end: reference-1')).not.toBeNull();
  expect(named('Say the end of all: all without word')).toBeNull();
  await leave();
});

it('says nothing of payouts that a bank tells of', async () => {
  const { host, leave } = await page(['finance-maker'], [payout('1', 'UNKNOWN')], [], { railReports: false });
  expect(named('Say its end: reference-1')).toBeNull();
  expect(host.textContent).not.toContain('Without word');
  await leave();
});
