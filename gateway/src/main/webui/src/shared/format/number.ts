const formats = new Map<string, Intl.NumberFormat>();

/** {@return a count as it is written in a language} */
export function formatCount(value: number, language: string): string {
  let format = formats.get(language);
  if (!format) {
    format = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    formats.set(language, format);
  }
  return format.format(value);
}
