import type { Answer, Json, TaskSpec } from '../spec';

/** {@return the site that pages of tasks come from; null where the server has not told one, as under the bundler's own server} */
export function contentOrigin(): string | null {
  const told = document.querySelector<HTMLMetaElement>('meta[name="groundwork-content"]')?.content ?? '';
  return /^https?:\/\//.test(told) ? told : null;
}

/** {@return whether a task is drawn by a page of the requester's own that can be shown here} */
export function isFramed(spec: TaskSpec): boolean {
  return spec.ui.kind === 'html' && pageAddress(spec) !== null;
}

/** {@return whether there is something that draws a task here: blocks, or a page of the requester's own} */
export function isDrawn(spec: TaskSpec): boolean {
  return spec.ui.kind === 'blocks' || isFramed(spec);
}

/** {@return where the page of a task is; null where there is none} */
export function pageAddress(spec: TaskSpec): string | null {
  const hash = /^sha256-([0-9a-f]{64})$/.exec(spec.ui.bundle ?? '')?.[1];
  const origin = contentOrigin();
  return hash && origin ? `${origin}/pages/${hash}/index.html` : null;
}

/** {@return the input with whole addresses of media: the page is at another site} */
export function withWholeAddresses(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('/v1/media/') ? location.origin + value : value;
  if (Array.isArray(value)) return value.map(withWholeAddresses);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withWholeAddresses(part)]));
  }
  return value;
}

/** {@return what of a page's answer is of a property that the spec knows; a page may say anything} */
export function known(spec: TaskSpec, answer: unknown): Answer | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  return Object.fromEntries(
    Object.entries(answer as Answer).filter(([name]) => Object.hasOwn(spec.output.properties, name)),
  );
}
