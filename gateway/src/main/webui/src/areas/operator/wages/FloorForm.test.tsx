import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown, type } from '../../../testing/shown';
import { FloorForm } from './FloorForm';

afterEach(() => vi.restoreAllMocks());

const refused = (code: string, errors: object[] = []) =>
  ({ error: { code, errors }, response: new Response('', { status: 422 }) }) as never;

it('adds a floor, and says at the field what stands in its way', async () => {
  const post = vi.spyOn(api, 'POST').mockResolvedValue(refused('wage-floor-exists'));
  const { host, button, leave } = await shown(<FloorForm />, {
    who: { ...editor, roles: ['operator'] },
    texts: ['wages'],
  });
  const field = (label: string) =>
    document.getElementById(
      [...host.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith(label))?.htmlFor ?? '',
    ) as HTMLInputElement;
  const wrong = () => [...host.querySelectorAll('[aria-invalid="true"]')];
  await type(field('Place'), 'us-ca');
  await type(field('For an hour'), '17,20');
  await type(field('Currency'), 'usd');
  await type(field('From'), '2027-01-01');
  await type(field('Source'), 'State of California');
  await type(field('Why'), 'New rate');

  await happens(() => button('Add the floor')?.click());
  expect(wrong()).toEqual([field('From')]);
  expect(host.textContent).toContain('Take a later day.');

  post.mockResolvedValue(refused('invalid-request', [{ pointer: '/source', detail: 'must not be blank' }]));
  await happens(() => button('Add the floor')?.click());
  expect(wrong()).toEqual([field('Source')]);
  expect(host.querySelector('[role="alert"]')).toBeNull();

  post.mockResolvedValue(refused('too-many-decimals'));
  await happens(() => button('Add the floor')?.click());
  expect(wrong()).toEqual([field('For an hour')]);

  const asked = post.mock.calls.length;
  await type(field('For an hour'), '15,000');
  await happens(() => button('Add the floor')?.click());
  expect(post).toHaveBeenCalledTimes(asked);
  expect(wrong()).toEqual([field('For an hour')]);
  expect(host.textContent).toContain('may mean thousands or decimals');
  await type(field('For an hour'), '17,20');

  post.mockResolvedValue({ response: new Response(null, { status: 204 }) } as never);
  await happens(() => button('Add the floor')?.click());
  expect(host.querySelector('[role="status"]')?.textContent).toBe('Added');
  expect(post.mock.calls.at(-1)?.[1]).toEqual({
    body: {
      kind: 'LIVING',
      place: 'US-CA',
      perHour: { amount: '17.20', currency: 'USD' },
      effectiveFrom: '2027-01-01',
      source: 'State of California',
      confidence: 'high',
      reason: 'New rate',
    },
  });
  await leave();
});
