import { afterEach, expect, it, vi } from 'vitest';
import * as sending from '../../../shared/api/send';
import { editor, happens, shown, type } from '../../../testing/shown';
import { RatesImport } from './RatesImport';

afterEach(() => vi.restoreAllMocks());

const operator = { who: { ...editor, roles: ['operator'] }, texts: ['wages'] };

async function choose(host: HTMLElement, table: string) {
  const select = host.querySelector('select') as HTMLSelectElement;
  await happens(() => {
    select.value = table;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const field = host.querySelector('input[type="file"]') as HTMLInputElement;
  Object.defineProperty(field, 'files', { value: [new File(['x'], 'rates.csv')] });
  await happens(() => field.dispatchEvent(new Event('change', { bubbles: true })));
  await type(
    [...host.querySelectorAll('input')].find(({ maxLength }) => maxLength === 500) as HTMLInputElement,
    'ECB & co',
  );
}

it('names each cell of a table that is wrong, and keeps what was entered', async () => {
  const errors = [
    { row: 0, column: 'source', code: 'column-missing', detail: '' },
    { row: 3, column: 'per_usd', code: 'not-a-number', detail: '' },
    { row: 4, column: 'per_usd', code: 'of-tomorrow', detail: 'in the server’s words' },
  ];
  const send = vi.spyOn(sending, 'send').mockResolvedValue({ status: 422, body: { code: 'rates-rejected', errors } });
  const { host, button, leave } = await shown(<RatesImport />, operator);
  await choose(host, 'FX');
  expect(host.querySelector('code')?.textContent).toBe('currency,per_usd,effective_date,source');

  await happens(() => button('Import')?.click());
  expect(send.mock.calls[0]?.slice(0, 2)).toEqual(['/v1/wage-floors/exchange-rates?reason=ECB+%26+co', 'text/csv']);
  const rows = [...host.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ['Header', 'source', 'The header lacks this column.'],
    ['3', 'per_usd', 'Units for one US dollar, above zero, such as 0.925.'],
    ['4', 'per_usd', 'in the server’s words'],
  ]);
  expect(host.textContent).toContain('3 cells are wrong.');
  await leave();
});

it('says how many rows of a table were new', async () => {
  const send = vi.spyOn(sending, 'send').mockResolvedValue({ status: 200, body: { added: 1, unchanged: 12 } });
  const { host, button, leave } = await shown(<RatesImport />, operator);
  await choose(host, 'STATUTORY');
  await happens(() => button('Import')?.click());
  expect(send.mock.calls[0]?.[0]).toBe('/v1/wage-floors/imports?reason=ECB+%26+co&kind=STATUTORY');
  expect(host.querySelector('[role="status"]')?.textContent).toBe('1 row is new. 12 were there already.');
  await leave();
});
