import { expect, it } from 'vitest';
import type { Answer, TaskSpec } from '../spec';
import { faultsOf } from './answer-faults';
import { known } from './content';

const spec: TaskSpec = {
  output: {
    required: ['animal', 'agree'],
    properties: {
      animal: { 'x-kind': 'choice', enum: ['cat', 'dog'] },
      seen: { 'x-kind': 'multichoice', 'x-labels': ['tail', 'ear'] },
      agree: { 'x-kind': 'boolean' },
      stars: { 'x-kind': 'rating', maximum: 3 },
      count: { 'x-kind': 'number', type: 'integer', minimum: 0 },
      why: { 'x-kind': 'text', maxLength: 3 },
      shapes: { 'x-kind': 'boxes' },
      better: { 'x-kind': 'preference' },
    },
  },
  ui: { kind: 'html' },
};

const good: Answer = { animal: 'cat', agree: false };

it('finds nothing wrong with an answer of the right kinds', () => {
  expect(faultsOf(spec, good)).toEqual([]);
  expect(
    faultsOf(spec, { ...good, seen: ['ear'], stars: 3, count: 0, why: '🙂🙂🙂', shapes: [], better: { choice: 'a' } }),
  ).toEqual([]);
});

it.each([
  ['animal', 'bird'],
  ['seen', ['ear', 'nose']],
  ['seen', 'ear'],
  ['agree', 'yes'],
  ['stars', 4],
  ['stars', 1.5],
  ['count', -1],
  ['count', 0.5],
  ['count', '1'],
  ['why', 'long'],
  ['shapes', {}],
  ['better', []],
])('says that %s is not %j', (name, value) => {
  expect(faultsOf(spec, { ...good, [name]: value })).toEqual([{ name, what: 'wrong' }]);
});

it('asks for nothing else of an answer that says that the task is not for the worker', () => {
  const screening: TaskSpec = { ...spec, screenOut: { output: 'agree', values: [false] } };
  expect(faultsOf(screening, { agree: false })).toEqual([]);
  expect(faultsOf(screening, { agree: true })).toEqual([{ name: 'animal', what: 'missing' }]);
});

it('says what is missing', () => {
  expect(faultsOf(spec, { animal: 'cat' })).toEqual([{ name: 'agree', what: 'missing' }]);
});

it('takes of a page only what the spec knows', () => {
  expect(known(spec, { animal: 'cat', token: 'x', constructor: 1 })).toEqual({ animal: 'cat' });
  for (const odd of [null, 'text', [1], 4]) expect(known(spec, odd)).toBeNull();
});
