import { afterAll, expect, it } from 'vitest';
import { changeLanguage } from '../i18n/i18n';
import { faultWords } from './faults';
import { Problem } from './problem';

afterAll(() => changeLanguage('en'));

it.each([
  ['must not be blank', 'Esto falta.'],
  ['size must be between 3 and 64', 'Tiene que tener de 3 a 64 caracteres.'],
  ['must be 1 to 80 characters', 'Tiene que tener de 1 a 80 caracteres.'],
  ['must be between PT1M and P30D', 'Tiene que estar entre 1 min y 30 d.'],
  ['must be above 0 and below 1', 'Tiene que estar entre 0 y 1.'],
  ['must be greater than or equal to 1', 'Tiene que ser 1 como mínimo.'],
  ['must be at most P14D where nobody is expected to look', 'Tiene que ser 14 d como máximo.'],
  ['must be EUR, as the reward', 'Tiene que ser EUR.'],
  ['must be an ISO 3166 code such as ES or US-CA', 'Tiene que ser un código como ES or US-CA.'],
])('words the fault “%s” in the language of who reads it', async (detail, words) => {
  await changeLanguage('es');
  expect(faultWords(detail)).toBe(words);
});

it('leaves to the server what it does not know', () => {
  const response = new Response(null, { status: 400 });
  const errors = [
    { pointer: '/a', detail: 'belongs to the policy AUTO' },
    { pointer: '/b', detail: 'must not be null' },
  ];
  const problem = Problem.of(response, { code: 'invalid-request', errors });
  expect(problem.fault('/a')).toBe('belongs to the policy AUTO');
  expect(problem.fault('/b')).toBe('Esto falta.');
  expect(problem.fault('/c')).toBeUndefined();
});
