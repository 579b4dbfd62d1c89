import { useQuery } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { happens, quietQueries, shown, type } from '../../../testing/shown';
import { DepositForm } from './DepositForm';
import { balanceKey } from './funds';

function Balance({ ask }: { ask: () => Promise<string> }) {
  return <output>{useQuery({ queryKey: balanceKey, queryFn: ask }).data}</output>;
}

const account = {
  holder: 'Groundwork',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  reference: 'RF48GW0000000001',
};

/** A marketplace that takes deposits like this besides transfers. */
function offering(...methods: 'TEST'[]) {
  const how = { data: { ...account, methods }, response: new Response('{}', { status: 200 }) };
  vi.spyOn(api, 'GET').mockResolvedValue(how as never);
}

it('says how to pay in by transfer where nobody is taken at their word', async () => {
  offering();
  const { host, button, leave } = await shown(<DepositForm amount={{ amount: '20.00', currency: 'EUR' }} />, {
    texts: ['funds'],
  });

  expect(host.textContent).toContain('RF48GW0000000001');
  expect(host.querySelector('input')).toBeNull();
  expect(button('Pay in')).toBeFalsy();
  await leave();
});

it('is not to be sent again before the new balance is known, and then not with the same amount', async () => {
  const paid = {
    data: { amount: { amount: '20.00', currency: 'EUR' } },
    response: new Response('{}', { status: 201 }),
  };
  offering('TEST');
  const post = vi.spyOn(api, 'POST').mockResolvedValue(paid as never);
  let answer = (_: string) => {};
  const ask = vi.fn(() => new Promise<string>((done) => (answer = done)));
  const queries = quietQueries();
  queries.setQueryData(balanceKey, 'old');
  const { host, button, leave } = await shown(
    <>
      <Balance ask={ask} />
      <DepositForm amount={{ amount: '20.00', currency: 'EUR' }} />
    </>,
    { texts: ['funds'], queries },
  );
  const submit = () => button('Pay in');

  await happens(() => submit()?.click());
  expect(ask).toHaveBeenCalledOnce();
  expect(submit()?.dataset.loading).toBe('true');
  expect(host.querySelector('output')?.textContent).toBe('old');

  await happens(() => answer('new'));
  expect(submit()?.dataset.loading).toBeUndefined();
  expect(submit()?.disabled).toBe(true);
  await type(host.querySelector('input') as HTMLInputElement, '5');
  expect(submit()?.disabled).toBe(false);
  expect(post).toHaveBeenCalledOnce();
  await leave();
});
