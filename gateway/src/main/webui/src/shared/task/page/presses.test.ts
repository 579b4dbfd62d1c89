import { expect, it, vi } from 'vitest';
import { isOwnPress, notePress, pressCountsMillis } from './presses';

const press = (isTrusted: boolean) => ({ isTrusted }) as Event;

it('leaves a page no press from before it was there, nor one around it', () => {
  const started = 100_000;
  expect(isOwnPress(started, started + pressCountsMillis - 1)).toBe(false);
  expect(isOwnPress(started, started + pressCountsMillis)).toBe(true);

  const later = started + 60_000;
  notePress(press(false), later);
  expect(isOwnPress(started, later)).toBe(true);
  notePress(press(true), later);
  expect(isOwnPress(started, later + pressCountsMillis - 1)).toBe(false);
  expect(isOwnPress(started, later + pressCountsMillis)).toBe(true);
});

it('hears where presses begin and where they end', async () => {
  const heard = vi.spyOn(window, 'addEventListener');
  vi.resetModules();
  await import('./presses');
  expect(heard.mock.calls.map(([name]) => name)).toEqual(['pointerdown', 'pointerup', 'touchend', 'keydown']);
  heard.mockRestore();
});
