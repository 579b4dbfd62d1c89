import { expect, it } from 'vitest';
import { hotkeysOf, isTyping, keyFault, placeOf, withOwnKeys } from './hotkeys';

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

const keys = [
  { key: '1', field: 'mood', label: 'happy' },
  { key: '2', field: 'mood', label: 'sad' },
];
const [happy] = keys as [(typeof keys)[number]];

it('puts the keys of a worker in the place of the given ones', () => {
  const own = { [placeOf(happy)]: 'h' };
  expect(withOwnKeys(keys, own).map(({ key }) => key)).toEqual(['h', '2']);
  expect(withOwnKeys(keys, { [placeOf(happy)]: '' })[0]?.key).toBe('');
});

it('refuses keys that mean something else already', () => {
  expect(keyFault(keys, happy, 'H')).toBeNull();
  expect(keyFault(keys, happy, '1')).toBeNull();
  expect(keyFault(keys, happy, '2')).toBe('taken');
  for (const key of ['Enter', '?', ' ', 'F5', 'ArrowUp']) expect(keyFault(keys, happy, key)).toBe('reserved');
});
