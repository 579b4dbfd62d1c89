import { expect, it } from 'vitest';
import { mostBytes, readPage } from './own-page';

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
