import { describe, expect, it } from 'vitest';
import { type Box, between, fitted, isMeant, nudged, reshaped } from './box';

const size = { width: 100, height: 50 };
const box: Box = { label: 'car', x: 10, y: 10, width: 20, height: 20 };

describe('a box', () => {
  it('is drawn from any corner to any other', () => {
    expect(between('car', { x: 30, y: 30 }, { x: 10, y: 10 }, size)).toEqual(box);
    expect(between('car', { x: 10, y: 30 }, { x: 30, y: 10 }, size)).toEqual(box);
  });

  it('never leaves its picture', () => {
    expect(between('car', { x: 90, y: 40 }, { x: 500, y: 500 }, size)).toEqual({
      label: 'car',
      x: 90,
      y: 40,
      width: 10,
      height: 10,
    });
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
      for (const resize of [false, true]) {
        let moved = box;
        for (let n = 0; n < 200; n++) moved = nudged(moved, key, resize, size) ?? moved;
        expect(moved.x).toBeGreaterThanOrEqual(0);
        expect(moved.y).toBeGreaterThanOrEqual(0);
        expect(moved.x + moved.width).toBeLessThanOrEqual(size.width);
        expect(moved.y + moved.height).toBeLessThanOrEqual(size.height);
        expect(Math.min(moved.width, moved.height)).toBeGreaterThan(0);
      }
    }
  });

  it('is moved and made larger by arrow keys, and by no other', () => {
    expect(nudged(box, 'ArrowRight', false, size)).toEqual({ ...box, x: 11 });
    expect(nudged(box, 'ArrowDown', true, size)).toEqual({ ...box, height: 21 });
    expect(nudged(box, 'a', false, size)).toBeNull();
  });

  it('keeps the corner across when one is drawn', () => {
    expect(reshaped(box, 'se', { x: 40, y: 45 }, size)).toEqual({ ...box, width: 30, height: 35 });
    expect(reshaped(box, 'nw', { x: 50, y: 40 }, size)).toEqual({ label: 'car', x: 30, y: 30, width: 20, height: 10 });
  });

  it('is no slip of a finger', () => {
    expect(
      isMeant(fitted({ ...box, width: 0, height: 20 }, { width: 1000, height: 500 }), { width: 1000, height: 500 }),
    ).toBe(false);
    expect(isMeant(box, size)).toBe(true);
  });
});
