import { createRef, useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { happens, shown } from '../../../testing/shown';
import type { Answer, TaskSpec } from '../spec';
import type { FrameListener } from './FrameHost';
import { type Checked, PageFaults, PageFrame, type PageHandle, UseButton } from './PageFrame';
import { pressCountsMillis } from './presses';

const frames = vi.hoisted(() => ({
  on: null as unknown,
  told: [] as unknown[],
  valid: null as unknown,
}));
vi.mock('./FrameHost', () => ({
  FrameHost: class {
    constructor(_frame: unknown, told: () => unknown, on: unknown) {
      frames.on = on;
      told();
    }
    close() {}
    mark(names: unknown) {
      frames.told.push({ faults: names });
    }
    show(answer: unknown) {
      frames.told.push({ answer });
    }
    setReadOnly(readOnly: unknown) {
      frames.told.push({ readOnly });
    }
    validate() {
      return Promise.resolve(frames.valid);
    }
  },
}));
vi.mock('./content', async (original) => ({
  ...(await original<typeof import('./content')>()),
  pageAddress: () => 'about:blank',
}));

const spec: TaskSpec = {
  output: { required: ['mood'], properties: { mood: { 'x-kind': 'text' } } },
  ui: { kind: 'html' },
};
const on = () => frames.on as FrameListener;

beforeEach(() => {
  frames.told = [];
  frames.valid = { ok: true, message: '' };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What a screen has that takes what the page says. */
class Held {
  answer: Answer = {};
  readOnly = false;
  draw = () => {};
  readonly page = createRef<PageHandle>();
}

function Screen({ held }: { held: Held }) {
  const [, draw] = useState(0);
  held.draw = () => draw((now) => now + 1);
  const take = (answer: Answer) => {
    held.answer = answer;
    held.draw();
  };
  const { page, answer, readOnly } = held;
  return <PageFrame ref={page} spec={spec} input={{}} {...{ answer, readOnly }} mode="work" onAnswer={take} />;
}

async function opened() {
  const held = new Held();
  const { leave } = await shown(<Screen held={held} />, { texts: ['work'] });
  return { held, check: () => held.page.current?.check(), leave };
}

it('sends for a page only what somebody can have pressed in it', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const onSubmit = vi.fn();
  const onSubmitDoubted = vi.fn();
  const page = await shown(
    <PageFrame spec={spec} input={{}} answer={{}} mode="work" onSubmit={onSubmit} onSubmitDoubted={onSubmitDoubted} />,
    { texts: ['work'] },
  );
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  vi.stubGlobal('navigator', Object.create(navigator, { userActivation: { value: { isActive: true } } }));
  vi.spyOn(document, 'activeElement', 'get').mockImplementation(() => page.host.querySelector('iframe'));
  await happens(() => on().ready());

  now = pressCountsMillis - 1;
  on().submit();
  expect(onSubmit).not.toHaveBeenCalled();
  expect(onSubmitDoubted).toHaveBeenCalledOnce();

  now = pressCountsMillis;
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  document.body.append(dialog);
  on().submit();
  dialog.remove();
  expect(onSubmit).not.toHaveBeenCalled();

  on().submit();
  expect(onSubmit).toHaveBeenCalledOnce();
  expect(onSubmitDoubted).toHaveBeenCalledOnce();
  await page.leave();
});

it('lets no page have the keyboard while a dialog is open', async () => {
  const { leave } = await opened();
  await happens(() => on().ready());
  const frame = document.querySelector('iframe');
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');

  // A list that drops down.
  await happens(() => document.body.append(dialog));
  expect(frame?.style.display).toBe('');
  await happens(() => dialog.setAttribute('aria-modal', 'true'));
  expect(frame?.style.display).toBe('none');
  // What is not drawn has no height that means anything.
  await happens(() => on().height(1_500));
  expect(frame?.height).toBe('400');
  await happens(() => dialog.remove());
  expect(frame?.style.display).toBe('');
  await happens(() => on().height(1_500));
  expect(frame?.height).toBe('1500');
  await leave();
});

it('sends nothing of a page that is not there, says nothing or has something against it', async () => {
  const { held, check, leave } = await opened();
  const noAnswer = 'The page does not answer yet. Wait a moment and try again.';
  expect(await check()).toEqual({ answer: {}, faults: [], message: noAnswer });

  await happens(() => on().ready());
  await happens(() => on().answer({ mood: 'good', other: 1 }, false));
  expect(await check()).toEqual({ answer: { mood: 'good' }, faults: [], message: '' });
  expect(held.answer).toEqual({ mood: 'good' });

  frames.valid = { ok: false, message: 'Look again' };
  expect((await check())?.message).toBe('Look again');
  frames.valid = null;
  expect((await check())?.message).toBe(noAnswer);

  frames.valid = { ok: true, message: '' };
  const handle = held.page.current;
  await happens(() => on().failed('flood'));
  expect((await check())?.message).toBe(noAnswer);
  await leave();
  expect((await handle?.check())?.message).toBe(noAnswer);
});

it('shows in the page what it did not say itself, however quickly it says what it says', async () => {
  const { held, leave } = await opened();
  await happens(() => on().ready());
  const said: Answer[] = [];
  await happens(() => {
    for (const mood of ['a', 'b', 'a']) {
      on().answer({ mood }, false);
      said.push(held.answer);
    }
  });
  expect(frames.told).toEqual([]);

  await happens(() => {
    held.answer = said[1] as Answer;
    held.draw();
  });
  expect(frames.told).toEqual([{ answer: { mood: 'b' } }]);
  await leave();
});

it('tells a page that it is only looked at from now on, and takes no more of it', async () => {
  const { held, leave } = await opened();
  await happens(() => on().ready());
  await happens(() => on().answer({ mood: 'in time' }, false));
  expect(frames.told).toEqual([]);

  await happens(() => {
    held.readOnly = true;
    held.draw();
  });
  const kept = [{ readOnly: true }, { answer: { mood: 'in time' } }];
  expect(frames.told).toEqual(kept);
  await happens(() => on().answer({ mood: 'too late' }, false));
  expect(held.answer).toEqual({ mood: 'in time' });
  expect(frames.told).toEqual([...kept, ...kept]);

  await happens(() => {
    held.readOnly = false;
    held.draw();
  });
  expect(frames.told.at(-1)).toEqual({ readOnly: false });
  await happens(() => on().answer({ mood: 'again' }, false));
  expect(held.answer).toEqual({ mood: 'again' });
  await leave();
});

const draw = { faults: (_: Checked | null) => {}, times: (_: number) => {} };
function Below() {
  const [checked, setChecked] = useState<Checked | null>(null);
  const [times, setTimes] = useState(0);
  Object.assign(draw, { faults: setChecked, times: setTimes });
  return (
    <>
      <PageFaults checked={checked} />
      <UseButton button="Send" times={times} />
    </>
  );
}

it('brings into view what keeps an answer from being sent, each time', async () => {
  const into = vi.fn();
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(into);
  const { host, leave } = await shown(<Below />, { texts: ['work'] });
  expect(into).not.toHaveBeenCalled();
  for (const times of [1, 2]) {
    await happens(() => draw.faults({ answer: {}, faults: [], message: 'Look again' }));
    expect(into).toHaveBeenCalledTimes(times);
  }
  await happens(() => draw.faults(null));
  expect(host.querySelector('[role]')).toBeNull();

  await happens(() => draw.times(1));
  const first = host.querySelector('[role="status"]');
  expect(first?.textContent).toBe('Send it with “Send” below.');
  await happens(() => draw.times(2));
  expect(host.querySelector('[role="status"]')).not.toBe(first);
  expect(into).toHaveBeenCalledTimes(4);
  await happens(() => draw.times(0));
  expect(host.querySelector('[role]')).toBeNull();
  await leave();
});
