import { expect, it } from 'vitest';
import type { Answer, TaskSpec } from '../../../shared/task/spec';
import { happens, shown } from '../../../testing/shown';
import { TaskPreview } from './TaskPreview';

const spec: TaskSpec = {
  output: { required: ['mood'], properties: { mood: { 'x-kind': 'text' } } },
  ui: { kind: 'blocks', blocks: [{ type: 'field.text', out: '/mood', label: 'How is it?' }] },
};
const texts = ['work', 'requester'];

it('can be tried where no answer is given, and is only looked at where one is', async () => {
  const answers: Answer[] = [];
  const tried = await shown(<TaskPreview spec={spec} input={{}} onAnswer={(answer) => answers.push(answer)} />, {
    texts,
  });
  const field = tried.host.querySelector('input,textarea') as HTMLInputElement;
  expect(field.matches(':disabled')).toBe(false);
  await happens(() => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, 'good');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect(answers.at(-1)).toEqual({ mood: 'good' });
  await tried.leave();

  const looked = await shown(<TaskPreview spec={spec} input={{}} answer={{ mood: 'bad' }} />, { texts });
  const filled = looked.host.querySelector('input,textarea') as HTMLInputElement;
  expect(filled.value).toBe('bad');
  expect(looked.host.querySelector('fieldset')?.disabled).toBe(true);
  await looked.leave();
});

it('says that it cannot be drawn where nothing here draws it', async () => {
  const page = await shown(<TaskPreview spec={{ ...spec, ui: { kind: 'external' } }} input={{}} />, { texts });
  expect(page.host.querySelector('[role=alert]')).not.toBeNull();
  expect(page.host.querySelector('input,textarea')).toBeNull();
  await page.leave();
});
