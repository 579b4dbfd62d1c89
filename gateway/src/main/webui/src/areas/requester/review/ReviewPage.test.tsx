import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { api } from '../../../shared/api/client';
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
});
