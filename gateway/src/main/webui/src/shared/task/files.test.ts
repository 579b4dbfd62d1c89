import { expect, it } from 'vitest';
import { isFileLink } from './files';

const path = '/v1/media/0198c0de-0000-7000-8000-00000000ac3e/content?expires=1&signature=x';

it('takes for a file what is on this site alone', () => {
  expect(isFileLink(path)).toBe(true);
  expect(isFileLink(`${window.location.origin}${path}`)).toBe(true);
  expect(isFileLink(`https://elsewhere.example${path}`)).toBe(false);
  expect(isFileLink(`//elsewhere.example${path}`)).toBe(false);
  expect(isFileLink(`${window.location.origin}.example${path}`)).toBe(false);
});
