import { fitted, type Size, tenth, within } from './box';
import { inside, type Place } from './outlines';

/** 0 is not there at all, 1 hidden behind something, 2 visible; the first has no place. */
export type Visibility = 0 | 1 | 2;

export interface Joint {
  x?: number;
  y?: number;
  visibility: Visibility;
}

export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The joints of one figure, in the order of the spec, and the frame around all of it. */
export interface Skeleton {
  label: string;
  box: Frame;
  points: readonly Joint[];
}

export const absent: Joint = { visibility: 0 };

export function jointAt(place: Place, visibility: 1 | 2, size: Size): Joint {
  const [x, y] = inside(place, size);
  return { x, y, visibility };
}

export function placeOf(joint: Joint | undefined): Place | null {
  return joint?.x !== undefined && joint.y !== undefined && joint.visibility > 0 ? [joint.x, joint.y] : null;
}

const framed = (frame: Frame, size: Size): Frame => {
  const { x, y, width, height } = fitted({ label: '', ...frame }, size);
  return { x, y, width, height };
};

/** {@return the frame around all joints that have a place, with a margin of a tenth; null where none has one} */
export function frameAround(points: readonly Joint[], size: Size): Frame | null {
  const places = points.map(placeOf).filter((place) => place !== null);
  if (places.length === 0) return null;
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const margin = Math.max(width, height, Math.min(size.width, size.height) / 20) / 10;
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  return framed(
    {
      x,
      y,
      width: Math.min(size.width, left + width + margin) - x,
      height: Math.min(size.height, top + height + margin) - y,
    },
    size,
  );
}

/** {@return the frame, grown as far as a place needs it} */
export function grown(frame: Frame, [x, y]: Place, size: Size): Frame {
  const [left, top] = [Math.min(frame.x, x), Math.min(frame.y, y)];
  const right = Math.max(frame.x + frame.width, x);
  const bottom = Math.max(frame.y + frame.height, y);
  return framed({ x: left, y: top, width: right - left, height: bottom - top }, size);
}

/** {@return the figure with a joint put somewhere; one that was not there becomes visible, and the frame takes it in} */
export function withJoint(skeleton: Skeleton, index: number, place: Place, size: Size): Skeleton {
  const before = skeleton.points[index];
  const joint = jointAt(place, before?.visibility === 1 ? 1 : 2, size);
  const points = skeleton.points.map((other, at) => (at === index ? joint : other));
  return { ...skeleton, points, box: grown(skeleton.box, placeOf(joint) ?? place, size) };
}

/** {@return the figure with a joint said to be visible, hidden or absent; one without a place gets the middle of the frame} */
export function withVisibility(skeleton: Skeleton, index: number, visibility: Visibility, size: Size): Skeleton {
  const { x, y, width, height } = skeleton.box;
  const place = placeOf(skeleton.points[index]) ?? [x + width / 2, y + height / 2];
  const joint = visibility === 0 ? absent : jointAt(place, visibility, size);
  return { ...skeleton, points: skeleton.points.map((other, at) => (at === index ? joint : other)) };
}

/** {@return all of the figure moved as far as its frame stays in the picture} */
export function figureMoved(skeleton: Skeleton, dx: number, dy: number, size: Size): Skeleton {
  const { box } = skeleton;
  const right = within(dx, -box.x, size.width - box.x - box.width);
  const down = within(dy, -box.y, size.height - box.y - box.height);
  return {
    ...skeleton,
    box: { ...box, x: tenth(box.x + right), y: tenth(box.y + down) },
    points: skeleton.points.map((joint) => {
      const place = placeOf(joint);
      return place && joint.visibility > 0
        ? jointAt([place[0] + right, place[1] + down], joint.visibility === 1 ? 1 : 2, size)
        : joint;
    }),
  };
}

/** {@return a figure to begin with where none can be drawn: its joints in a ring about the middle} */
export function ringSkeleton(label: string, joints: number, size: Size): Skeleton {
  const radius = Math.min(size.width, size.height) / 4;
  const points = Array.from({ length: joints }, (_, index) => {
    const angle = (2 * Math.PI * index) / joints - Math.PI / 2;
    return jointAt([size.width / 2 + radius * Math.cos(angle), size.height / 2 + radius * Math.sin(angle)], 2, size);
  });
  const box = frameAround(points, size) ?? framed({ x: 0, y: 0, width: size.width, height: size.height }, size);
  return { label, box, points };
}
