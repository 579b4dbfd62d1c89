import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

/** Each is complete: a test holds them to the same keys. */
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'fr', name: 'Français' },
  { tag: 'es', name: 'Español' },
  { tag: 'ca', name: 'Català' },
] as const;

export type Language = (typeof languages)[number]['tag'];

const stored = 'groundwork.language';
const texts = import.meta.glob<Record<string, unknown>>(['./*/*.json'], { import: 'default' });

export const i18n = i18next;

/** {@return the first of the wanted languages that there is, else English} @param wanted tags such as {@code fr-CH} */
export function choose(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language.tag);
    if (found) return found.tag;
  }
  return 'en';
}

function remembered(): string[] {
  try {
    const kept = localStorage.getItem(stored);
    return kept ? [kept] : [];
  } catch {
    return [];
  }
}

export async function startI18n(): Promise<void> {
  i18n.on('languageChanged', (tag) => {
    document.documentElement.lang = tag;
  });
  await i18n
    .use({
      type: 'backend' as const,
      init() {},
      async read(language: string, namespace: string) {
        const load = texts[`./${language}/${namespace}.json`];
        if (!load) throw new Error(`no texts ${language}/${namespace}`);
        return load();
      },
    })
    .use(initReactI18next)
    .init({
      lng: choose([...remembered(), ...navigator.languages]),
      fallbackLng: false,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

export async function changeLanguage(tag: Language): Promise<void> {
  try {
    localStorage.setItem(stored, tag);
  } catch {
    // Private windows may keep nothing; the choice then holds for this page.
  }
  await i18n.changeLanguage(tag);
}
