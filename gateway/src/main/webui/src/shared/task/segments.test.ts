import { describe, expect, it } from 'vitest';
import { inserted, isStretch, momentText, shifted, stretch, wave, withEnd, withStart } from './segments';

const duration = 4000;

describe('segments', () => {
  it('lie between two moments, whichever comes first, within the recording', () => {
    expect(stretch(1200.4, 300, duration)).toEqual({ start: 300, end: 1200 });
    expect(stretch(-50, 9999, duration)).toEqual({ start: 0, end: 4000 });
    expect(stretch(4000, 4000, duration)).toEqual({ start: 3980, end: 4000 });
  });

  it('are meant when they can be heard', () => {
    expect(isStretch(100, 110, duration)).toBe(false);
    expect(isStretch(200, 100, duration)).toBe(true);
  });

  it('move as a whole and by their ends, and never turn over', () => {
    const segment = { start: 1000, end: 2000, label: 'music' };
    expect(shifted(segment, 5000, duration)).toEqual({ start: 3000, end: 4000, label: 'music' });
    expect(shifted(segment, -5000, duration)).toEqual({ start: 0, end: 1000, label: 'music' });
    expect(withStart(segment, 2500)).toEqual({ start: 1980, end: 2000, label: 'music' });
    expect(withEnd(segment, 500, duration)).toEqual({ start: 1000, end: 1020, label: 'music' });
    expect(withEnd(segment, 5000, duration).end).toBe(4000);
  });

  it('stand in the order of the recording', () => {
    const [early, late] = [
      { start: 0, end: 10 },
      { start: 50, end: 90 },
    ];
    expect(inserted([early, late], { start: 50, end: 60 })).toEqual({
      segments: [early, { start: 50, end: 60 }, late],
      index: 1,
    });
    expect(inserted([early], late).index).toBe(1);
  });

  it('are read in minutes and tenths of seconds', () => {
    expect(momentText(0)).toBe('0:00.0');
    expect(momentText(65_349)).toBe('1:05.3');
    expect(momentText(59_960)).toBe('1:00.0');
  });

  it('show the sound with at most a thousand strokes', () => {
    expect(wave([-0.5, 0.5, -1, 0])).toBe('M0.0 26.0V74.0M500.0 50.0V98.0');
    expect(wave(Array.from({ length: 20_000 }, () => 0.5)).split('M')).toHaveLength(1001);
  });
});
