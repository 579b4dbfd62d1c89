import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from './i18n';

const src = path.join(import.meta.dirname, '../..');
const pluralsOf = {
  en: ['one', 'other'],
  fr: ['one', 'many', 'other'],
  es: ['one', 'many', 'other'],
  ca: ['one', 'many', 'other'],
};

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

function textsOf(language: string, namespace: string): Map<string, string> {
  return flat(JSON.parse(readFileSync(path.join(import.meta.dirname, language, `${namespace}.json`), 'utf8')));
}

const namespaces = readdirSync(path.join(import.meta.dirname, 'en')).map((file) => file.replace('.json', ''));
const withoutPlural = (key: string) => key.replace(/_(one|many|other)$/, '');
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** Keys as the code names them: whole, or the beginning of one that is put together. */
function keysInUse(): { keys: Map<string, string>; prefixes: Map<string, string> } {
  const keys = new Map<string, string>();
  const prefixes = new Map<string, string>();
  for (const file of sources(src)) {
    const code = readFileSync(file, 'utf8');
    const own = code.match(/(?:useTranslation\(|getFixedT\(null, )'(\w+)'/)?.[1] ?? 'common';
    const full = (key: string) => (key.includes(':') ? key : `${own}:${key}`);
    for (const [, key] of code.matchAll(/\b(?:t|i18n\.t)\(\s*'([^']+)'/g)) keys.set(full(key as string), file);
    for (const [, yes, no] of code.matchAll(/\bt\([^()]*\?\s*'([^']+)'\s*:\s*'([^']+)'/g)) {
      keys.set(full(yes as string), file);
      keys.set(full(no as string), file);
    }
    for (const [, start] of code.matchAll(/\b(?:t|i18n\.t|exists)\(\s*`([^`$]*)\$\{/g))
      prefixes.set(full(start as string), file);
    // Labels of the navigation, which areas.ts names and the shell writes.
    for (const [, key] of code.matchAll(/label: '(nav\.[\w.]+)'/g)) keys.set(`common:${key}`, file);
  }
  return { keys, prefixes };
}

describe('texts', () => {
  it('put their own quotation marks around words', () => {
    expect(sources(src).filter((file) => /[“”„«»]/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it.each(namespaces)('%s begins no line with French punctuation', (namespace) => {
    const broken = [...textsOf('fr', namespace)].filter(([, text]) =>
      /[ \u00a0][;?!]|[ \u202f][:»]|«[ \u202f]/.test(text),
    );
    expect(broken).toEqual([]);
  });

  it.each(namespaces)('%s is complete in every language', (namespace) => {
    const english = new Set([...textsOf('en', namespace).keys()].map(withoutPlural));
    for (const { tag } of languages) {
      expect([...new Set([...textsOf(tag, namespace).keys()].map(withoutPlural))].sort(), tag).toEqual(
        [...english].sort(),
      );
    }
  });

  it.each(namespaces)('%s has the plurals that each language needs', (namespace) => {
    for (const { tag } of languages) {
      const texts = textsOf(tag, namespace);
      const plural = new Set([...texts.keys()].filter((key) => withoutPlural(key) !== key).map(withoutPlural));
      for (const key of plural) {
        const forms = [...texts.keys()]
          .filter((other) => withoutPlural(other) === key)
          .map((other) => other.slice(key.length + 1));
        expect(forms.sort(), `${tag} ${key}`).toEqual([...pluralsOf[tag]].sort());
      }
    }
  });

  it.each(namespaces)('%s has the same variables in every language', (namespace) => {
    for (const [key, text] of textsOf('en', namespace)) {
      for (const { tag } of languages) {
        const there = textsOf(tag, namespace).get(key);
        if (there !== undefined) expect(variables(there), `${tag} ${key}`).toEqual(variables(text));
      }
    }
  });

  it('has every text that the code names, and names every text that there is', () => {
    const known = new Set(
      namespaces.flatMap((ns) => [...textsOf('en', ns).keys()].map((key) => `${ns}:${withoutPlural(key)}`)),
    );
    const { keys, prefixes } = keysInUse();
    const missing = [...keys]
      .filter(([key]) => !known.has(key))
      .map(([key, file]) => `${key} in ${path.relative(src, file)}`);
    const unused = [...known].filter(
      (key) => !keys.has(key) && ![...prefixes.keys()].some((start) => key.startsWith(start)),
    );
    const empty = [...prefixes].filter(([start]) => ![...known].some((key) => key.startsWith(start)));
    expect({ missing, unused, empty }).toEqual({ missing: [], unused: [], empty: [] });
  });
});
