import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { formatInstant } from '../../../shared/format/time';
import { happens, shown } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import ExportsPage from './ExportsPage';

afterEach(() => vi.restoreAllMocks());

const job = { id: 'j', spec: { output: { properties: {} }, ui: { blocks: [] } } } as unknown as Job;

it('makes room by removing an export, in whatever state it is', async () => {
  let kept = [
    { id: 'e1', format: 'jsonl', state: 'READY', createdAt: '2026-11-26T10:00:00Z' },
    { id: 'e2', format: 'csv', state: 'QUEUED', createdAt: '2026-11-26T10:01:00Z' },
  ];
  vi.spyOn(api, 'GET').mockImplementation((async () => ({
    data: { items: kept },
    response: new Response('{}'),
  })) as never);
  const gone = vi.spyOn(api, 'DELETE').mockImplementation((async () => {
    kept = kept.filter(({ id }) => id !== 'e1');
    return { response: new Response(null, { status: 204 }) };
  }) as never);
  const { host, button, buttons, leave } = await shown(<ExportsPage job={job} />, { texts: ['review'] });
  await happens(() => {});
  expect(buttons()).toEqual(expect.arrayContaining(['Remove', 'Stop']));
  expect(host.textContent).toContain(formatInstant('2026-11-26T10:00:00Z', 'en'));

  await happens(() => button('Remove')?.click());
  await happens(() => {});
  expect(gone.mock.calls[0]?.[1]).toEqual({ params: { path: { jobId: 'j', exportId: 'e1' } } });
  expect(host.textContent).not.toContain(formatInstant('2026-11-26T10:00:00Z', 'en'));
  expect(buttons()).not.toContain('Remove');
  await leave();
});
