import { expect, it } from 'vitest';
import { amountOf, decimal } from './decimal';

it.each([
  ['0,05', '0.05'],
  [' 12 ', '12'],
  ['1.5', '1.5'],
  ['1,234.5', '1,234.5'],
  ['much', 'much'],
])('%s becomes %s', (typed, sent) => expect(decimal(typed)).toBe(sent));

it.each([
  ['1,000', 'EUR', null],
  ['1.000', 'EUR', null],
  [' 15,000 ', 'IDR', null],
  ['1,500', 'JPY', null],
  ['1.500', 'eu', null],
  ['1,500', 'KWD', '1.500'],
  ['1.500', 'KWD', '1.500'],
  ['0,050', 'EUR', '0.050'],
  ['1000', 'EUR', '1000'],
  ['1000,000', 'EUR', '1000.000'],
  ['1,50', 'EUR', '1.50'],
  ['1,234.50', 'EUR', '1,234.50'],
  ['1.234,50', 'EUR', '1.234,50'],
])('%s of %s is sent as %s, and not where it may be read in two ways', (typed, currency, sent) => {
  const read = () => amountOf(typed, currency);
  if (sent === null) expect(read).toThrowError(expect.objectContaining({ code: 'ambiguous-amount' }));
  else expect(read()).toEqual({ amount: sent, currency });
});
