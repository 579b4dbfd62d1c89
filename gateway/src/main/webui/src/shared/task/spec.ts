import type { Condition } from './condition';

/** A text, or texts by language. */
export type Text = string | Record<string, string>;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Answer = { [key: string]: Json };

/** A pointer into the input, or a value as it stands. */
export type InValue = { $in: string } | Json;

export interface Block {
  type: string;
  out?: string;
  value?: InValue;
  label?: Text;
  labels?: Record<string, Text>;
  dimensionLabels?: Record<string, Text>;
  low?: Text;
  high?: Text;
  unit?: Text;
  start?: InValue;
  style?: string;
  layout?: string;
  hotkeys?: 'auto' | 'none' | Record<string, string>;
  required?: boolean;
  requiredIf?: Condition;
  visibleIf?: Condition;
  zoom?: boolean;
  accept?: string;
  blocks?: Block[];
}

export interface OutputProperty {
  'x-kind'?: string;
  type?: string;
  'x-labels'?: string[];
  'x-of'?: InValue;
  'x-size'?: { width?: InValue; height?: InValue };
  'x-joints'?: string[];
  'x-duration'?: InValue;
  'x-text'?: boolean;
  'x-ties'?: boolean;
  'x-dimensions'?: string[];
  'x-rationale'?: 'none' | 'optional' | 'required';
  enum?: Json[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

export interface TaskSpec {
  title?: Text;
  output: { required?: string[]; properties: Record<string, OutputProperty> };
  /** Drawn by blocks, or, as kind "html", by a page of the requester's own. */
  ui: { kind: string; layout?: string; blocks?: Block[]; bundle?: string; minHeight?: number };
  instructions?: { short?: Text; full?: Text };
  screenOut?: { output: string; values: Json[] };
  behaviour?: {
    allowSkip?: boolean;
    allowReport?: boolean;
    /** Pointers to sounds and films of the input. */
    mustPlayFully?: string[];
    submitKey?: 'enter' | 'ctrl+enter';
    minActiveSeconds?: number;
    offline?: boolean;
  };
}

/** {@return the text in the reader's language, else in English, else in whatever language there is} */
export function textIn(text: Text | undefined, language: string): { text: string; lang: string | undefined } {
  if (text === undefined) return { text: '', lang: undefined };
  if (typeof text === 'string') return { text, lang: undefined };
  for (const tag of [language, 'en']) {
    const found = text[tag];
    if (found) return { text: found, lang: tag };
  }
  const [tag, first] = Object.entries(text)[0] ?? [undefined, ''];
  return { text: first, lang: tag };
}

/** {@return what a JSON pointer points at, undefined where there is nothing} */
export function at(document: Json | undefined, pointer: string): Json | undefined {
  if (pointer === '') return document;
  let value: Json | undefined = document;
  for (const raw of pointer.slice(1).split('/')) {
    const name = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}

export function isPointer(value: unknown): value is { $in: string } {
  return typeof value === 'object' && value !== null && typeof (value as { $in?: unknown }).$in === 'string';
}

export function inputValue(value: InValue | undefined, input: Json): Json | undefined {
  return isPointer(value) ? at(input, value.$in) : (value as Json | undefined);
}

/** {@return the name of the property that a field fills} */
export function propertyOf(block: Block): string {
  return (block.out ?? '').slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** {@return the labels among which an answer chooses, in the order of the spec} */
export function labelsOf(property: OutputProperty | undefined): string[] {
  return property?.['x-labels'] ?? property?.enum?.map(String) ?? [];
}

export function labelText(block: Block, label: string, language: string): string {
  return textIn(block.labels?.[label], language).text || label;
}

/** {@return all fields, also those within groups} */
export function fieldsOf(blocks: readonly Block[] | undefined): Block[] {
  return (blocks ?? []).flatMap((block) =>
    block.type === 'group' ? fieldsOf(block.blocks) : block.out ? [block] : [],
  );
}
