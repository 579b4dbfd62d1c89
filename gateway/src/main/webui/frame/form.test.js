import { beforeEach, expect, it } from 'vitest';
import { fillForm, lockFields, markFaults, namesOf, readForm, writeForm } from './form.js';

const show = (html) => {
  document.body.innerHTML = html;
};
beforeEach(() => lockFields(document, false));

it('reads a text in the kind of its property', () => {
  show('<input name="a"><select name="b"><option value="2">2</option></select>');
  const reads = (value, property) => {
    document.querySelector('input').value = value;
    return readForm(document, { a: property }).a;
  };
  expect(reads(' 4.5 ', { 'x-kind': 'number' })).toBe(4.5);
  expect(reads('  ', { 'x-kind': 'number' })).toBe(undefined);
  expect(reads('0', { 'x-kind': 'number' })).toBe(0);
  // The client says that it is wrong; dropped, nobody would.
  expect(reads('4,5', { 'x-kind': 'number' })).toBe('4,5');
  expect(reads('  ', { 'x-kind': 'text' })).toBe('  ');
  expect(reads('3', { 'x-kind': 'rating' })).toBe(3);
  expect(reads('3', { 'x-kind': 'rating', enum: [1, 2, 3] })).toBe(3);
  expect(reads(' ', { 'x-kind': 'rating' })).toBe(undefined);
  expect(readForm(document, { b: { 'x-kind': 'rating', 'x-labels': ['1', '2'] } })).toEqual({ b: '2' });
  expect(readForm(document, { b: { 'x-kind': 'rating', enum: ['1', '2'] } })).toEqual({ b: '2' });
});

const properties = {
  text: { 'x-kind': 'text' },
  size: { 'x-kind': 'choice' },
  kinds: { 'x-kind': 'multichoice' },
  mood: { 'x-kind': 'choice' },
  sure: { 'x-kind': 'number' },
};

it('gives fields back what the page has written into them, where it begins', () => {
  show(`<textarea name="text">Once</textarea><select name="size"><option>small</option><option>large</option></select>
    <select name="kinds" multiple><option>a</option><option selected>b</option></select>
    <input type="radio" name="mood" value="Sad" checked><input type="radio" name="mood" value="Happy">
    <input type="range" name="sure" value="30">`);
  const begun = { text: 'Once', size: 'small', kinds: ['b'], mood: 'Sad', sure: 30 };
  expect(readForm(document, properties)).toEqual(begun);
  const other = { text: 'Twice', size: 'large', kinds: ['a'], mood: 'Happy', sure: 40 };
  expect(writeForm(document, properties, other)).toEqual({});
  expect(readForm(document, properties)).toEqual(other);

  writeForm(document, properties, {}, true);
  expect(readForm(document, properties)).toEqual(begun);
  writeForm(document, properties, {});
  expect(readForm(document, properties)).toEqual({ kinds: [], sure: 30 });
});

it('offers each field a value once, and keeps what none has taken', () => {
  show('<input type="radio" name="mood" value="Happy"><a name="text"></a>');
  const left = { mood: 'Sad', text: 'Once' };
  expect(writeForm(document, properties, { ...left, other: 1 })).toEqual({ ...left, other: 1 });
  document.querySelector('input').checked = true;
  expect(fillForm(document, properties, { text: 'Once' })).toEqual({ text: 'Once' });
  expect(document.querySelector('input').checked).toBe(true);
  document.body.insertAdjacentHTML('beforeend', '<input name="text"><input type="radio" name="mood" value="Sad">');
  expect(fillForm(document, properties, left)).toEqual({});
  expect(readForm(document, properties)).toEqual({ mood: 'Sad', text: 'Once' });
});

it('reads no button, and marks it where it is the answer', () => {
  show('<button name="mood" value="Sad"></button><input type="submit" name="mood" value="Happy">');
  expect(readForm(document, properties)).toEqual({});
  markFaults(document, properties, ['mood']);
  expect(document.activeElement).toBe(document.querySelector('button'));
  expect(document.querySelectorAll('[data-fault]')).toHaveLength(2);
});

it('knows the forms that hold something of the answer', () => {
  show(
    '<form id="own"><input name="text"></form><form id="other"><input name="query"></form><input name="mood" form="other">',
  );
  const names = (id) => namesOf(document.getElementById(id), { text: {}, size: {} });
  expect(names('own')).toEqual(['text']);
  expect(names('other')).toEqual([]);
});

it('locks what fills in, sends or empties a page, and leaves its other buttons', () => {
  show(`<form><input id="a"><button id="b">Send</button><button id="c" type="reset">Empty</button><button id="d" type="button">Next</button>
    <input id="e" type="button" value="Next"><input id="f" type="submit"></form><button id="g">Next</button>
    <p id="h" contenteditable></p><p id="i" contenteditable="false"></p>`);
  const isLocked = (id) => {
    const element = document.getElementById(id);
    return element.disabled || element.getAttribute('contenteditable') === 'false';
  };
  const all = [...'abcdefghi'];
  lockFields(document, true);
  lockFields(document, true);
  expect(all.filter(isLocked)).toEqual([...'abcfhi']);
  lockFields(document, false);
  expect(all.filter(isLocked)).toEqual(['i']);
});
