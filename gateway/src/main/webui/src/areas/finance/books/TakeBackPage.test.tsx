import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown, type } from '../../../testing/shown';
import TakeBackPage from './TakeBackPage';

afterEach(() => vi.restoreAllMocks());

const answer = '0198c0de-0000-7000-8000-0000000000aa';
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

  await type(assignment as HTMLInputElement, ` ${answer.toUpperCase()}`);
  await happens(() => button('Take the pay back')?.click());
  expect(post).not.toHaveBeenCalled();
  await happens(() => inDialog('Take the pay back')?.click());
  expect(host.textContent).toContain('No pay for this answer is in the books.');

  post.mockResolvedValueOnce({
    data: { assignmentId: answer, reversed: euros('0.12'), owed: euros('0.04') },
    response: new Response('{}'),
  } as never);
  await happens(() => button('Take the pay back')?.click());
  await happens(() => inDialog('Take the pay back')?.click());
  expect(post.mock.calls.at(-1)?.[1]).toEqual({
    params: { path: { assignmentId: answer } },
    body: { reason: 'Paid twice' },
  });
  expect(host.querySelector('[role="status"]')?.textContent).toContain('€0.12');
  expect(host.querySelector('[role="status"]')?.textContent).toContain('€0.04');
  await leave();
});

it('is for checkers', async () => {
  const { host, leave } = await shown(<TakeBackPage />, as('finance-maker'));
  expect(host.querySelector('form')).toBeNull();
  await leave();
});
