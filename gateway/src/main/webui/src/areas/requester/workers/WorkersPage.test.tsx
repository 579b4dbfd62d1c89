import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, shown } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import WorkersPage from './WorkersPage';

afterEach(() => vi.restoreAllMocks());

const job = { id: 'j', state: 'OPEN', spec: { ui: { blocks: [] } } } as unknown as Job;
const worker = {
  workerId: '00000000-0000-0000-0000-00000000abcd',
  answers: 40,
  approved: 36,
  waiting: 2,
  held: 1,
  rejected: 1,
  medianActiveSeconds: 14.5,
  agreementWithResults: { value: 0.91 },
  agreementWithOthers: { missing: 'no-task-with-two-answers' },
  controlAccuracy: { right: 9, answered: 10 },
};
const refused = (code: string, status: number) => ({ error: { code }, response: new Response('', { status }) });

async function page(workers: object[], confusion: object, cases: object[] = []) {
  const get = vi.spyOn(api, 'GET').mockImplementation((async (path: string) => {
    if (path.endsWith('/confusion'))
      return 'error' in confusion ? confusion : { data: confusion, response: new Response('{}') };
    if (path.endsWith('/cases')) return { data: { items: cases }, response: new Response('{}') };
    return { data: path.endsWith('/workers') ? { items: workers } : { fields: [] }, response: new Response('{}') };
  }) as never);
  const screen = await shown(<WorkersPage job={job} />, { texts: ['review'] });
  await happens(() => {});
  const cells = (table: number) =>
    [...(screen.host.querySelectorAll('table')[table]?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
  return { ...screen, get, cells };
}

it('shows how each worker stands, and which labels are taken for which', async () => {
  const counts = [
    [150, 12],
    [20, 118],
  ];
  const confusion = { field: 'mood', labels: ['happy', 'sad'], counts, result: 'majority', accuracy: { value: 0.893 } };
  const { cells, host, get, leave } = await page([worker], confusion);
  expect(cells(0)).toEqual([[worker.workerId, '40', '91%', '–', '9 of 10', '15 sec', '36', '2', '2']]);
  expect(cells(1)).toEqual([
    ['happy', '150', '12'],
    ['sad', '20', '118'],
  ]);
  expect(host.textContent).toContain('89.3% of the answers are the result.');
  expect(host.textContent).toContain('what most have answered');

  const whose = host.querySelector('select') as HTMLSelectElement;
  await happens(() => {
    whose.value = worker.workerId;
    whose.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const asked = (get.mock.calls as unknown[][]).filter(([path]) => String(path).endsWith('/confusion'));
  expect(asked.at(-1)?.[1]).toEqual({
    params: { path: { jobId: 'j' }, query: { worker: worker.workerId } },
  });
  await leave();
});

it('takes it for no failure that a question has no labels', async () => {
  const { host, leave } = await page([worker], refused('field-without-labels', 422));
  expect(host.querySelector('[role="alert"]')).toBeNull();
  expect(host.textContent).toContain('This property has no labels that could be confused.');
  await leave();
});

it('says that nobody has answered yet', async () => {
  const { host, leave } = await page([], refused('field-without-labels', 422));
  expect(host.textContent).toContain('Nobody has answered yet');
  await leave();
});

it('names those whom a case is about once a person has confirmed it', async () => {
  const strange = { kind: 'SHARED_TEXTS', workers: 3, openedAt: '2026-11-26T10:00:00Z' };
  const { cells, leave } = await page([worker], refused('field-without-labels', 422), [
    { ...strange, id: 'c1', state: 'OPEN' },
    { ...strange, id: 'c2', state: 'CONFIRMED', workerIds: [worker.workerId] },
  ]);
  expect(cells(1).map((row) => [row[1], row[3]])).toEqual([
    ['Being looked at', '3'],
    ['Confirmed', worker.workerId],
  ]);
  await leave();
});

it('shows which property the figures are about, and stays while those of another are asked for', async () => {
  const spec = { ui: { blocks: [] }, output: { properties: {} } };
  const fields = [{ field: 'note' }, { field: 'mood', labels: [{ label: 'happy', count: 1 }] }];
  let later: (given: object) => void = () => {};
  const list = { data: { items: [worker] }, response: new Response('{}') };
  vi.spyOn(api, 'GET').mockImplementation((async (path: string, ask: { params: { query?: { field?: string } } }) => {
    if (path.endsWith('/agreement')) return { data: { fields }, response: new Response('{}') };
    if (path.endsWith('/cases')) return { data: { items: [] }, response: new Response('{}') };
    if (path.endsWith('/confusion')) return refused('field-without-labels', 422);
    return ask.params.query?.field ? new Promise((done) => (later = done)) : list;
  }) as never);
  const { host, leave } = await shown(<WorkersPage job={{ ...job, spec } as never} />, { texts: ['review'] });
  await happens(() => {});
  const select = host.querySelector('select') as HTMLSelectElement;
  expect(select.value).toBe('mood');

  await happens(() => {
    select.value = 'note';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(host.querySelector('select')).toBe(select);
  expect(host.querySelector('table')).not.toBeNull();
  await happens(() => later(refused('agreement-not-ready', 503)));
  await happens(() => {});
  expect(host.querySelector('select')).toBe(select);
  expect(host.querySelector('[role="alert"]')).not.toBeNull();
  await leave();
});
