import { expect, it } from 'vitest';
import { formatLanguage, formatLanguages, otherLanguages, usualLanguages } from './languages';

it('calls a language by its name in that of the screen, and by its tag where it has none', () => {
  expect(formatLanguage('pt-BR', 'en')).toBe('Brazilian Portuguese');
  expect(formatLanguage('ca', 'fr')).toBe('catalan');
  expect(formatLanguage('not a tag', 'en')).toBe('not a tag');
});

it('lists languages as they are listed in that of the screen', () => {
  expect(formatLanguages(['ca', 'es'], 'en')).toBe('Catalan and Spanish');
  expect(formatLanguages(['ca'], 'es')).toBe('catalán');
});

it('offers each language once, and by a name', () => {
  const all = [...usualLanguages, ...otherLanguages];
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((tag) => formatLanguage(tag, 'en') === tag)).toEqual([]);
});
