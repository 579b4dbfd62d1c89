import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { tellSigningOut } from '../../../shared/api/session-events';
import { shown } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import { undoMillis } from './held';
import ReviewPage from './ReviewPage';

vi.mock('./AnswerPane', () => ({ AnswerPane: ({ given }: { given: { id: string } }) => <output>{given.id}</output> }));

const job = { id: 'j', spec: { ui: { blocks: [] } } } as unknown as Job;
const answered = (data: unknown) => ({ data, response: new Response('{}') });

describe('the review', () => {
  let waiting: string[];
  let post: MockInstance<typeof api.POST>;
  const sent = () => (post.mock.calls as unknown[][]).map(([, given]) => (given as { body: unknown }).body);

  beforeEach(() => {
    localStorage.clear();
    waiting = ['a1', 'a2', 'a3'];
    vi.spyOn(api, 'GET').mockImplementation((() =>
      Promise.resolve(
        answered({
          items: waiting.map((id) => ({
            id,
            externalId: id,
            state: 'SUBMITTED',
            answer: {},
            submittedAt: '2026-11-02T08:00:00Z',
          })),
        }),
      )) as never);
    post = vi.spyOn(api, 'POST').mockImplementation(((_: string, { body }: { body: { approve?: string[] } }) => {
      waiting = waiting.filter((id) => !body.approve?.includes(id));
      return Promise.resolve(answered({ approved: body.approve?.length ?? 0, skipped: [] }));
    }) as never);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const review = async () => {
    const screen = await shown(<ReviewPage job={job} />, { texts: ['review'] });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return { ...screen, at: () => screen.host.querySelector('output')?.textContent };
  };
  const pass = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));
  const press = (key: string) =>
    act(async () => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });

  it('pays by key only once there was time to take it back', async () => {
    const { host, at, leave } = await review();
    await press('a');
    expect(at()).toBe('a2');
    expect(host.textContent).toContain('1 decision goes off');
    await pass(undoMillis - 1);
    expect(sent()).toEqual([]);
    await pass(1);
    expect(sent()).toEqual([{ approve: ['a1'] }]);
    expect(host.textContent).not.toContain('goes off');
    expect(host.textContent).toContain('1 answer decided.');
    await leave();
  });

  it('sends nothing that was taken back, and shows it again', async () => {
    const { host, at, button, leave } = await review();
    await press('a');
    await press('s');
    expect(host.textContent).toContain('2 decisions go off');
    await press('z');
    expect(at()).toBe('a2');
    await act(async () => button('Take back')?.click());
    expect(at()).toBe('a1');
    await pass(undoMillis * 2);
    expect(sent()).toEqual([]);
    await leave();
  });

  it('sends what waits when the page is left, and before all that wait are approved', async () => {
    const { button, leave } = await review();
    await press('s');
    await act(async () => button('Approve all that wait')?.click());
    await pass(0);
    const approve = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Approve and pay',
    );
    await act(async () => approve?.click());
    await pass(0);
    expect(sent()).toEqual([{ softReject: ['a1'] }, { approveAll: true }]);

    await leave();
    post.mockClear();
    vi.useRealTimers();
    const again = await review();
    await press('a');
    await again.leave();
    await pass(0);
    expect(sent()).toEqual([{ approve: ['a1'] }]);
  });

  it('is deaf to single keys where they are switched off, also the next time', async () => {
    const first = await review();
    await act(async () => first.host.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click());
    expect(first.host.querySelector('kbd')).toBeNull();
    await press('a');
    await first.leave();
    vi.useRealTimers();

    const second = await review();
    await press('a');
    await pass(undoMillis);
    expect(second.at()).toBe('a1');
    expect(sent()).toEqual([]);
    await second.leave();
  });

  const refused = (status: number) => ({ error: { code: 'boom' }, response: new Response('{}', { status }) });
  const approveAll = async (button: (name: string) => HTMLButtonElement | undefined) => {
    await act(async () => button('Approve all that wait')?.click());
    await pass(0);
    const approve = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Approve and pay',
    );
    await act(async () => approve?.click());
    await pass(0);
  };

  it('sends all that waits and all that is queued in one request when the page goes', async () => {
    const { leave } = await review();
    let answer = () => {};
    post.mockImplementationOnce(
      (() => new Promise((done) => (answer = () => done(answered({ approved: 1 }))))) as never,
    );
    await press('a');
    await pass(100);
    await press('s');
    await pass(undoMillis);
    expect(sent()).toEqual([{ approve: ['a1'] }]);
    await press('a');
    await act(async () => window.dispatchEvent(new Event('pagehide')));
    expect(sent()).toEqual([{ approve: ['a1'] }, { approve: ['a3'], softReject: ['a2'] }]);
    expect((post.mock.calls as unknown[][]).map(([, given]) => (given as { keepalive: boolean }).keepalive)).toEqual([
      true,
      true,
    ]);
    await act(async () => answer());
    await pass(undoMillis * 2);
    await leave();
    expect(sent()).toHaveLength(2);
  });

  it('sends what waits when the page goes out of sight', async () => {
    const { leave } = await review();
    await press('s');
    const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await act(async () => document.dispatchEvent(new Event('visibilitychange')));
    expect(sent()).toEqual([{ softReject: ['a1'] }]);
    seen.mockRestore();
    await leave();
  });

  it('sends what waits before somebody is signed out, and tells of what fails', async () => {
    const { leave } = await review();
    await press('a');
    await act(() => tellSigningOut());
    expect(sent()).toEqual([{ approve: ['a1'] }]);
    post.mockResolvedValue(refused(503) as never);
    await press('a');
    await act(() => expect(tellSigningOut()).rejects.toMatchObject({ status: 503 }));
    await leave();
    await expect(tellSigningOut()).resolves.toBeUndefined();
  });

  it('does not wait for the list between two decisions, and shows none that was decided', async () => {
    const { at, leave } = await review();
    const read = vi.mocked(api.GET);
    read.mockImplementation((() => new Promise(() => {})) as never);
    await press('a');
    await press('a');
    await pass(undoMillis);
    expect(sent()).toEqual([{ approve: ['a1'] }, { approve: ['a2'] }]);
    expect(at()).toBe('a3');
    await leave();
  });

  it('approves not all that wait where a decision before did not arrive', async () => {
    const { host, at, button, leave } = await review();
    post.mockResolvedValueOnce(refused(503) as never);
    await press('s');
    await approveAll(button);
    expect(sent()).toEqual([{ softReject: ['a1'] }]);
    expect(host.querySelector('[role="alert"]')).not.toBeNull();
    expect(host.querySelectorAll('li')).toHaveLength(3);
    expect(at()).toBe('a2');

    await act(async () => button('Try again')?.click());
    await pass(undoMillis);
    expect(sent()).toEqual([{ softReject: ['a1'] }, { softReject: ['a1'] }]);
    expect(host.querySelector('[role="alert"]')).toBeNull();
    await leave();
  });

  it('keeps a failure on the screen while more is decided, until it is put away', async () => {
    const { host, button, leave } = await review();
    post.mockResolvedValueOnce(refused(500) as never);
    await press('a');
    await pass(1_000);
    await press('a');
    await pass(undoMillis - 1_000);
    await press('a');
    await pass(undoMillis * 2);
    expect(sent()).toEqual([{ approve: ['a1'] }, { approve: ['a2'] }, { approve: ['a3'] }]);
    expect(host.querySelector('[role="alert"]')).not.toBeNull();
    await act(async () => button('Close')?.click());
    expect(host.querySelector('[role="alert"]')).toBeNull();
    await leave();
  });

  it('has the way back right after the buttons', async () => {
    const { buttons, leave } = await review();
    await press('a');
    const names = buttons();
    expect(names.indexOf('Take back')).toBe(names.indexOf('Approve all that wait') + 1);
    await leave();
  });
});
