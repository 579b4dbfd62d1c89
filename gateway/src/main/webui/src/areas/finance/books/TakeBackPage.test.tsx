import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown, type } from '../../../testing/shown';
import TakeBackPage from './TakeBackPage';

afterEach(() => vi.restoreAllMocks());

const answerId = '0198c0de-0000-7000-8000-0000000000aa';
const as = (role: string) => ({ who: { ...editor, roles: [role] }, texts: ['books'] });
const inDialog = (text: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')].find(
    ({ textContent }) => textContent === text,
  );

it('takes pay back once somebody is sure, and says what the worker owes for it', async () => {
  const euros = (amount: string) => ({ amount, currency: 'EUR' });
  const post = vi.spyOn(api, 'POST').mockResolvedValueOnce({
    error: { code: 'approval-not-found' },
    response: new Response('', { status: 404 }),
  } as never);
  const { host, button, leave } = await shown(<TakeBackPage />, as('finance-checker'));
  const [assignment, reason] = host.querySelectorAll('input');
  await type(assignment as HTMLInputElement, 'the last one');
  await type(reason as HTMLInputElement, 'Paid twice');
  expect(button('Take the pay back')?.disabled).toBe(true);
  expect(assignment?.getAttribute('aria-invalid')).toBe('true');

  await type(assignment as HTMLInputElement, ` ${answerId.toUpperCase()}`);
  await happens(() => button('Take the pay back')?.click());
  expect(post).not.toHaveBeenCalled();
  await happens(() => inDialog('Take the pay back')?.click());
  expect(host.textContent).toContain('No pay for this answer is in the books.');

  post.mockResolvedValueOnce({
    data: { assignmentId: answerId, reversed: euros('0.12'), owed: euros('0.04') },
    response: new Response('{}'),
  } as never);
  await happens(() => button('Take the pay back')?.click());
  await happens(() => inDialog('Take the pay back')?.click());
  expect(post.mock.calls.at(-1)?.[1]).toEqual({
    params: { path: { assignmentId: answerId } },
    body: { reason: 'Paid twice' },
  });
  expect(host.querySelector('[role="status"]')?.textContent).toContain('€0.12');
  expect(host.querySelector('[role="status"]')?.textContent).toContain('€0.04');
  await leave();
});

it('stays until it is known whether the pay was taken back', async () => {
  let answer = (_: unknown) => {};
  vi.spyOn(api, 'POST').mockImplementation((() => new Promise((done) => (answer = done))) as never);
  const { host, button, leave } = await shown(<TakeBackPage />, as('finance-checker'));
  const [assignment, reason] = host.querySelectorAll('input');
  await type(assignment as HTMLInputElement, answerId);
  await type(reason as HTMLInputElement, 'Paid twice');
  await happens(() => button('Take the pay back')?.click());
  await happens(() => inDialog('Take the pay back')?.click());
  await happens(() => document.querySelector<HTMLButtonElement>('[aria-label="Close"]')?.click());
  expect(inDialog('Leave it')?.disabled).toBe(true);
  expect([assignment?.disabled, reason?.disabled]).toEqual([true, true]);

  const none = { amount: '0.00', currency: 'EUR' };
  const reversed = { amount: '0.12', currency: 'EUR' };
  await happens(() => answer({ data: { assignmentId: answerId, reversed, owed: none }, response: new Response('{}') }));
  expect(host.querySelector('[role="status"]')?.textContent).toContain('€0.12');
  await leave();
});

it('is for checkers', async () => {
  const { host, leave } = await shown(<TakeBackPage />, as('finance-maker'));
  expect(host.querySelector('form')).toBeNull();
  await leave();
});
