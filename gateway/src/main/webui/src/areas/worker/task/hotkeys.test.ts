import { expect, it } from 'vitest';
import { hotkeysOf, isTyping } from './hotkeys';

it('gives keys in order, over all fields, and none twice', () => {
  const keys = hotkeysOf({
    output: {
      properties: { mood: { enum: ['happy', 'sad'] }, things: { 'x-labels': ['car', 'bike', 'tram'] }, sure: {} },
    },
    ui: {
      kind: 'blocks',
      blocks: [
        { type: 'field.choice', out: '/mood', hotkeys: { happy: 'h', sad: '2' } },
        { type: 'group', blocks: [{ type: 'field.multichoice', out: '/things', hotkeys: 'auto' }] },
        { type: 'field.boolean', out: '/sure', hotkeys: 'none' },
      ],
    },
  });
  expect(keys.map(({ key, label }) => `${key} ${label}`)).toEqual(['h happy', '2 sad', '1 car', '3 bike', '4 tram']);
});

it('leaves keys to those who type', () => {
  const box = document.createElement('input');
  box.type = 'checkbox';
  expect(isTyping(document.createElement('textarea'))).toBe(true);
  expect(isTyping(document.createElement('input'))).toBe(true);
  expect(isTyping(box)).toBe(false);
  expect(isTyping(document.body)).toBe(false);
});
