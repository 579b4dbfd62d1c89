function unit(language: string, name: 'second' | 'minute' | 'hour' | 'day', value: number): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(value);
}

/** {@return a length of time in its two largest units} @param seconds 0 or more */
export function formatSeconds(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts: string[] = [];
  if (days) parts.push(unit(language, 'day', days));
  if (hours) parts.push(unit(language, 'hour', hours));
  if (minutes && !days) parts.push(unit(language, 'minute', minutes));
  if ((rest && !hours && !days) || parts.length === 0) parts.push(unit(language, 'second', rest));
  return parts.slice(0, 2).join(' ');
}

/** {@return minutes and seconds as a clock shows them, hours where needed} */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

export function formatInstant(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

export function formatDay(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(instant));
}

/** @param date a day of the calendar, such as 2026-11-27: the same day wherever it is read */
export function formatDate(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
}

/** @param rate part of one as a decimal text: terms that are final are shown to the last digit that they may have */
export function formatRate(rate: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 4 });
  return format.format(rate as Intl.StringNumericLiteral);
}

/** @param share 0 to 1 */
export function formatShare(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}
