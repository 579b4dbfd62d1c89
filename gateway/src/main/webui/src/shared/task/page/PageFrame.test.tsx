import { afterEach, expect, it, vi } from 'vitest';
import { happens, shown } from '../../../testing/shown';
import type { TaskSpec } from '../spec';
import type { FrameListener } from './FrameHost';
import { PageFrame } from './PageFrame';
import { pressCountsMillis } from './presses';

const frames = vi.hoisted(() => ({ on: null as unknown, show: [] as unknown[] }));
vi.mock('./FrameHost', () => ({
  FrameHost: class {
    constructor(_frame: unknown, _told: unknown, on: unknown) {
      frames.on = on;
    }
    close() {}
    mark() {}
    show(answer: unknown) {
      frames.show.push(answer);
    }
  },
}));
vi.mock('./content', async (original) => ({
  ...(await original<typeof import('./content')>()),
  pageAddress: () => 'about:blank',
}));

const spec: TaskSpec = { output: { properties: {} }, ui: { kind: 'html' } };
const on = () => frames.on as FrameListener;

afterEach(() => {
  vi.restoreAllMocks();
});

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
  vi.spyOn(document, 'activeElement', 'get').mockImplementation(() => page.host.querySelector('iframe'));
  await happens(() => on().ready());

  now = pressCountsMillis - 1;
  on().submit();
  expect(onSubmit).not.toHaveBeenCalled();
  expect(onSubmitDoubted).toHaveBeenCalledOnce();

  now = pressCountsMillis;
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');
  document.body.append(dialog);
  on().submit();
  dialog.remove();
  expect(onSubmit).not.toHaveBeenCalled();

  on().submit();
  expect(onSubmit).toHaveBeenCalledOnce();
  expect(onSubmitDoubted).toHaveBeenCalledOnce();
  await page.leave();
});
