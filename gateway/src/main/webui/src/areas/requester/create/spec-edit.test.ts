import { describe, expect, it } from 'vitest';
import { editableFields, parsedSpec, type SpecDocument, showable, withLabels, withQuestion } from './spec-edit';

const spec: SpecDocument = {
  spec: 'task/1',
  input: { properties: { image: { type: 'string', 'x-media': 'image' }, text: { type: 'string' } } },
  output: {
    properties: {
      scene: { 'x-kind': 'choice', enum: ['day', 'night'] },
      why: { 'x-kind': 'text' },
      objects: { 'x-kind': 'boxes', 'x-labels': ['car'] },
    },
  },
  ui: {
    kind: 'blocks',
    blocks: [
      { type: 'view.image', value: { $in: '/image' } },
      {
        type: 'field.choice',
        out: '/scene',
        hotkeys: { day: 'd', night: 'n' },
        label: { en: 'When?', ca: 'Quan?' },
        labels: { day: { en: 'Day', ca: 'Dia' }, night: { en: 'Night', ca: 'Nit' } },
      },
      { type: 'group', blocks: [{ type: 'field.shapes', out: '/objects' }] },
      { type: 'field.text', out: '/why' },
    ],
  },
};

describe('labels', () => {
  it('keep their texts in every language where they stay, and give up keys of their own', () => {
    const next = withLabels(spec, 'scene', ['Day', ' Dusk ', '', 'Dusk'], 'en');
    expect(next.output.properties.scene?.enum).toEqual(['day', 'Dusk']);
    expect(next.ui.blocks?.[1]).toMatchObject({ hotkeys: 'auto', labels: { day: { en: 'Day', ca: 'Dia' } } });
    expect(spec.output.properties.scene?.enum).toEqual(['day', 'night']);
  });

  it('of shapes are found within groups', () => {
    expect(withLabels(spec, 'objects', ['car', 'van'], 'en').output.properties.objects?.['x-labels']).toEqual([
      'car',
      'van',
    ]);
  });

  it('on which another question hangs are left alone', () => {
    const hanging = structuredClone(spec);
    (hanging.ui.blocks ?? [])[3] = {
      type: 'field.text',
      out: '/why',
      visibleIf: { op: 'eq', path: '/scene', value: 'night' },
    };
    const editable = (document: SpecDocument) =>
      editableFields(document)
        .filter(({ labels }) => labels)
        .map(({ name }) => name);
    expect(editable(spec)).toEqual(['scene', 'objects']);
    expect(editable(hanging)).toEqual(['objects']);
  });
});

it('replaces a question in all languages by the one that was written', () => {
  expect(withQuestion(spec, 'scene', 'Which light?', 'en').ui.blocks?.[1]?.label).toEqual({ en: 'Which light?' });
});

it('shows a picture of its own where the sample names one that does not exist', () => {
  expect(showable(spec, { image: 'https://example.org/a.jpg', text: 'https://example.org/' })).toEqual({
    image: '/assets/sample-picture.svg',
    text: 'https://example.org/',
  });
});

it.each([
  ['{', true],
  ['[]', true],
  ['{"ui":{"kind":"blocks"}}', true],
  [JSON.stringify(spec), false],
])('reads %s', (text, fault) => expect('fault' in parsedSpec(text)).toBe(fault));
