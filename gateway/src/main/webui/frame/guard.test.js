import { expect, it } from 'vitest';
import { staysHere } from './guard.js';

const chromium =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';
const only =
  (...known) =>
  (address) =>
    Promise.resolve(known.includes(address));

it('trusts a browser that keeps to the list of connections, and none that shows nothing of it', async () => {
  expect(await staysHere(chromium, only('/frame/inside.svg'))).toBe(true);
  expect(await staysHere(chromium, only('/frame/inside.svg', '/outside.svg'))).toBe(false);
  expect(await staysHere(chromium, only())).toBe(false);
  expect(await staysHere(chromium, only('/outside.svg'))).toBe(false);
  expect(await staysHere(firefox, only())).toBe(true);
});
