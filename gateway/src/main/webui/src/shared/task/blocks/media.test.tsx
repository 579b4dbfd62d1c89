import { MantineProvider } from '@mantine/core';
import { act, type ReactNode, Suspense, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { i18n } from '../../i18n/i18n';
import type { TaskSpec } from '../spec';
import { TaskProvider } from '../TaskContext';
import { BoxField } from './BoxField';
import { SegmentField } from './SegmentField';
import { AudioView, ImageView, VideoView } from './Views';

let root: Root;
let host: HTMLElement;
let link: (to: string) => void;
const failed = vi.fn();
/** What the device keeps: an address, or nothing. */
let kept: string | null = null;
beforeEach(async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  await i18n.loadNamespaces('work');
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  failed.mockClear();
  kept = null;
});
afterEach(() => act(async () => root.unmount()));

const of = { 'x-of': { $in: '/media' } };
const spec: TaskSpec = {
  output: { properties: { boxes: { ...of, 'x-labels': ['car'] }, parts: { ...of, 'x-duration': 1000 } } },
  ui: { kind: 'blocks', blocks: [] },
};
const nothing = () => undefined;

function Task({ children }: { children: ReactNode }) {
  const [media, setMedia] = useState('/old');
  link = setMedia;
  const input = { media };
  const seen = { input, playedFully: [], opened: [] };
  const acts = { set: nothing, played: nothing, opened: nothing, sign: nothing, mediaFailed: failed };
  const keptMedium = () => Promise.resolve(kept);
  return (
    <TaskProvider
      value={{ spec, input, answer: {}, seen, hotkeys: [], missing: [], unplayed: ['/media'], ...acts, keptMedium }}
    >
      {children}
    </TaskProvider>
  );
}

const draw = (children: ReactNode) =>
  act(async () =>
    root.render(
      <MantineProvider env="test">
        <Suspense>
          <Task>{children}</Task>
        </Suspense>
      </MantineProvider>,
    ),
  );

const value = { $in: '/media' };
it.each([
  ['picture', 'img', <ImageView key="it" block={{ type: 'view.image', value }} />],
  ['picture that is drawn on', 'img', <BoxField key="it" block={{ type: 'field.shapes', out: '/boxes' }} />],
  ['sound', 'audio', <AudioView key="it" block={{ type: 'view.audio', value }} />],
  ['film', 'video', <VideoView key="it" block={{ type: 'view.video', value }} />],
  ['sound that is marked', 'audio', <SegmentField key="it" block={{ type: 'field.segments', out: '/parts' }} />],
])('says that a %s does not load, and loads it again from where it is by then', async (_, element, block) => {
  await draw(block);
  const fail = () => act(async () => host.querySelector(element)?.dispatchEvent(new Event('error')));
  const alert = () => host.querySelector('[role=alert]');
  expect(alert()).toBeNull();
  await fail();
  expect(alert()?.textContent).toContain(i18n.t('work:loadAgain'));
  expect(failed.mock.calls).toEqual([[false]]);

  // A new link is tried by itself.
  await act(async () => link('/new'));
  expect(alert()).toBeNull();
  expect(host.querySelector(element)?.getAttribute('src')).toBe('/new');

  await fail();
  const again = [...host.querySelectorAll('button')].find((one) => one.textContent === i18n.t('work:loadAgain'));
  await act(async () => again?.click());
  expect(failed.mock.calls).toEqual([[false], [false], [true]]);
  expect(alert()).toBeNull();
  expect(host.querySelector(element)?.getAttribute('src')).toBe('/new');
});

it('says beside a player that it must come to its end', async () => {
  await draw(<AudioView block={{ type: 'view.audio', value }} />);
  expect(host.querySelector('[id="player-/media"]')?.textContent).toBe(i18n.t('work:mustPlay'));
});

it.each([
  ['picture', 'img', <ImageView key="it" block={{ type: 'view.image', value }} />],
  ['picture that is drawn on', 'img', <BoxField key="it" block={{ type: 'field.shapes', out: '/boxes' }} />],
  ['sound', 'audio', <AudioView key="it" block={{ type: 'view.audio', value }} />],
  ['sound that is marked', 'audio', <SegmentField key="it" block={{ type: 'field.segments', out: '/parts' }} />],
])(
  'takes a %s from the device where it does not come, and tells of none that is missing',
  async (_, element, block) => {
    kept = 'blob:kept';
    await draw(block);
    const fail = () => act(async () => host.querySelector(element)?.dispatchEvent(new Event('error')));
    await fail();
    expect(host.querySelector(element)?.getAttribute('src')).toBe('blob:kept');
    expect(host.querySelector('[role=alert]')).toBeNull();
    expect(failed).not.toHaveBeenCalled();

    // What is kept cannot be shown, either.
    await fail();
    expect(host.querySelector('[role=alert]')?.textContent).toContain(i18n.t('work:loadAgain'));
    expect(failed.mock.calls).toEqual([[false]]);
  },
);
