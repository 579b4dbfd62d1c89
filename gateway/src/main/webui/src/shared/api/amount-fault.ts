import { i18n } from '../i18n/i18n';
import { Problem } from './problem';

/** Refusals of a request for the amount that it names. */
const ofAmounts: readonly string[] = ['invalid-amount', 'ambiguous-amount', 'too-many-decimals', 'amount-not-positive'];

/**
 * {@return what is wrong with an amount of money that was sent, in the reader's language; undefined where the failure is about something
 * else}
 *
 * @param pointer JSON pointer of the amount with its currency
 */
export function amountFault(failure: unknown, pointer: string): string | undefined {
  if (!(failure instanceof Problem)) return undefined;
  if (ofAmounts.includes(failure.code)) return i18n.t(`problem.${failure.code}`, { ns: 'common' });
  const fault = failure.faults.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  return fault && failure.fault(fault.pointer);
}
