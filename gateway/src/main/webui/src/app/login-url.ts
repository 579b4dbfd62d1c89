import { i18n } from '../shared/i18n/i18n';

/** Where a person signs in, in the language of this page, and comes back to a path of this site. */
export function loginUrl(path: string): string {
  return `/session/login?${new URLSearchParams({ return: path, ui_locales: i18n.language })}`;
}
