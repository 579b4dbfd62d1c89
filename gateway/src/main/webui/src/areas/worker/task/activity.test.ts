import { expect, it } from 'vitest';
import { beatsOf, type Sign, SignsOfWork } from './activity';

it('says at most every five seconds that something was done, and when', () => {
  let now = 1000;
  const signs = new SignsOfWork('a', () => now);
  expect(signs.see('focus')).toEqual({ assignmentId: 'a', kind: 'focus', at: 1000 });
  expect(signs.see('input')).toEqual({ assignmentId: 'a', kind: 'input', at: 1000 });
  now += 4_999;
  expect(signs.see('input')).toBeNull();
  now += 1;
  expect(signs.see('input')).toEqual({ assignmentId: 'a', kind: 'input', at: 6000 });
  expect(signs.see('blur')).toEqual({ assignmentId: 'a', kind: 'blur', at: 6000 });
});

it('goes on when the clock of the device is set back', () => {
  let now = 100_000;
  const signs = new SignsOfWork('a', () => now);
  signs.see('input');
  now = 50_000;
  expect(signs.see('input')?.at).toBe(50_000);
});

it('cuts the signs of two tasks that were in front by turns where the task changes', () => {
  const sign = (assignmentId: string, at: number): Sign => ({ assignmentId, kind: 'input', at });
  const beats = beatsOf([sign('a', 1), sign('a', 2), sign('b', 3), sign('a', 4)]);
  expect(beats.map((beat) => beat.map(({ at }) => at))).toEqual([[1, 2], [3], [4]]);
});
