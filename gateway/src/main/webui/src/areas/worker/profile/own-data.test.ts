import { expect, it } from 'vitest';
import { collect } from './own-data';

it('goes through all pages', async () => {
  const asked: (string | undefined)[] = [];
  const all = await collect(async ({ cursor }) => {
    asked.push(cursor);
    return cursor === undefined ? { items: [1, 2], next: 'b' } : { items: [3], next: null };
  });
  expect(all).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'b']);
});
