import { Problem } from '../api/problem';
import { digitsOf, type Money } from './money';

/** {@return a number as the API takes it: people of many languages write the decimals behind a comma} */
export function decimal(text: string): string {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? plain : text.trim();
}

/** A thousand and more as some write it, one and some decimals as others do. */
const eitherWay = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * {@return an amount of money as the API takes it; what is none is left to the API to refuse}
 *
 * @throws Problem {@code ambiguous-amount} for one such as 1,000 in a currency with fewer than three decimals: it would be taken for one
 */
export function amountOf(typed: string, currency: string): Money {
  if (eitherWay.test(typed.trim()) && digitsOf(currency) < 3) {
    throw new Problem(422, 'ambiguous-amount', 'A separator before three digits may mean thousands or decimals.');
  }
  return { amount: decimal(typed), currency };
}
