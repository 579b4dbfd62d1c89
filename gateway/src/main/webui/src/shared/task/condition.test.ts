import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Condition, evaluate, type Situation } from './condition';

interface Vector extends Situation {
  name: string;
  condition: Condition;
  expect: string;
}

const file = path.join(import.meta.dirname, '../../../../../../../docs/spec/expression-vectors.json');
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

describe('conditions, by the vectors that the server is held to', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s',
    (_name, { condition, expect: outcome, ...situation }) => {
      expect(evaluate(condition, situation)).toBe(outcome);
    },
  );
});
