import { beforeEach, expect, it } from 'vitest';
import { crowd } from './crowd.js';
import { lockFields, markFaults, readForm, writeForm } from './form.js';

const properties = {
  animal: { 'x-kind': 'choice' },
  seen: { 'x-kind': 'multichoice' },
  sure: { 'x-kind': 'number' },
  why: { 'x-kind': 'text' },
  blurred: { 'x-kind': 'boolean' },
  choice: { 'x-kind': 'choice' },
  size: { 'x-kind': 'choice' },
  shapes: { 'x-kind': 'boxes' },
};

beforeEach(() => {
  document.body.innerHTML = `<crowd-form>
    <crowd-classifier name="animal" categories="['Cat', 'Guinea pig']" header="What is it?">
      <classification-target><b>look</b></classification-target><full-instructions>Well.</full-instructions>
    </crowd-classifier>
    <crowd-image-classifier-multi-select name="seen" src="data:," categories='["tail", "ear"]'></crowd-image-classifier-multi-select>
    <crowd-slider name="sure" min="1" max="9" value="3"></crowd-slider>
    <crowd-text-area name="why" label="Why?"></crowd-text-area>
    <crowd-checkbox name="blurred">Blurred</crowd-checkbox>
    <crowd-radio-group><crowd-radio-button name="a" value="first">1</crowd-radio-button>
    <crowd-radio-button name="b">2</crowd-radio-button></crowd-radio-group>
    <select name="size"><option value="">?</option><option>small</option></select>
    <input type="hidden" name="shapes" value="">
    <crowd-button form-action="submit">Send</crowd-button>
    <crowd-tabs><crowd-tab header="One">1</crowd-tab><crowd-tab header="Two">2</crowd-tab></crowd-tabs>
    <crowd-instructions><p>Read.</p></crowd-instructions>
  </crowd-form>`;
  crowd(document.body, 'ca');
});

it('makes fields that say the answer in the kinds of the output', () => {
  expect(readForm(document, properties)).toEqual({ seen: [], sure: 3, blurred: false });

  const given = {
    animal: 'Guinea pig',
    seen: ['ear'],
    sure: 7,
    why: 'small',
    blurred: true,
    choice: 'b',
    size: 'small',
    shapes: [{ x: 1 }],
  };
  writeForm(document, properties, given);
  expect(readForm(document, properties)).toEqual(given);
  expect(document.querySelector('input[name=choice]:checked').value).toBe('b');

  writeForm(document, properties, {});
  expect(readForm(document, properties)).toEqual({ seen: [], sure: 3, blurred: false });
});

it('shows what the tags hold, and leaves sending to the client', () => {
  expect(document.querySelector('crowd-classifier h2').textContent).toBe('What is it?');
  expect(document.querySelector('.gw-target b').textContent).toBe('look');
  expect(document.querySelector('crowd-button').hidden).toBe(true);
  expect(document.querySelector('crowd-instructions summary').textContent).toBe('Instruccions');
  const [one, two] = document.querySelectorAll('[role=tab]');
  two.click();
  expect([one, two].map((tab) => tab.getAttribute('aria-selected'))).toEqual(['false', 'true']);
  const panels = [...document.querySelectorAll('crowd-tab')];
  expect(panels.map((panel) => getComputedStyle(panel).display)).toEqual(['none', 'block']);
  expect(panels.map(({ id }) => id)).toEqual([one, two].map((tab) => tab.getAttribute('aria-controls')));
  expect(panels.map((panel) => panel.getAttribute('aria-labelledby'))).toEqual([one.id, two.id]);
});

it('marks what is lacking', () => {
  markFaults(document, properties, ['why']);
  expect(document.querySelector('textarea').getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(document.querySelector('textarea'));
  markFaults(document, properties, []);
  expect(document.querySelector('textarea').getAttribute('aria-invalid')).toBe('false');
});

it('locks what is filled in, and lets go of what it has locked alone', () => {
  const off = document.querySelector('[name=why]');
  off.disabled = true;
  lockFields(document, true);
  const free = () =>
    [...document.querySelectorAll('input, select, textarea, button')].filter(({ disabled }) => !disabled);
  expect(free().map(({ textContent }) => textContent)).toEqual(['One', 'Two']);
  document.body.append(document.createElement('input'));
  lockFields(document, true);
  expect(free()).toHaveLength(2);

  lockFields(document, false);
  expect(off.disabled).toBe(true);
  expect(free().length).toBeGreaterThan(8);
});
