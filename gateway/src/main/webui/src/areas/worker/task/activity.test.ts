import { expect, it } from 'vitest';
import { ActivityLog } from './activity';

it('says at most every five seconds that something was done, and when', () => {
  let now = 1000;
  const log = new ActivityLog(() => now);
  log.add('focus');
  log.add('input');
  now += 4_999;
  log.add('input');
  now += 1;
  log.add('input');
  log.add('blur');
  expect(log.take()).toEqual([
    { kind: 'focus', at: 1000 },
    { kind: 'input', at: 1000 },
    { kind: 'input', at: 6000 },
    { kind: 'blur', at: 6000 },
  ]);
  expect(log.take()).toEqual([]);
});

it('goes on when the clock of the device is set back', () => {
  let now = 100_000;
  const log = new ActivityLog(() => now);
  log.add('input');
  now = 50_000;
  log.add('input');
  expect(log.take().map((sign) => sign.at)).toEqual([100_000, 50_000]);
});

it('takes back what could not be sent, before what came meanwhile', () => {
  const log = new ActivityLog(() => 0);
  log.add('focus');
  const first = log.take();
  log.add('blur');
  log.putBack(first);
  expect(log.take().map((sign) => sign.kind)).toEqual(['focus', 'blur']);
});
