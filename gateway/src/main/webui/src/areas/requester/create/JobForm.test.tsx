import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { quietQueries, shown, type } from '../../../testing/shown';
import { JobForm } from './JobForm';
import type { SpecDocument } from './spec-edit';
import { usualTerms } from './terms';

const spec = { title: { en: 'Mood' }, output: { properties: {} }, ui: { kind: 'own' } } as unknown as SpecDocument;

async function opened() {
  const queries = quietQueries();
  queries.setQueryData(['wage-floor', 'of the marketplace', 'EUR'], {});
  const form = <JobForm spec={spec} samples={[]} terms={{ ...usualTerms, title: 'Mood' }} />;
  const screen = await shown(form, { texts: ['requester'], queries });
  await act(async () => screen.button('Edit as JSON')?.click());
  const json = screen.host.querySelector<HTMLTextAreaElement>('form textarea:not([aria-hidden])');
  const title = screen.host.querySelector<HTMLInputElement>('form input');
  if (!json || !title) throw new Error('no form');
  return { ...screen, json, title };
}

it('takes no draft while the JSON cannot be read, and keeps what is typed', async () => {
  const { button, json, title, leave } = await opened();
  const whole = json.value;

  await type(json, whole.slice(0, -1));
  expect(button('Make a draft')?.disabled).toBe(true);
  expect(button('Back to the form')?.disabled).toBe(true);
  expect(title.disabled).toBe(true);

  await type(json, whole);
  expect(button('Make a draft')?.disabled).toBe(false);
  expect(button('Back to the form')?.disabled).toBe(false);
  await leave();
});

it('keeps a title that is changed beside the JSON', async () => {
  const { json, title, leave } = await opened();

  await type(title, 'Happy or sad');
  expect(JSON.parse(json.value).title).toEqual({ en: 'Happy or sad' });

  await type(json, json.value.replace('"own"', '"mine"'));
  expect(json.value).toContain('Happy or sad');
  await leave();
});

it('takes the languages of the work by their names, also such as few write', async () => {
  const { host, leave } = await opened();
  const ticked = () =>
    [...host.querySelectorAll<HTMLInputElement>('input[type="checkbox"][value]:checked')].map(
      (box) => host.querySelector(`label[for="${box.id}"]`)?.textContent,
    );
  const more = [...host.querySelectorAll('select')].find((list) => list.textContent?.includes('Yoruba'));
  const catalan = [...host.querySelectorAll('label')].find((label) => label.textContent === 'Catalan');
  await act(async () => catalan?.click());
  await act(async () => {
    if (!more) throw new Error('no list of other languages');
    more.value = 'yo';
    more.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(ticked()).toEqual(['Yoruba', 'Catalan']);

  const post = vi.spyOn(api, 'POST').mockResolvedValue({ data: { id: 'j' }, response: new Response('{}') } as never);
  await act(async () =>
    host.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
  );
  const [, sent] = post.mock.lastCall as unknown as [string, { body: { languages: string[] } }];
  expect(sent.body.languages).toEqual(['ca', 'yo']);
  await leave();
});

it('asks how many are screened out where the spec says who, and nowhere else', async () => {
  const { host, json, leave } = await opened();
  const asked = () => [...host.querySelectorAll('label')].some((label) => label.textContent?.includes('Workers paid'));
  expect(asked()).toBe(false);

  const screening = { ...JSON.parse(json.value), screenOut: { output: 'dialect', values: ['foreign'] } };
  await type(json, JSON.stringify(screening));
  expect(asked()).toBe(true);
  await leave();
});
