import { describe, expect, it } from 'vitest';
import { formatMoney, isZero } from './money';
import { formatClock, formatSeconds } from './time';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it.each([
    ['en', '€1,234.50'],
    ['fr', '1 234,50 €'],
    ['es', '1234,50 €'],
    ['ca', '1.234,50 €'],
  ])('is written as in %s', (language, expected) => {
    expect(plain(formatMoney({ amount: '1234.50', currency: 'EUR' }, language))).toBe(expected);
  });

  it('never passes through a binary fraction', () => {
    expect(formatMoney({ amount: '9007199254740993.01', currency: 'EUR' }, 'en')).toBe('€9,007,199,254,740,993.01');
  });

  it('knows nothing when it sees it', () => {
    expect(isZero({ amount: '0.00', currency: 'EUR' })).toBe(true);
    expect(isZero({ amount: '0.01', currency: 'EUR' })).toBe(false);
  });
});

describe('time', () => {
  it.each([
    [0, '0 sec'],
    [45, '45 sec'],
    [200, '3 min 20 sec'],
    [3600, '1 hr'],
    [90_061, '1 day 1 hr'],
  ])('%d seconds in its two largest units', (seconds, expected) => {
    expect(plain(formatSeconds(seconds, 'en'))).toBe(expected);
  });

  it('as a clock', () => {
    expect(formatClock(65.9)).toBe('1:05');
    expect(formatClock(3661)).toBe('1:01:01');
    expect(formatClock(-1)).toBe('0:00');
  });
});
