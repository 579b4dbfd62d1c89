import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { editor, happens, shown } from '../../../testing/shown';
import { WageWeeks } from './WageWeeks';

afterEach(() => vi.restoreAllMocks());

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const week = {
  week: '2026-11-16',
  requesterId: '00000000-0000-0000-0000-00000000abcd',
  assignments: 7,
  activeSeconds: 3600,
  creditedSeconds: 3600,
  expiredSeconds: 0,
  floorPerHour: euros('9.50'),
  floorKind: 'statutory',
  floorPlace: 'ES',
  floorSource: 'BOE',
  earned: euros('10.00'),
  due: euros('9.50'),
  dueAtClose: euros('9.50'),
  toppedUp: euros('0.00'),
  reckonedAt: '2026-11-23T06:00:00Z',
};

async function cards(items: object[]) {
  vi.spyOn(api, 'GET').mockResolvedValue({ data: { items }, response: new Response('{}') } as never);
  const screen = await shown(<WageWeeks />, { who: { ...editor, roles: ['worker'] }, texts: ['pay'] });
  await happens(() => {});
  return { ...screen, texts: [...screen.host.querySelectorAll('article')].map(({ textContent }) => textContent ?? '') };
}

it('says of each week what was put on top and what that follows from', async () => {
  const short = { ...week, week: '2026-11-09', earned: euros('7.00'), toppedUp: euros('2.50'), expiredSeconds: 60 };
  const { texts, leave } = await cards([week, short]);
  expect(texts[0]).toContain('November 16, 2026');
  expect(texts[0]).toContain('Nothing had to be added');
  expect(texts[0]).not.toContain('ran out');
  expect(texts[1]).toContain('€2.50 were added');
  expect(texts[1]).toContain('ran out1 min');
  expect(texts[1]).toContain('Minimum by law');
  await leave();
});

it('does not call a week enough that is short of the floor', async () => {
  const { texts, leave } = await cards([{ ...week, earned: euros('9.00') }]);
  expect(texts[0]).toContain('is being added');
  expect(texts[0]).not.toContain('Nothing had to be added');
  await leave();
});

it('shows what the floor came to at other exchange rates only where that is another amount', async () => {
  const { texts, leave } = await cards([week, { ...week, week: '2026-11-02', dueAtClose: euros('9.80') }]);
  expect(texts.map((text) => text.includes('exchange rates'))).toEqual([false, true]);
  await leave();
});

it('says when there will be something', async () => {
  const { host, leave } = await cards([]);
  expect(host.textContent).toContain('A week appears here once it is over');
  await leave();
});
