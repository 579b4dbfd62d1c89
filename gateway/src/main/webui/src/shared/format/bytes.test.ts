import { expect, it } from 'vitest';
import { formatBytes } from './bytes';

it('says sizes in the largest unit that they fill', () => {
  expect(formatBytes(0, 'en')).toBe('0 byte');
  expect(formatBytes(999, 'en')).toBe('999 byte');
  expect(formatBytes(2_483_911, 'en')).toBe('2.48 MB');
  expect(formatBytes(26_214_400, 'ca')).toBe('26,2 MB');
});
