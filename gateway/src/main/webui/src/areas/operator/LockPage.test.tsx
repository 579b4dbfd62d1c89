import { Route, Routes } from 'react-router';
import { expect, it, vi } from 'vitest';
import { api } from '../../shared/api/client';
import { editor, happens, shown } from '../../testing/shown';
import LockPage from './LockPage';
import type { Lock, LockState } from './locks';

const lock = (id: string, state: LockState): Lock => ({
  id,
  requesterId: '00000000-0000-0000-0000-00000000abcd',
  jobId: 'j',
  cause: 'HOURLY',
  rejections: 11,
  decided: 40,
  allowed: 10,
  lockedAt: '2026-11-26T10:00:00Z',
  state,
});

it.each([
  ['OPEN', ['Lift the lock', 'Keep the lock']],
  ['CONFIRMED', ['Lift the lock']],
  ['LIFTED', []],
] as const)('finds a lock that is %s by its address alone', async (state, offered) => {
  vi.spyOn(api, 'GET').mockImplementation((async (
    path: string,
    { params }: { params: { query: { cursor?: string } } },
  ) => {
    const page = params.query.cursor
      ? { items: [lock('mine', state)] }
      : { items: [lock('other', 'OPEN')], next: 'more' };
    return { data: path.endsWith('/rejections') ? { items: [] } : page, response: new Response('{}') };
  }) as never);
  const screen = (
    <Routes>
      <Route path="/operator/locks/:lockId" element={<LockPage />} />
    </Routes>
  );
  const { host, buttons, leave } = await shown(screen, {
    who: { ...editor, roles: ['operator'] },
    texts: ['oversight'],
    path: '/operator/locks/mine',
  });
  await happens(() => {});
  expect(host.textContent).toContain('00000000abcd');
  expect(buttons()).toEqual(offered);
  await leave();
});
