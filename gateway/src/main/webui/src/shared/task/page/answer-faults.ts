import { screensOut } from '../answer';
import { type Answer, type Json, labelsOf, type OutputProperty, type TaskSpec } from '../spec';

export interface AnswerFault {
  name: string;
  what: 'missing' | 'wrong';
}

/**
 * {@return what is wrong with an answer that no block of ours made} As far as it can be told by the kinds of the output; the server looks
 * at all of it once more. Nothing is where the answer says that the task is not for the worker.
 */
export function faultsOf(spec: TaskSpec, answer: Answer): AnswerFault[] {
  if (screensOut(spec, answer)) return [];
  const required = new Set(spec.output.required ?? []);
  return Object.entries(spec.output.properties).flatMap(([name, property]): AnswerFault[] => {
    const value = answer[name];
    if (value === undefined) return required.has(name) ? [{ name, what: 'missing' }] : [];
    return fits(property, value) ? [] : [{ name, what: 'wrong' }];
  });
}

function fits(property: OutputProperty, value: Json): boolean {
  const labels = labelsOf(property);
  switch (property['x-kind']) {
    case 'choice':
      return typeof value === 'string' && labels.includes(value);
    case 'multichoice':
      return Array.isArray(value) && value.every((label) => typeof label === 'string' && isListed(labels, label));
    case 'boolean':
      return typeof value === 'boolean';
    case 'rating':
      if (labels.length > 0) return typeof value === 'string' && labels.includes(value);
      return Number.isInteger(value) && isWithin(property.minimum ?? 1, property.maximum ?? 5, value);
    case 'number':
      return (
        isWithin(property.minimum, property.maximum, value) && (property.type !== 'integer' || Number.isInteger(value))
      );
    case 'text':
    case 'transcript':
      return typeof value === 'string' && isLong(property, [...value].length);
    case 'spans':
    case 'preference':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'file':
      return typeof value === 'string';
    default:
      return Array.isArray(value);
  }
}

/** Labels of several choices may stand where this client does not look; then the server tells. */
const isListed = (labels: readonly string[], label: string) => labels.length === 0 || labels.includes(label);

function isWithin(least: number | undefined, most: number | undefined, value: Json): boolean {
  return typeof value === 'number' && value >= (least ?? -Infinity) && value <= (most ?? Infinity);
}

function isLong(property: OutputProperty, length: number): boolean {
  return length >= (property.minLength ?? 0) && length <= (property.maxLength ?? Infinity);
}
