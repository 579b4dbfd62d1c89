import { type Block, fieldsOf, labelsOf, propertyOf, type TaskSpec } from './spec';

/** In the order in which they are given out, over all fields of a task. */
const order = '123456789qwertyuiopasdfghjklzxcvbnm';

const withKeys = new Set(['field.choice', 'field.multichoice', 'field.boolean']);

export interface Hotkey {
  key: string;
  field: string;
  label: string;
}

/** {@return which key stands for which label; no key stands for two} */
export function hotkeysOf(spec: TaskSpec): Hotkey[] {
  const fields = fieldsOf(spec.ui.blocks).filter((block) => withKeys.has(block.type) && block.hotkeys !== 'none');
  const own = fields.filter((block) => typeof block.hotkeys === 'object').flatMap((block) => named(block));
  const free = [...order].filter((key) => !own.some((hotkey) => hotkey.key === key));
  const given = fields
    .filter((block) => typeof block.hotkeys !== 'object')
    .flatMap((block) => labels(block, spec).map((label) => ({ field: propertyOf(block), label })))
    .flatMap((place, index) => {
      const key = free[index];
      return key ? [{ key, ...place }] : [];
    });
  return [...own, ...given];
}

function labels(block: Block, spec: TaskSpec): string[] {
  return block.type === 'field.boolean' ? ['true', 'false'] : labelsOf(spec.output.properties[propertyOf(block)]);
}

function named(block: Block): Hotkey[] {
  return Object.entries(block.hotkeys as Record<string, string>).map(([label, key]) => ({
    key: key.toLowerCase(),
    field: propertyOf(block),
    label,
  }));
}

/** Keys that a worker has chosen, by field and label; an empty one is switched off. */
export type OwnKeys = Readonly<Record<string, string>>;

/** They mean the same in every task, or belong to the page. */
const reserved = new Set(['enter', 'escape', ' ', '?', 'tab', 'backspace', 'delete']);

export const placeOf = (hotkey: { field: string; label: string }) => JSON.stringify([hotkey.field, hotkey.label]);

/** {@return the keys as the worker has them: their own where they chose some} Those that are switched off have the key ''. */
export function withOwnKeys(hotkeys: readonly Hotkey[], own: OwnKeys): Hotkey[] {
  return hotkeys.map((hotkey) => ({ ...hotkey, key: own[placeOf(hotkey)] ?? hotkey.key }));
}

/** {@return why a key cannot stand for a label, null where it can} @param key as the browser names it */
export function keyFault(hotkeys: readonly Hotkey[], chosen: Hotkey, key: string): 'reserved' | 'taken' | null {
  const name = key.toLowerCase();
  if (reserved.has(name) || [...name].length !== 1) return 'reserved';
  const other = hotkeys.find((hotkey) => hotkey.key === name && placeOf(hotkey) !== placeOf(chosen));
  return other ? 'taken' : null;
}

/** {@return whether a key belongs to what has the focus: a text, a list, an open dialog} */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type))
  );
}
