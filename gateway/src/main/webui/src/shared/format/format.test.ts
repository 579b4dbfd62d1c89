import { describe, expect, it } from 'vitest';
import { formatMoney, isZero, lacking, leastReward, perHour, shareOf } from './money';
import { formatClock, formatDate, formatSeconds } from './time';

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

describe('money by the hour', () => {
  it.each([
    ['0.05', 15, '12.00'],
    ['0.10', 7.5, '48.00'],
    ['1', 3600, '1.00'],
    ['2', 630, '11.43'],
    ['2', 420, '17.14'],
    ['0.5', 420, '4.29'],
    ['0.01', 86_400, '0.00'],
    ['0.01', 7200, '0.01'],
  ])('%s for %d seconds', (amount, seconds, expected) => {
    expect(perHour({ amount, currency: 'EUR' }, seconds).amount).toBe(expected);
  });

  it('has no decimals where the currency has none', () => {
    expect(perHour({ amount: '50', currency: 'JPY' }, 420).amount).toBe('429');
  });

  it('compares amounts without reading them as numbers', () => {
    const euros = (amount: string) => ({ amount, currency: 'EUR' });
    expect(lacking(euros('9.99'), euros('10.00')).amount).toBe('0.01');
    expect(lacking(euros('10'), euros('9.99')).amount).toBe('0.00');
    // The worked example of the floor check: 196 seconds at 9.37 an hour.
    expect(leastReward(euros('9.37'), 196).amount).toBe('0.52');
    expect(shareOf(euros('2.50'), euros('10.00'))).toBe(0.25);
    expect(shareOf(euros('2.50'), euros('0.00'))).toBe(0);
  });
});

it('shows a day of the calendar as that day in every zone', () => {
  expect(formatDate('2026-11-27', 'en')).toBe('November 27, 2026');
});
