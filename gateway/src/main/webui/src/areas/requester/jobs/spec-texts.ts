import { fieldsOf, labelText, propertyOf, type TaskSpec, textIn } from '../../../shared/task/spec';

/** {@return the field of a spec that fills a property} */
function fieldOf(spec: unknown, property: string) {
  return fieldsOf((spec as TaskSpec | undefined)?.ui?.blocks).find((block) => propertyOf(block) === property);
}

/** {@return the question that a property answers, else its name} */
export function fieldName(spec: unknown, property: string, language: string): string {
  return textIn(fieldOf(spec, property)?.label, language).text || property;
}

/** {@return a label as it was shown, else as it is kept} */
export function labelName(spec: unknown, property: string, label: string, language: string): string {
  const field = fieldOf(spec, property);
  return field ? labelText(field, label, language) : label;
}
