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
  now += 500;
  expect(log.take().events).toEqual([
    { kind: 'focus', millisAgo: 5_500 },
    { kind: 'input', millisAgo: 5_500 },
    { kind: 'input', millisAgo: 500 },
    { kind: 'blur', millisAgo: 500 },
  ]);
  expect(log.take().events).toEqual([]);
});

it('loses nothing that could not be sent', () => {
  const log = new ActivityLog(() => 0);
  log.add('focus');
  const first = log.take();
  log.add('blur');
  first.putBack();
  expect(log.take().events.map((sign) => sign.kind)).toEqual(['focus', 'blur']);
});
