import { evaluate } from './condition';
import {
  type Answer,
  at,
  type Block,
  fieldsOf,
  inputValue,
  isPointer,
  type Json,
  propertyOf,
  type TaskSpec,
} from './spec';

/** An answer with the steps that led to it. One stack for all blocks of a task; it survives a reload in the draft. */
export interface History {
  readonly past: readonly Answer[];
  readonly present: Answer;
  readonly future: readonly Answer[];
}

const longestPast = 200;
/** Characters of all steps back together, as JSON: what asks for room without end is a page, which may say anything at any time. */
export const mostPastCharacters = 4_000_000;
const lengths = new WeakMap<Answer, number>();

/** Answers are never changed, and one is measured once. */
function lengthOf(answer: Answer): number {
  let length = lengths.get(answer);
  if (length === undefined) {
    length = JSON.stringify(answer).length;
    lengths.set(answer, length);
  }
  return length;
}

/** {@return the last of the steps, as many as are kept} */
function bounded(past: readonly Answer[]): readonly Answer[] {
  let from = Math.max(0, past.length - longestPast);
  let length = past.slice(from).reduce((sum, answer) => sum + lengthOf(answer), 0);
  for (; length > mostPastCharacters; from++) length -= lengthOf(past[from] as Answer);
  return past.slice(from);
}

export const fresh = (present: Answer = {}): History => ({ past: [], present, future: [] });

/** {@return the history with a field set, or cleared by undefined} @param merge a change that continues the last one, as typing does */
export function set(history: History, name: string, value: Json | undefined, merge = false): History {
  const present = { ...history.present };
  if (value === undefined) delete present[name];
  else present[name] = value;
  return replace(history, present, merge);
}

/** {@return the history with another answer} @param merge as for {@link set} */
export function replace(history: History, present: Answer, merge = false): History {
  const past = merge && history.past.length > 0 ? history.past : bounded([...history.past, history.present]);
  return { past, present, future: [] };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  return last === undefined
    ? history
    : { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future };
}

/** What the screen knows besides the answer. */
export interface Seen {
  input: Json;
  playedFully: readonly string[];
  opened: readonly string[];
}

export function isVisible(block: Block, answer: Answer, seen: Seen): boolean {
  return !block.visibleIf || evaluate(block.visibleIf, { answer, ...seen }) === 'yes';
}

/** {@return the fields that are shown, also within groups} */
export function visibleFields(blocks: readonly Block[] | undefined, answer: Answer, seen: Seen): Block[] {
  return (blocks ?? [])
    .filter((block) => isVisible(block, answer, seen))
    .flatMap((block) =>
      block.type === 'group' ? visibleFields(block.blocks, answer, seen) : block.out ? [block] : [],
    );
}

/** {@return the answer without what is hidden: the server takes none of that} */
export function withoutHidden(spec: TaskSpec, answer: Answer, seen: Seen): Answer {
  let kept = answer;
  // A field that goes may hide another; each round removes one at least, or is the last.
  for (;;) {
    const shown = new Set(visibleFields(spec.ui.blocks, kept, seen).map(propertyOf));
    const all = new Set(fieldsOf(spec.ui.blocks).map(propertyOf));
    const next = Object.fromEntries(Object.entries(kept).filter(([name]) => shown.has(name) || !all.has(name)));
    if (Object.keys(next).length === Object.keys(kept).length) return next;
    kept = next;
  }
}

function isMissing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** {@return whether an answer says that the task is not for the worker: nothing else of it is asked for} */
export function screensOut(spec: TaskSpec, answer: Answer): boolean {
  if (!spec.screenOut) return false;
  const { output, values } = spec.screenOut;
  const given = answer[output];
  return (Array.isArray(given) ? given : [given]).some((value) => value !== undefined && values.includes(value));
}

/**
 * {@return the names of fields that are shown, must be filled and are not, in their order on the screen}
 *
 * @param open fields in which something is begun and not finished: submitted now, it would be lost
 */
export function missingFields(spec: TaskSpec, answer: Answer, seen: Seen, open: readonly string[] = []): string[] {
  if (screensOut(spec, answer)) return [];
  const always = new Set(spec.output.required ?? []);
  return visibleFields(spec.ui.blocks, answer, seen)
    .filter((block) => {
      const name = propertyOf(block);
      const demanded =
        block.required || (block.requiredIf && evaluate(block.requiredIf, { answer, ...seen }) === 'yes');
      if (open.includes(name)) return true;
      // A list may be demanded by the schema and yet be empty: nothing of it is there.
      if (always.has(name) && answer[name] === undefined) return true;
      return demanded === true && isMissing(answer[name]);
    })
    .map(propertyOf);
}

const players = ['view.audio', 'view.video'];

/** {@return pointers to what is played on the screen, by a view or by a field} */
function playedOnScreen(spec: TaskSpec, blocks: readonly Block[] | undefined, answer: Answer, seen: Seen): string[] {
  return (blocks ?? [])
    .filter((block) => isVisible(block, answer, seen))
    .flatMap((block) => {
      if (block.type === 'group') return playedOnScreen(spec, block.blocks, answer, seen);
      const what = block.type === 'field.segments' ? spec.output.properties[propertyOf(block)]?.['x-of'] : block.value;
      return isPointer(what) && (players.includes(block.type) || block.type === 'field.segments') ? [what.$in] : [];
    });
}

/** {@return pointers to sounds and films that are on the screen, must come to their end before the answer is taken, and have not} */
export function unplayed(spec: TaskSpec, answer: Answer, seen: Seen): string[] {
  const wanted = spec.behaviour?.mustPlayFully ?? [];
  if (wanted.length === 0 || screensOut(spec, answer)) return [];
  const shown = playedOnScreen(spec, spec.ui.blocks, answer, seen);
  return wanted.filter(
    (pointer) =>
      shown.includes(pointer) && !seen.playedFully.includes(pointer) && typeof at(seen.input, pointer) === 'string',
  );
}

/** {@return the answer as it begins: a text to correct as it is, and lists that must be there, but may stay empty} */
export function startOf(spec: TaskSpec, input: Json): Answer {
  const required = new Set(spec.output.required ?? []);
  const answer: Answer = {};
  for (const block of fieldsOf(spec.ui.blocks)) {
    const name = propertyOf(block);
    if (block.start !== undefined) {
      const start = inputValue(block.start, input);
      if (start !== undefined && start !== null) answer[name] = start;
    } else if (block.type === 'field.multichoice' && required.has(name) && !block.required) answer[name] = [];
  }
  return answer;
}
