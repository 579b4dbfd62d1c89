import { expect, it } from 'vitest';
import { readMinutes } from './TimeDisputeForm';

it.each([
  ['3:20', 200],
  ['5', 300],
  [' 0:45 ', 45],
  ['3:75', null],
  ['three', null],
  ['', null],
  ['-1', null],
])('reads %j as %j seconds', (text, seconds) => {
  expect(readMinutes(text)).toBe(seconds);
});
