import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { shown } from '../../../testing/shown';
import { TakenBackNotices, TakenBackPay } from './TakenBack';

const notice = (id: string, reason: string, readAt?: string) => ({
  id,
  kind: 'PAY_TAKEN_BACK',
  subjectId: `answer-${id}`,
  amount: { amount: '2.50', currency: 'EUR' },
  times: 1,
  detail: { jobId: 'j', reason },
  occurredAt: '2026-11-23T09:00:00Z',
  ...(readAt && { readAt }),
});

/** The notices of a worker, of whom one has been seen already. */
function told() {
  const all = [notice('2', 'It was a duplicate: twice paid.'), notice('1', 'Paid by mistake.', '2026-11-20T00:00:00Z')];
  vi.spyOn(api, 'GET').mockImplementation((async (
    _: string,
    { params }: { params: { query: { unread: boolean } } },
  ) => ({
    data: { items: params.query.unread ? all.filter((one) => !('readAt' in one)) : all },
    response: new Response('{}'),
  })) as never);
  return vi.spyOn(api, 'POST').mockImplementation((async (
    _: string,
    { params }: { params: { path: { noticeId: string } } },
  ) => {
    const read = all.find((one) => one.id === params.path.noticeId);
    if (read) Object.assign(read, { readAt: '2026-11-24T00:00:00Z' });
    return { response: new Response(null, { status: 204 }) };
  }) as never);
}

it('tells what was taken back and why until the worker says to have seen it', async () => {
  const post = told();
  const { host, leave } = await shown(<TakenBackNotices />, { texts: ['pay'] });
  await vi.waitFor(() => expect(host.querySelectorAll('[role="alert"]').length).toBe(1));
  expect(host.textContent).toContain('€2.50 paid for an answer was taken back on');
  expect(host.textContent).toContain('The reason: It was a duplicate: twice paid.');
  expect(host.querySelector('a')?.getAttribute('href')).toBe('/worker/answers/answer-2');

  await act(async () => host.querySelector('button')?.click());
  await vi.waitFor(() => expect(host.querySelectorAll('[role="alert"]').length).toBe(0));
  expect(post).toHaveBeenCalledTimes(1);
  await leave();
});

it('lists all that was taken back with the reasons, whether seen or not', async () => {
  told();
  const { host, leave } = await shown(<TakenBackPay />, { texts: ['pay'] });
  await vi.waitFor(() => expect(host.querySelectorAll('li').length).toBe(2));
  const lines = [...host.querySelectorAll('li')].map((line) => line.textContent);
  expect(lines[0]).toMatch(/^It was a duplicate: twice paid\..*-€2\.50$/);
  expect(lines[1]).toMatch(/^Paid by mistake\./);
  await leave();
});
