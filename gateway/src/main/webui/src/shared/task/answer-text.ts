import { type Answer, fieldsOf, type Json, labelsOf, labelText, propertyOf, type TaskSpec, textIn } from './spec';

const isNothing = (value: Json | undefined) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** {@return an answer in words, to be read or kept elsewhere: each question with what was answered; empty where nothing was} */
export function answerText(spec: TaskSpec | null, answer: Answer, language: string): string {
  const fields = new Map(fieldsOf(spec?.ui.blocks).map((block) => [propertyOf(block), block]));
  // In the order of the screen, and what the screen does not know after it.
  const names = [...new Set([...fields.keys(), ...Object.keys(answer)])].filter((name) => !isNothing(answer[name]));
  return names
    .map((name) => {
      const block = fields.get(name);
      const labels = labelsOf(spec?.output.properties[name]);
      const word = (value: Json): string => {
        if (typeof value !== 'string') return JSON.stringify(value);
        return block && labels.includes(value) ? labelText(block, value, language) : value;
      };
      const value = answer[name] as Json;
      const words = Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : [value];
      return `${textIn(block?.label, language).text || name}\n${words.map(word).join(', ')}`;
    })
    .join('\n\n');
}
