import { expect, it } from 'vitest';
import { mostBytes, readPage, specOn } from './own-page';
import type { SpecDocument } from './spec-edit';

const file = (...bytes: number[]) => new Blob([new Uint8Array(bytes)]);

it('reads a page as UTF-8, and says why a file is none', async () => {
  expect(await readPage(new Blob(['<p>És això</p>']))).toEqual({ html: '<p>És això</p>' });
  expect(await readPage(file(0xef, 0xbb, 0xbf, 0x3c))).toEqual({ html: '<' });
  // The same words as Windows-1252 and as UTF-16.
  expect(await readPage(file(0x3c, 0xc9, 0x73, 0x3e))).toEqual({ fault: 'notText' });
  expect(await readPage(file(0xff, 0xfe, 0x3c, 0x00))).toEqual({ fault: 'notText' });
  expect(await readPage(file(0x3c, 0x00, 0x70, 0x00))).toEqual({ fault: 'notText' });
});

it('takes no file that is larger than a page may be, nor one that is gone', async () => {
  expect(await readPage(new Blob(['x'.repeat(mostBytes)]))).toEqual({ html: 'x'.repeat(mostBytes) });
  const large = new Blob(['x'.repeat(mostBytes + 1)]);
  large.arrayBuffer = () => Promise.reject(new Error('not to be read'));
  expect(await readPage(large)).toEqual({ fault: 'tooLarge' });

  const gone = file(0x3c);
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  expect(await readPage(gone)).toEqual({ fault: 'unreadable' });
});

it('takes along to another page what was typed, and not what the page before it asked', () => {
  const page = (bundle: string, property: string): SpecDocument => ({
    title: { en: 'A page' },
    output: { properties: { [property]: {} } },
    ui: { kind: 'html', bundle },
  });
  const words = { title: { en: 'Moods' }, instructions: { short: { en: 'Look' } } };
  const first = page('sha256-1', 'mood');
  const second = page('sha256-2', 'smell');
  expect(specOn(first, undefined)).toBe(first);
  expect(specOn(second, { ...first, ...words })).toEqual({ ...second, ...words });

  const edited = { ...first, ...words, output: { properties: { mood: { maxLength: 9 } } } };
  expect(specOn(first, edited)).toBe(edited);
});
