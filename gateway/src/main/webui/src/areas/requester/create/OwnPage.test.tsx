import { afterEach, expect, it, vi } from 'vitest';
import { happens, quietQueries, shown, type } from '../../../testing/shown';
import { OwnPage } from './OwnPage';

afterEach(() => vi.unstubAllGlobals());

it('keeps what was typed beside a page when the page is changed', async () => {
  const pages: string[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    pages.push(body);
    const bundle = `sha256-${pages.length}`;
    const spec = { output: { properties: { [`answer${pages.length}`]: {} } }, ui: { kind: 'html', bundle } };
    return Response.json({ bundle, bytes: 1, variables: [], spec, notes: [] }, { status: 201 });
  });
  const queries = quietQueries();
  queries.setQueryData(['templates', 'custom-html'], { spec: {}, samples: [] });
  queries.setQueryData(['templates', 'custom-html', 'page'], '<p>First</p>');
  queries.setQueryData(['wage-floor', 'of the marketplace', 'EUR'], {});
  const { host, button, leave } = await shown(<OwnPage />, { texts: ['requester', 'work'], queries });
  const press = (name: string) => happens(() => (button(name) as HTMLButtonElement).click());
  const fields = () => [...host.querySelectorAll<HTMLInputElement>('form input')];
  const texts = () => [...host.querySelectorAll<HTMLTextAreaElement>('form textarea:not([aria-hidden])')];

  await press('Check and go on');
  const reward = fields().findIndex(({ inputMode }) => inputMode === 'decimal');
  await type(fields()[0] as HTMLInputElement, 'Moods');
  await type(texts()[0] as HTMLTextAreaElement, 'Look at the face');
  await type(fields()[reward] as HTMLInputElement, '0.75');

  await press('Change the page');
  await type(texts()[0] as HTMLTextAreaElement, '<p>Second</p>');
  await press('Check and go on');
  expect(pages).toEqual(['<p>First</p>', '<p>Second</p>']);
  expect(fields()[0]?.value).toBe('Moods');
  expect(fields()[reward]?.value).toBe('0.75');
  expect(texts()[0]?.value).toBe('Look at the face');
  await press('Edit as JSON');
  expect(JSON.parse(texts()[0]?.value ?? '')).toMatchObject({
    output: { properties: { answer2: {} } },
    ui: { bundle: 'sha256-2' },
  });
  await leave();
});
