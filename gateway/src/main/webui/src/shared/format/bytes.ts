const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** {@return a size in the largest unit that it fills, such as 2.4 MB} */
export function formatBytes(bytes: number, language: string): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** power);
}
