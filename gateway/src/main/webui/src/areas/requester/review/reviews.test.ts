import { expect, it } from 'vitest';
import { clausesOf } from './reviews';

it('takes the instructions apart into the rules that they are', () => {
  const spec = {
    output: { properties: {} },
    ui: { kind: 'blocks' },
    instructions: {
      short: { en: 'Say the light.', ca: 'Digues la llum.' },
      full: { en: '1. Look at the sky. Do not guess, e.g. by lamps.\n\n2. Say the light.' },
    },
  };
  expect(clausesOf(spec, 'en')).toEqual([
    'Say the light.',
    '1. Look at the sky.',
    'Do not guess, e.g. by lamps.',
    '2. Say the light.',
  ]);
  expect(clausesOf(spec, 'ca')[0]).toBe('Digues la llum.');
  expect(clausesOf(undefined, 'en')).toEqual([]);
});
