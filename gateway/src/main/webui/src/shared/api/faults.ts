import { formatSeconds } from '../format/time';
import { i18n } from '../i18n/i18n';

/** The forms of sentence in which the services say what is wrong with a field, with the limits that a sentence names. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^(?:must not be (?:null|blank|empty)|is missing|is needed\b.*|A method of this rail needs it\.)$/, 'missing'],
  [/^(?:size must be between|must be) (?<min>\d+) (?:and|to) (?<max>\d+)(?: characters)?$/, 'length'],
  [/^must name (?<min>\d+) to (?<max>\d+) languages$/, 'many'],
  [/^must be (?:between|from) (?<min>\S+) (?:and|to) (?<max>\S+)$/, 'between'],
  [/^must be above (?<min>\S+) and below (?<max>\S+)$/, 'between'],
  [/^must be (?:above zero|greater than 0)$/, 'positive'],
  [/^must be greater than or equal to (?<min>\S+)$/, 'least'],
  [/^must be (?:less than or equal to|at most) (?<max>\S+)\b.*$/, 'most'],
  [/^must be (?<currency>[A-Z]{3})(?:, as the reward)?$/, 'currency'],
  [/^must not be shorter than the time estimate$/, 'shorterThanEstimate'],
  [/^must be an ISO 3166.* code such as (?<such>.+)$/, 'code'],
  [/^must be a BCP 47 language tag such as (?<such>.+)$/, 'code'],
  [/^must be a well-formed email address$/, 'email'],
  [/^must match ".*"$/, 'characters'],
  [/^(?:must not contain control characters|holds characters that cannot be kept)$/, 'characters'],
  [/^is not a possible value$/, 'value'],
  [/^is there twice$/, 'twice'],
];

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** {@return a limit as people read it: a number, or a length of time where it is one} */
function limit(given: string, language: string): string {
  const time = given.match(duration);
  if (!time) return /^\d+(\.\d+)?$/.test(given) ? new Intl.NumberFormat(language).format(Number(given)) : given;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = time.slice(1).map((part) => Number(part ?? 0));
  return formatSeconds(((days * 24 + hours) * 60 + minutes) * 60 + seconds, language);
}

/**
 * {@return what is wrong with a field in the reader's language; null where the sentence has none of the forms that are known, and
 * has to be shown as the server says it}
 */
export function faultWords(detail: string): string | null {
  for (const [form, name] of forms) {
    const found = detail.match(form);
    if (!found) continue;
    const limits = Object.entries(found.groups ?? {}).map(
      ([part, given]) => [part, limit(given, i18n.language)] as const,
    );
    return i18n.t(`fault.${name}`, Object.fromEntries(limits));
  }
  return null;
}
