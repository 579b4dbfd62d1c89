import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown, type } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import { Bonus } from './Bonus';
import type { AssignmentState, Given } from './reviews';

const job = { id: 'j', reward: { amount: '0.10', currency: 'EUR' } } as Job;
const given = (state: AssignmentState) => ({ id: 'a1', externalId: 'street-1', state, answer: {} }) as Given;
const refused = (code: string) => ({ error: { code, detail: 'No.' }, response: new Response('{}', { status: 422 }) });

afterEach(() => vi.restoreAllMocks());

const field = (kind: 'input' | 'textarea') => document.querySelector(`[role="dialog"] ${kind}`) as HTMLInputElement;
const give = () => document.querySelector<HTMLButtonElement>('[role="dialog"] form button[type="submit"]');

it.each([
  ['SUBMITTED', 'editor', 0],
  ['REJECTED', 'editor', 0],
  ['APPROVED', 'viewer', 0],
  ['APPROVED', 'editor', 1],
  ['ACCEPTED_UNUSED', 'owner', 1],
] as const)('is offered for an answer that is paid: %s, to an %s', async (state, requesterRole, offered) => {
  const { buttons, leave } = await shown(<Bonus job={job} given={given(state)} />, {
    texts: ['review'],
    who: { ...editor, requesterRole },
  });
  expect(buttons()).toHaveLength(offered);
  await leave();
});

it('gives once what is sent again unchanged, and says at the amount what is wrong with it', async () => {
  const post = vi.spyOn(api, 'POST').mockResolvedValue(refused('too-many-decimals') as never);
  const { host, button, leave } = await shown(<Bonus job={job} given={given('APPROVED')} />, { texts: ['review'] });
  await happens(() => button('Give a bonus')?.click());
  await type(field('input'), '1,5055');
  await type(field('textarea'), 'You saw what nobody else did.');
  await happens(() => give()?.click());
  expect(field('input').getAttribute('aria-invalid')).toBe('true');
  expect(document.body.textContent).toContain('The amount has more decimals than its currency.');

  await type(field('input'), '1,50');
  post.mockResolvedValueOnce({
    error: { code: 'service-timeout' },
    response: new Response('', { status: 504 }),
  } as never);
  await happens(() => give()?.click());
  const bonus = { amount: { amount: '1.50', currency: 'EUR' }, fee: { amount: '0.30', currency: 'EUR' } };
  post.mockResolvedValueOnce({ data: bonus, response: new Response('{}') } as never);
  await happens(() => give()?.click());
  expect(host.querySelector('[role="status"]')?.textContent).toContain('€1.50');
  const sent = (post.mock.calls as unknown[][]).map(([, ask]) => ask as { params: { header: object }; body: object });
  expect(sent[2]).toEqual(sent[1]);
  expect(sent[1]?.params.header).not.toEqual(sent[0]?.params.header);
  expect(sent[1]?.body).toEqual({
    assignmentId: 'a1',
    amount: { amount: '1.50', currency: 'EUR' },
    message: 'You saw what nobody else did.',
  });
  await leave();
});

it('gives once what is sent again after the dialog was closed or the answer left, as the first may have been given', async () => {
  const lost = { error: { code: 'service-timeout' }, response: new Response('', { status: 504 }) };
  let answer = (_: unknown) => {};
  const post = vi.spyOn(api, 'POST').mockImplementation((() => new Promise((done) => (answer = done))) as never);
  const draw = () => shown(<Bonus job={job} given={given('APPROVED')} />, { texts: ['review'] });
  const keys = () =>
    (post.mock.calls as unknown[][]).map(
      ([, ask]) => (ask as { params: { header: Record<string, string> } }).params.header['Idempotency-Key'],
    );
  const close = () => happens(() => document.querySelector<HTMLButtonElement>('[aria-label="Close"]')?.click());
  const first = await draw();
  await happens(() => first.button('Give a bonus')?.click());
  await type(field('input'), '2');
  await type(field('textarea'), 'Well seen.');
  await happens(() => give()?.click());
  expect(field('input').disabled).toBe(true);
  await close();
  expect(field('input')).not.toBeNull();

  await happens(() => answer(lost));
  await close();
  await first.leave();
  const second = await draw();
  await happens(() => second.button('Give a bonus')?.click());
  expect(field('input').value).toBe('2');
  await type(field('textarea'), 'Well seen!');
  await happens(() => give()?.click());
  expect(keys()[1]).toBe(keys()[0]);
  const bonus = { amount: { amount: '2.00', currency: 'EUR' }, fee: { amount: '0.40', currency: 'EUR' } };
  await happens(() => answer({ data: bonus, response: new Response('{}') }));

  await happens(() => second.button('Give a bonus')?.click());
  expect(field('input').value).toBe('');
  await second.leave();
});
