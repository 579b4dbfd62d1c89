import { expect, it } from 'vitest';
import type { TaskSpec } from '../../../shared/task/spec';
import { inWords } from './training';

const spec: TaskSpec = {
  output: { properties: {} },
  ui: {
    kind: 'blocks',
    blocks: [
      { type: 'field.choice', out: '/mood', label: { en: 'Mood', ca: 'Estat' }, labels: { sad: { ca: 'Trist' } } },
      { type: 'field.multichoice', out: '/topics' },
      { type: 'field.boolean', out: '/sure' },
      { type: 'field.shapes', out: '/objects' },
      { type: 'field.spans', out: '/names' },
      { type: 'field.preference', out: '/better' },
      { type: 'field.number', out: '/count' },
    ],
  },
};

it('says an answer in words, and counts what cannot be said', () => {
  const gold = {
    mood: 'sad',
    topics: ['rain', 'wind'],
    sure: true,
    objects: [{ label: 'car', x: 1, y: 1, width: 2, height: 2 }],
    names: { textHash: 'f', spans: [] },
    better: { choice: 'a' },
  };
  expect(inWords(spec, gold, 'ca', (value) => (value ? 'Sí' : 'No'))).toEqual([
    { question: 'Estat', answer: 'Trist', marks: 0 },
    { question: 'topics', answer: 'rain, wind', marks: 0 },
    { question: 'sure', answer: 'Sí', marks: 0 },
    { question: 'objects', answer: null, marks: 1 },
    { question: 'names', answer: null, marks: 0 },
    { question: 'better', answer: 'a', marks: 0 },
  ]);
});
