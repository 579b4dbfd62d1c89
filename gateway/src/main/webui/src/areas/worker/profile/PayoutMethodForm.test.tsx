import { beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, shown, type } from '../../../testing/shown';
import { PayoutMethodForm } from './PayoutMethodForm';

const bank = { rail: 'SEPA', iban: 'ES91 **** 1332', holderName: 'Wanda Weiß', state: 'ACTIVE' };
const stuck = {
  id: 'p1',
  amount: { amount: '50.00', currency: 'EUR' },
  account: 'ES91 **** 1332',
  changedAt: '2026-11-02T08:00:00Z',
  refusal: { code: 'AC04', follow: 'FIX_METHOD', meaning: 'The account is closed.' },
  held: true,
};
const answered = (data: unknown) => ({ data, response: new Response('{}') });
const refused = (status: number, code: string) => ({
  error: { code, detail: `the server's words on ${code}` },
  response: new Response('{}', { status }),
});

describe('the place to be paid', () => {
  let answers: Record<string, unknown>;
  let put: MockInstance<typeof api.PUT>;

  beforeEach(() => {
    put = vi.spyOn(api, 'PUT');
    answers = {
      '/v1/me/payout-method': answered(bank),
      '/v1/rails': answered({ items: ['CSV', 'SEPA'].map((name) => ({ name, method: 'SEPA', currencies: [] })) }),
      '/v1/payouts': answered({ items: [] }),
      failed: answered({ items: [] }),
    };
    vi.spyOn(api, 'GET').mockImplementation(((path: string, given?: { params?: { query?: { state: string } } }) =>
      Promise.resolve(answers[given?.params?.query?.state === 'FAILED' ? 'failed' : path])) as never);
  });

  const form = () => shown(<PayoutMethodForm />, { texts: ['pay'], path: '/worker/profile#pay' });
  const field = (host: HTMLElement, name: string) => host.querySelector(`input[name="${name}"]`) as HTMLInputElement;

  it('is a bank account where there is no other way, and lacks no way to choose then', async () => {
    const { host, leave } = await form();
    expect(host.querySelector('select[name], label')?.textContent).toContain('Account holder');
    expect(host.textContent).toContain('Now: ES91 **** 1332, Wanda Weiß');
    expect(host.textContent).not.toContain('did not arrive');
    expect(document.activeElement?.textContent).toBe('Where to pay you');
    await leave();
  });

  it('is any that the marketplace pays by, with the fields of that one', async () => {
    answers['/v1/rails'] = answered({
      items: ['PAYPAL', 'SEPA', 'STRIPE', 'UNHEARD-OF'].map((name) => ({ name, method: name })),
    });
    put.mockResolvedValue(answered({ rail: 'PAYPAL', accountId: 'w****@example.org', state: 'ACTIVE' }) as never);
    const { host, button, leave } = await form();
    const rail = host.querySelector('select') as HTMLSelectElement;
    expect([...rail.options].map(({ value }) => value)).toEqual(['SEPA', 'STRIPE', 'PAYPAL']);

    await happens(() => {
      rail.value = 'PAYPAL';
      rail.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(field(host, 'iban')).toBeNull();
    await type(field(host, 'accountId'), ' wanda@example.org ');
    await happens(() => button('Save the account')?.click());
    expect(put).toHaveBeenCalledWith('/v1/me/payout-method', {
      body: { rail: 'PAYPAL', accountId: 'wanda@example.org' },
    });
    expect(host.textContent).toContain('Now: w****@example.org');
    await leave();
  });

  it('says at the field what is wrong with it', async () => {
    put.mockResolvedValue(refused(422, 'iban-invalid') as never);
    const { host, button, leave } = await form();
    await type(field(host, 'holderName'), 'Wanda Weiß');
    await type(field(host, 'iban'), 'ES91');
    await happens(() => button('Save the account')?.click());
    expect(put.mock.lastCall?.[1]).toEqual({ body: { rail: 'SEPA', holderName: 'Wanda Weiß', iban: 'ES91' } });
    expect(document.activeElement).toBe(field(host, 'iban'));
    const error = host.querySelector(`[id="${field(host, 'iban').getAttribute('aria-describedby')?.split(' ')[0]}"]`);
    expect(error?.textContent).toContain('mistyped');
    expect(host.querySelector('[role="alert"]')).toBeNull();
    await leave();
  });

  it('tells why money came back, and asks again once the place is mended', async () => {
    answers['/v1/me/payout-method'] = answered({ ...bank, state: 'COOLING' });
    answers['/v1/payouts'] = answered({ items: [stuck] });
    put.mockResolvedValue(answered(bank) as never);
    const { host, button, leave } = await form();
    const alert = host.querySelector('[role="alert"]');
    expect(alert?.textContent).toContain('€50.00 to ES91 **** 1332');
    expect(alert?.textContent).toContain('The account is closed.');
    expect(alert?.textContent).toContain('Name another account');

    answers['/v1/payouts'] = answered({ items: [{ ...stuck, held: false }] });
    await type(field(host, 'holderName'), 'Wanda Weiß');
    await type(field(host, 'iban'), 'DE75 5121 0800 1245 1261 99');
    await happens(() => button('Save the account')?.click());
    expect(host.querySelector('[role="alert"]')).toBeNull();
    await leave();
  });

  it('offers no repair where a person of the marketplace has to look first', async () => {
    answers['/v1/me/payout-method'] = answered({ ...bank, state: 'BLOCKED' });
    answers['/v1/payouts'] = answered({
      items: [{ ...stuck, refusal: { code: 'FRAD', follow: 'STOP', meaning: 'x' } }],
    });
    const { host, button, leave } = await form();
    expect(host.textContent).toContain('A bank took the transfer for a fraud.');
    expect(host.textContent).toContain('you need do nothing');
    expect(button('Save the account')).toBeUndefined();
    await leave();
  });

  it('can be said by who has none yet', async () => {
    answers['/v1/me/payout-method'] = refused(404, 'payout-method-not-found');
    const { host, button, leave } = await form();
    expect(host.textContent).not.toContain('Now:');
    expect(button('Save the account')).toBeDefined();
    await leave();
  });
});
