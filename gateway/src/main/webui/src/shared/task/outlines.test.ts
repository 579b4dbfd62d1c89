import { describe, expect, it } from 'vitest';
import {
  area,
  centreOf,
  closes,
  inside,
  isOutline,
  movedBy,
  type Outline,
  scaled,
  squareOutline,
  withMore,
  withoutPoint,
  withPoint,
} from './outlines';

const size = { width: 300, height: 150 };
const triangle: Outline = {
  label: 'roof',
  points: [
    [30, 60],
    [90, 60],
    [60, 20],
  ],
};

describe('outlines', () => {
  it('stay within the picture, in tenths of a pixel', () => {
    expect(inside([-4, 151], size)).toEqual([0, 150]);
    expect(inside([12.3456, 7], size)).toEqual([12.3, 7]);
  });

  it('have the area of the shoelace, whichever way round', () => {
    expect(area(triangle.points)).toBe(1200);
    expect(area([...triangle.points].reverse())).toBe(1200);
    expect(area([[1, 1]])).toBe(0);
  });

  it('are meant when they enclose something', () => {
    expect(isOutline(triangle.points, size)).toBe(true);
    expect(isOutline(triangle.points.slice(0, 2), size)).toBe(false);
    expect(
      isOutline(
        [
          [1, 1],
          [50, 1],
          [100, 1],
        ],
        size,
      ),
    ).toBe(false);
  });

  it('close near their first point, from three points on', () => {
    expect(closes(triangle.points, [33, 62], 5)).toBe(true);
    expect(closes(triangle.points, [40, 60], 5)).toBe(false);
    expect(closes(triangle.points.slice(0, 2), [30, 60], 5)).toBe(false);
    expect(closes([], [30, 60], 5)).toBe(false);
  });

  it('keep their form when they are moved against an edge', () => {
    const moved = movedBy(triangle, -1000, 1000, size);
    expect(moved.points).toEqual([
      [0, 150],
      [60, 150],
      [30, 110],
    ]);
    expect(area(moved.points)).toBe(area(triangle.points));
  });

  it('grow and shrink about their middle, but never to nothing', () => {
    const larger = scaled(triangle, 1.5, size);
    expect(area(larger.points)).toBeCloseTo(1200 * 2.25, 0);
    expect(centreOf(larger.points)[0]).toBeCloseTo(60, 0);
    expect(scaled(triangle, 0.001, size)).toBe(triangle);
  });

  it('take, move and lose single points', () => {
    const more = withMore(triangle, 2);
    expect(more.points).toHaveLength(4);
    expect(more.points[3]).toEqual([45, 40]);
    expect(withPoint(more, 3, [400, 40], size).points[3]).toEqual([300, 40]);
    expect(withoutPoint(more, 0)?.points).toHaveLength(3);
    expect(withoutPoint(triangle, 0)).toBeNull();
  });

  it('begin as a square in the middle for those who draw by keys', () => {
    expect(isOutline(squareOutline('roof', size).points, size)).toBe(true);
    expect(centreOf(squareOutline('roof', size).points)).toEqual([150, 75]);
  });
});
