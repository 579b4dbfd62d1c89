import { expect, it } from 'vitest';
import { decimal } from './decimal';

it.each([
  ['0,05', '0.05'],
  [' 12 ', '12'],
  ['1.5', '1.5'],
  ['1,234.5', '1,234.5'],
  ['much', 'much'],
])('%s becomes %s', (typed, sent) => expect(decimal(typed)).toBe(sent));
