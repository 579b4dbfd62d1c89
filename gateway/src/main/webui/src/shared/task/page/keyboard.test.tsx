import { useRef } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { happens, shown } from '../../../testing/shown';
import { useKeyboardKept } from './keyboard';

function Screen() {
  const frame = useRef<HTMLIFrameElement>(null);
  const barred = useKeyboardKept(frame, 'drawn');
  return (
    <>
      <textarea />
      <input readOnly />
      <button type="button">Go on</button>
      <iframe ref={frame} title="A page" />
      {barred && <p>Barred</p>}
    </>
  );
}

let leave = async () => {};
afterEach(async () => {
  await leave();
  vi.restoreAllMocks();
});

async function opened() {
  const page = await shown(<Screen />, { texts: [] });
  leave = page.leave;
  const one = <Name extends keyof HTMLElementTagNameMap>(name: Name) =>
    page.host.querySelector(name) as HTMLElementTagNameMap[Name];
  const frame = one('iframe');
  return {
    field: one('textarea'),
    read: one('input'),
    button: one('button'),
    frame,
    barred: () => page.host.textContent?.includes('Barred'),
    /** As the browser tells it: what had the keyboard hears that it has not, the window does, and it is in the frame. */
    takes: () =>
      happens(() => {
        frame.focus();
        window.dispatchEvent(new Event('blur'));
      }),
  };
}

it('gives the keyboard back to who types, and does not draw a page that took it until they are done', async () => {
  const { field, button, frame, barred, takes } = await opened();
  await happens(() => field.focus());
  expect(frame.style).toMatchObject({ display: '', pointerEvents: 'none' });

  await takes();
  expect(document.activeElement).toBe(field);
  expect(frame.style.display).toBe('none');
  expect(barred()).toBe(true);

  await happens(() => button.focus());
  expect(frame.style).toMatchObject({ display: '', pointerEvents: '' });
  expect(barred()).toBe(false);
  // It is known from now on: not one key more is lost to it.
  await happens(() => field.focus());
  expect(frame.style.display).toBe('none');
});

it('lets whoever types go to the page', async () => {
  let now = 10_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const { field, frame, barred, takes } = await opened();
  const goes = async (event: Event) => {
    await happens(() => field.focus());
    now += 5_000;
    document.body.dispatchEvent(event);
    now += 20;
    await takes();
  };
  await goes(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
  expect(document.activeElement).toBe(frame);
  expect(frame.style).toMatchObject({ display: '', pointerEvents: '' });
  await goes(new Event('pointerdown', { bubbles: true }));
  expect(document.activeElement).toBe(frame);
  expect(barred()).toBe(false);

  await happens(() => field.focus());
  await happens(() => frame.parentElement?.click());
  expect(document.activeElement).not.toBe(field);
  expect(frame.style.pointerEvents).toBe('');

  // A key that stays in the field leads nowhere.
  await goes(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
  expect(document.activeElement).toBe(field);
  expect(barred()).toBe(true);
});

it('lets a page have the keyboard where nobody types, or what had it is gone', async () => {
  const { field, read, button, frame, takes } = await opened();
  for (const other of [read, button]) {
    await happens(() => other.focus());
    expect(frame.style.pointerEvents).toBe('');
    await takes();
    expect(document.activeElement).toBe(frame);
  }

  await happens(() => field.focus());
  expect(frame.style.pointerEvents).toBe('none');
  const away = document.createElement('div');
  const place = field.parentElement;
  await happens(() => away.append(field));
  expect(frame.style.pointerEvents).toBe('');
  place?.append(field);
});
