import { expect, it } from 'vitest';
import { readPages } from './pages';

const pages: Record<string, { items: number[]; next?: string }> = {
  first: { items: [1, 2], next: 'b' },
  b: { items: [3], next: 'c' },
  c: { items: [4] },
};

it.each([
  [undefined, [1, 2, 3, 4], ['first', 'b', 'c']],
  [(item: number) => item === 3, [1, 2, 3], ['first', 'b']],
  [(item: number) => item === 1, [1, 2], ['first']],
])('reads pages until there are no more, or what is looked for is found', async (found, items, asked) => {
  const cursors: string[] = [];
  const ask = async ({ cursor = 'first' }) => {
    cursors.push(cursor);
    return pages[cursor] ?? {};
  };
  expect(await readPages<number>(ask, found)).toEqual(items);
  expect(cursors).toEqual(asked);
});
