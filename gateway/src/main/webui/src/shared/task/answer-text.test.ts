import { expect, it } from 'vitest';
import { answerText } from './answer-text';
import type { TaskSpec } from './spec';

const spec: TaskSpec = {
  output: {
    properties: {
      why: {},
      mood: { enum: ['happy', 'sad'] },
      topics: { 'x-labels': ['rain', 'sun'] },
      strength: {},
      boxes: {},
    },
  },
  ui: {
    kind: 'blocks',
    blocks: [
      {
        type: 'field.choice',
        out: '/mood',
        label: { en: 'Mood', fr: 'Humeur' },
        labels: { sad: { en: 'Sad', fr: 'Triste' } },
      },
      { type: 'group', blocks: [{ type: 'field.text', out: '/why', label: 'Why?' }] },
      { type: 'field.multichoice', out: '/topics', label: 'Topics', labels: { rain: 'Rain' } },
      { type: 'field.rating', out: '/strength' },
    ],
  },
};

it('says each question with its answer, as the screen does', () => {
  const answer = { boxes: [{ x: 1 }], why: 'sad', strength: 4, topics: ['rain', 'sun'], mood: 'sad' };
  expect(answerText(spec, answer, 'fr')).toBe(
    'Humeur\nTriste\n\nWhy?\nsad\n\nTopics\nRain, sun\n\nstrength\n4\n\nboxes\n[{"x":1}]',
  );
});

it('is empty where nothing was answered, and knows no questions without their task', () => {
  expect(answerText(spec, { why: '', topics: [], mood: null }, 'en')).toBe('');
  expect(answerText(null, { mood: 'sad' }, 'en')).toBe('mood\nsad');
});
