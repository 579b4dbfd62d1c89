/** Money as the API has it: a decimal text and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** The one place that writes money. The amount stays a decimal text: no binary fraction is ever made of it. */
export function formatMoney(money: Money, language: string): string {
  const key = `${language} ${money.currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, { style: 'currency', currency: money.currency });
    formats.set(key, format);
  }
  return format.format(money.amount as Intl.StringNumericLiteral);
}

/** {@return whether there is something, without reading the amount as a number} */
export function isZero(money: Money): boolean {
  return !/[1-9]/.test(money.amount);
}
