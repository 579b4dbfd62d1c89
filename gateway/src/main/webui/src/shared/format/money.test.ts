import { expect, it } from 'vitest';
import { differenceOf } from './money';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

it('takes the difference exactly, whatever is larger and however many decimals there are', () => {
  expect(differenceOf(euro('0.30'), euro('0.10'))).toEqual(euro('0.20'));
  expect(differenceOf(euro('4.50'), euro('12.00'))).toEqual(euro('-7.50'));
  expect(differenceOf(euro('4.50'), euro('4.50'))).toEqual(euro('0.00'));
  expect(differenceOf(euro('90071992547409931.01'), euro('0'))).toEqual(euro('90071992547409931.01'));
  expect(differenceOf({ amount: '5', currency: 'JPY' }, { amount: '12', currency: 'JPY' }).amount).toBe('-7');
});
