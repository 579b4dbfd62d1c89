import { type Answer, at, type Json } from './spec';

type Operand = Json | { $in: string } | { $out: string };

/** The closed set of TaskSpec v1, as docs/spec/task-spec.md has it; the server evaluates it alike. */
export type Condition =
  | { op: 'eq'; path: Operand; value: Operand }
  | { op: 'in'; path: Operand; values: Operand[] | Operand }
  | { op: 'notEmpty'; path: Operand }
  | { op: 'not'; of: Condition }
  | { op: 'all' | 'any'; of: Condition[] }
  | { op: 'playedFully' | 'opened'; path: string };

export type Truth = 'yes' | 'no' | 'unknown';

/** What is known; a member that is not there is not known. */
export interface Situation {
  answer: Answer;
  input?: Json;
  playedFully?: readonly string[];
  opened?: readonly string[];
}

/** By the rules of Kleene: all is no as soon as one part is, any is yes as soon as one part is. */
export function evaluate(condition: Condition, situation: Situation): Truth {
  switch (condition.op) {
    case 'eq':
      return equal(pathValue(condition.path, situation), operandValue(condition.value, situation));
    case 'in':
      return Array.isArray(condition.values)
        ? any(
            condition.values.map((value) =>
              equal(pathValue(condition.path, situation), operandValue(value, situation)),
            ),
          )
        : inList(pathValue(condition.path, situation), operandValue(condition.values, situation));
    case 'notEmpty': {
      const value = pathValue(condition.path, situation);
      return value === undefined ? 'unknown' : of(!isEmpty(value));
    }
    case 'not':
      return negated(evaluate(condition.of, situation));
    case 'all':
      return negated(any(condition.of.map((part) => negated(evaluate(part, situation)))));
    case 'any':
      return any(condition.of.map((part) => evaluate(part, situation)));
    case 'playedFully':
      return situation.playedFully ? of(situation.playedFully.includes(condition.path)) : 'unknown';
    case 'opened':
      return situation.opened ? of(situation.opened.includes(condition.path)) : 'unknown';
  }
}

const of = (holds: boolean): Truth => (holds ? 'yes' : 'no');
const negated = (truth: Truth): Truth => (truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown');

function any(parts: readonly Truth[]): Truth {
  if (parts.includes('yes')) return 'yes';
  return parts.includes('unknown') ? 'unknown' : 'no';
}

function equal(one: Json | undefined, other: Json | undefined): Truth {
  return one === undefined || other === undefined ? 'unknown' : of(same(one, other));
}

function inList(value: Json | undefined, list: Json | undefined): Truth {
  if (value === undefined || list === undefined) return 'unknown';
  return of(Array.isArray(list) && list.some((item) => same(item, value)));
}

/** A path that is a text points into the answer. */
function pathValue(path: Operand, situation: Situation): Json | undefined {
  return typeof path === 'string' ? (at(situation.answer, path) ?? null) : operandValue(path, situation);
}

/** {@return null for what is not there, undefined for what is not known} */
function operandValue(operand: Operand, situation: Situation): Json | undefined {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) return operand;
  const { $in: inside, $out: outside } = operand as { $in?: unknown; $out?: unknown };
  if (typeof inside === 'string') {
    return situation.input === undefined ? undefined : (at(situation.input, inside) ?? null);
  }
  if (typeof outside === 'string') return at(situation.answer, outside) ?? null;
  return operand as Json;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

export function same(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => {
      const [left, right] = [(one as Answer)[name], (other as Answer)[name]];
      return left !== undefined && right !== undefined && same(left, right);
    })
  );
}
