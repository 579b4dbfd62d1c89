import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown, type } from '../../../testing/shown';
import { Invoices } from './Invoices';
import type { Job } from './jobs';

const now = new Date('2026-11-27T12:00:00Z');
const published = (publishedAt: string) => ({ id: 'j', publishedAt }) as Job;
const known = (number?: string) =>
  vi.spyOn(api, 'GET').mockResolvedValue({ data: { number }, response: new Response('{}') } as never);

afterEach(() => vi.restoreAllMocks());

it('keeps the number that the requester has for a job, and offers the months that are over', async () => {
  known('PO 1');
  const put = vi.spyOn(api, 'PUT').mockResolvedValue({ response: new Response(null, { status: 204 }) } as never);
  const { host, button, leave } = await shown(<Invoices job={published('2026-09-30T23:00:00Z')} now={now} />, {
    texts: ['requester'],
  });
  await happens(() => {});
  const field = host.querySelector('input') as HTMLInputElement;
  expect(field.value).toBe('PO 1');
  expect(button('Keep the number')?.disabled).toBe(true);
  expect([...host.querySelectorAll('option')].map(({ value }) => value)).toEqual(['2026-10', '2026-09']);

  await type(field, ' PO 4711 ');
  await happens(() => button('Keep the number')?.click());
  expect(put.mock.calls[0]?.[1]).toEqual({ params: { path: { jobId: 'j' } }, body: { number: 'PO 4711' } });
  expect(host.querySelector('[role="status"]')?.textContent).toBe('Saved');
  await leave();
});

it('shows a viewer the number alone, and says when the first invoice comes', async () => {
  known();
  const { host, leave } = await shown(<Invoices job={published('2026-11-02T08:00:00Z')} now={now} />, {
    texts: ['requester'],
    who: { ...editor, requesterRole: 'viewer' },
  });
  await happens(() => {});
  expect(host.querySelector('input')).toBeNull();
  expect(host.textContent).toContain('This job has no number of your own.');
  expect(host.textContent).toContain('when the month is over');
  await leave();
});
