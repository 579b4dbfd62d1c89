import { describe, expect, it } from 'vitest';
import {
  absent,
  figureMoved,
  frameAround,
  jointAt,
  ringSkeleton,
  type Skeleton,
  withJoint,
  withVisibility,
} from './skeletons';

const size = { width: 200, height: 100 };
const points = [jointAt([50, 20], 2, size), absent, jointAt([70, 60], 1, size)];
const figure: Skeleton = { label: 'person', points, box: { x: 40, y: 10, width: 40, height: 60 } };

describe('skeletons', () => {
  it('have a frame around what has a place', () => {
    expect(frameAround(points, size)).toEqual({ x: 46, y: 16, width: 28, height: 48 });
    expect(frameAround([absent, absent], size)).toBeNull();
    expect(frameAround([jointAt([0, 0], 2, size)], size)).toMatchObject({ x: 0, y: 0 });
  });

  it('take a joint into their frame', () => {
    const more = withJoint(figure, 1, [120, 95], size);
    expect(more.points[1]).toEqual({ x: 120, y: 95, visibility: 2 });
    expect(more.box).toEqual({ x: 40, y: 10, width: 80, height: 85 });
    expect(withJoint(figure, 2, [71, 61], size).points[2]).toEqual({ x: 71, y: 61, visibility: 1 });
  });

  it('keep no place of what is absent, and give one to what comes back', () => {
    const without = withVisibility(figure, 0, 0, size);
    expect(without.points[0]).toEqual({ visibility: 0 });
    expect(withVisibility(without, 0, 1, size).points[0]).toEqual({ x: 60, y: 40, visibility: 1 });
  });

  it('move as a whole, as far as the frame stays inside', () => {
    const moved = figureMoved(figure, -1000, 5, size);
    expect(moved.box).toEqual({ x: 0, y: 15, width: 40, height: 60 });
    expect(moved.points).toEqual([{ x: 10, y: 25, visibility: 2 }, absent, { x: 30, y: 65, visibility: 1 }]);
  });

  it('begin as a ring for those who draw by keys', () => {
    const ring = ringSkeleton('person', 5, size);
    expect(ring.points).toHaveLength(5);
    for (const { x = -1, y = -1 } of ring.points) {
      expect(x).toBeGreaterThanOrEqual(ring.box.x);
      expect(x).toBeLessThanOrEqual(ring.box.x + ring.box.width);
      expect(y).toBeGreaterThanOrEqual(ring.box.y);
      expect(y).toBeLessThanOrEqual(ring.box.y + ring.box.height);
    }
  });
});
