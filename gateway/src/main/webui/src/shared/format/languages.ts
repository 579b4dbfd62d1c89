/** Written by most who are asked for languages here. */
export const usualLanguages = ['ca', 'es', 'en', 'fr', 'de', 'it', 'pt', 'ar', 'sw', 'hi', 'zh', 'uk'] as const;

/** And by others: of each, the shortest tag. */
export const otherLanguages =
  'af am az be bg bn bs cs cy da el et eu fa fi fil ga gl gu ha he hr hu hy id ig is ja jv ka kk km kn ko ky lo lt lv mg mk ml mn mr ms mt my nb ne nl om pa pl ps ro ru rw si sk sl sn so sq sr sv ta te th ti tr tt ug ur uz vi wo xh yo yue zu'.split(
    ' ',
  );

const names = new Map<string, Intl.DisplayNames>();

/** {@return what a language is called in another} @param tag BCP 47 */
export function formatLanguage(tag: string, language: string): string {
  let known = names.get(language);
  if (!known) {
    known = new Intl.DisplayNames(language, { type: 'language' });
    names.set(language, known);
  }
  try {
    return known.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** {@return the names of languages as one text} @param tags BCP 47 */
export function formatLanguages(tags: readonly string[], language: string): string {
  return new Intl.ListFormat(language).format(tags.map((tag) => formatLanguage(tag, language)));
}
