import { MantineProvider } from '@mantine/core';
import { act, Suspense } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { i18n } from '../../i18n/i18n';
import { missingFields } from '../answer';
import type { Block, OutputProperty, TaskSpec } from '../spec';
import { TaskProvider } from '../TaskContext';
import { useGaps } from '../useGaps';
import { PolygonField } from './PolygonField';
import { SegmentField } from './SegmentField';
import { SkeletonField } from './SkeletonField';

let root: Root;
let host: HTMLElement;
beforeEach(async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  await i18n.loadNamespaces('work');
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(() => act(async () => root.unmount()));

const block: Block = { type: 'field', out: '/marks' };
const input = { media: '/media' };
const of = { 'x-of': { $in: '/media' } };
const seen = { input, playedFully: [], opened: [] };

function Task({ Field, property }: { Field: typeof PolygonField; property: OutputProperty }) {
  const spec: TaskSpec = { output: { properties: { marks: property } }, ui: { kind: 'blocks', blocks: [block] } };
  const { missing, setMissing, open, filled, setOpen } = useGaps();
  const nothing = () => undefined;
  const value = { spec, input, answer: {}, seen, hotkeys: [], missing, played: nothing, opened: nothing };
  return (
    <TaskProvider value={{ ...value, set: filled, sign: nothing, setOpen }}>
      <Field block={block} />
      <button type="button" onClick={() => setMissing(missingFields(spec, {}, seen, open))}>
        Submit
      </button>
    </TaskProvider>
  );
}

async function draw(Field: typeof PolygonField, property: OutputProperty) {
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <Suspense>
          <Task Field={Field} property={property} />
        </Suspense>
      </MantineProvider>,
    ),
  );
}

async function press(text: string) {
  const button = [...host.querySelectorAll('button')].find((one) => one.textContent === text);
  if (!button) throw new Error(`no button ${text}`);
  await act(async () => button.click());
}

const fault = () => host.querySelector('#missing-marks')?.textContent;

it('does not leave out a stretch whose end is not said', async () => {
  await draw(SegmentField, { ...of, 'x-kind': 'segments', 'x-duration': 5000 });
  await press('Submit');
  expect(fault()).toBeUndefined();
  await press('It begins here');
  await press('Submit');
  expect(fault()).toBe('Say where the stretch that you have begun ends, or cancel it.');
  await press('Cancel');
  expect(fault()).toBeUndefined();
  await press('Submit');
  expect(fault()).toBeUndefined();
});

it('does not leave out a figure that is not whole', async () => {
  await draw(SkeletonField, {
    ...of,
    'x-kind': 'skeletons',
    'x-size': { width: 100, height: 100 },
    'x-joints': ['head', 'foot'],
  });
  await press('Mark a figure: ');
  await press('Submit');
  expect(fault()).toBe('Put the joints that are left of the figure you have begun, or cancel it.');
});

it('does not leave out an outline that is not closed, and keeps it open while it is none', async () => {
  await draw(PolygonField, { ...of, 'x-kind': 'polygons', 'x-size': { width: 100, height: 100 } });
  const canvas = host.querySelector('svg');
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 100, 100));
  for (const type of ['pointerdown', 'pointerup'])
    await act(async () => {
      canvas?.dispatchEvent(new PointerEvent(type, { bubbles: true, isPrimary: true, button: 0 }));
    });
  await act(async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  });
  await press('Submit');
  expect(fault()).toBe('Close the outline that you have begun, or cancel it.');
  await press('Cancel');
  expect(fault()).toBeUndefined();
});
