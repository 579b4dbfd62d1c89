import {
  type Block,
  fieldsOf,
  type Json,
  labelsOf,
  propertyOf,
  type TaskSpec,
  textIn,
} from '../../../shared/task/spec';

/** A spec as it is posted: more members than the screens know. */
export type SpecDocument = TaskSpec & {
  input?: { properties?: Record<string, { type?: string; 'x-media'?: string }>; required?: string[] };
  [other: string]: unknown;
};

/** {@return a copy with a text in one language alone: what was written anew must not stand beside old words in others} */
export function withTitle(spec: SpecDocument, text: string, language: string): SpecDocument {
  return { ...spec, title: { [language]: text } };
}

export function withInstructions(
  spec: SpecDocument,
  part: 'short' | 'full',
  text: string,
  language: string,
): SpecDocument {
  const others = { ...spec.instructions };
  delete others[part];
  return { ...spec, instructions: text ? { ...others, [part]: { [language]: text } } : others };
}

function withField(spec: SpecDocument, property: string, change: (block: Block) => Block): SpecDocument {
  const changed = (blocks: readonly Block[]): Block[] =>
    blocks.map((block) => {
      if (block.type === 'group') return { ...block, blocks: changed(block.blocks ?? []) };
      return block.out && propertyOf(block) === property ? change(block) : block;
    });
  return { ...spec, ui: { ...spec.ui, blocks: changed(spec.ui.blocks ?? []) } };
}

export function withQuestion(spec: SpecDocument, property: string, text: string, language: string): SpecDocument {
  return withField(spec, property, (block) => ({ ...block, label: { [language]: text } }));
}

/** Kinds whose labels are the requester's own words; the two sides of a preference, say, are not. */
const ownLabels = new Set(['choice', 'multichoice', 'boxes', 'polygons', 'keypoints', 'spans', 'segments']);

/** {@return the fields of a spec whose labels may be written anew} */
export function editableFields(spec: SpecDocument): { block: Block; name: string; labels: string[] | null }[] {
  return fieldsOf(spec.ui.blocks).map((block) => {
    const name = propertyOf(block);
    const property = spec.output.properties[name];
    const mayEdit = ownLabels.has(property?.['x-kind'] ?? '') && !isAskedFor(spec, name);
    return { block, name, labels: mayEdit ? labelsOf(property) : null };
  });
}

/** {@return whether another field is shown or asked for by the answer to this one, by its labels} */
function isAskedFor(spec: SpecDocument, name: string): boolean {
  const conditions = fieldsOf(spec.ui.blocks).flatMap((block) => [block.visibleIf, block.requiredIf]);
  return JSON.stringify([conditions, (spec.ui.blocks ?? []).map((block) => block.visibleIf)]).includes(`"/${name}"`);
}

/** {@return a copy with other labels, one by one; those that stay keep their texts in every language} */
export function withLabels(
  spec: SpecDocument,
  property: string,
  lines: readonly string[],
  language: string,
): SpecDocument {
  const before = spec.output.properties[property];
  const block = fieldsOf(spec.ui.blocks).find((field) => propertyOf(field) === property);
  if (!before || !block) return spec;
  const shown = new Map(
    labelsOf(before).map((label) => [textIn(block.labels?.[label], language).text || label, label] as const),
  );
  const labels = [...new Set(lines.map((line) => line.trim()).filter(Boolean))].map((line) => shown.get(line) ?? line);
  const texts = Object.fromEntries(Object.entries(block.labels ?? {}).filter(([label]) => labels.includes(label)));
  const { labels: _, ...bare } = block;
  const next = withField(spec, property, () => ({
    ...bare,
    ...(Object.keys(texts).length > 0 ? { labels: texts } : {}),
    ...(typeof block.hotkeys === 'object' ? { hotkeys: 'auto' as const } : {}),
  }));
  return {
    ...next,
    output: {
      ...spec.output,
      properties: {
        ...spec.output.properties,
        [property]: before['x-labels'] ? { ...before, 'x-labels': labels } : { ...before, enum: labels },
      },
    },
  };
}

/** {@return the names of inputs in the order of the spec, the needed ones with a sign} */
export function inputsOf(spec: unknown): { name: string; required: boolean; media: string | undefined }[] {
  const input = (spec as SpecDocument | undefined)?.input;
  const required = new Set(input?.required ?? []);
  return Object.entries(input?.properties ?? {}).map(([name, schema]) => ({
    name,
    required: required.has(name),
    media: schema['x-media'],
  }));
}

/** {@return a sample with pictures that this page cannot fetch replaced by one that it can} */
export function showable(spec: unknown, input: Json): Json {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const pictures = new Set(
    inputsOf(spec)
      .filter(({ media }) => media === 'image')
      .map(({ name }) => name),
  );
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      pictures.has(name) && typeof value === 'string' && value.startsWith('https://example.org/')
        ? '/assets/sample-picture.svg'
        : value,
    ]),
  );
}

/** {@return why a text is no spec that could be drawn, or the spec} */
export function parsedSpec(text: string): { spec: SpecDocument } | { fault: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (malformed) {
    return { fault: malformed instanceof Error ? malformed.message : String(malformed) };
  }
  const spec = document as Partial<SpecDocument> | null;
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return { fault: '{ … }' };
  if (typeof spec.output?.properties !== 'object') return { fault: '/output/properties' };
  if (typeof spec.ui?.kind !== 'string') return { fault: '/ui/kind' };
  return { spec: spec as SpecDocument };
}
