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

/** {@return the whole minor units that an amount stands for, and how many decimals it has} */
function minorOf(money: Money): { minor: bigint; decimals: number } {
  return { minor: BigInt(money.amount.replace('.', '')), decimals: money.amount.split('.')[1]?.length ?? 0 };
}

function written(minor: bigint, decimals: number): string {
  const digits = minor.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** {@return how many decimals a currency has; two for what is no code of a currency} */
export function digitsOf(currency: string): number {
  if (!/^[A-Za-z]{3}$/.test(currency)) return 2;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * {@return what an hour comes to where one task takes so long, rounded half up to the decimals of the currency, however many were
 * written} @param seconds above 0
 */
export function perHour(money: Money, seconds: number): Money {
  const given = minorOf(money);
  const decimals = Math.max(given.decimals, digitsOf(money.currency));
  const minor = given.minor * 10n ** BigInt(decimals - given.decimals);
  const millis = BigInt(Math.max(1, Math.round(seconds * 1000)));
  return { amount: written((minor * 3_600_000n * 2n + millis) / (2n * millis), decimals), currency: money.currency };
}

/** {@return the least reward for a task of so many seconds that comes to no less an hour} @param seconds whole, 0 or more */
export function leastReward(hour: Money, seconds: number): Money {
  const { minor, decimals } = minorOf(hour);
  const due = (minor * BigInt(Math.round(seconds)) + 3599n) / 3600n;
  return { amount: written(due, decimals), currency: hour.currency };
}

/** {@return what one amount lacks to another of the same currency, zero where it lacks nothing} */
export function lacking(have: Money, want: Money): Money {
  const [left, right] = [minorOf(have), minorOf(want)];
  const decimals = Math.max(left.decimals, right.decimals);
  const at = (value: typeof left) => value.minor * 10n ** BigInt(decimals - value.decimals);
  const missing = at(right) - at(left);
  return { amount: written(missing > 0n ? missing : 0n, decimals), currency: want.currency };
}

/** {@return how large a part is, 0 to 1, for the length of a bar and nothing else} */
export function shareOf(part: Money, whole: Money): number {
  const [one, all] = [minorOf(part), minorOf(whole)];
  if (all.minor <= 0n || one.decimals !== all.decimals) return 0;
  return Math.min(1, Number((one.minor * 10_000n) / all.minor) / 10_000);
}

/** {@return what comes on top from one amount to another of the same currency; signed} */
export function differenceOf(to: Money, from: Money): Money {
  const more = lacking(from, to);
  return isZero(more) ? negated(lacking(to, from)) : more;
}

/** {@return what takes an amount away} */
export function negated(money: Money): Money {
  return isZero(money) ? money : { ...money, amount: `-${money.amount}` };
}
