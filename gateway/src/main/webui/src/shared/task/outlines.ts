import { type Size, tenth, within } from './box';

/** A place in the pixels of a picture. */
export type Place = readonly [number, number];

/** A closed outline; the last point is joined to the first. */
export interface Outline {
  label: string;
  points: readonly Place[];
}

export const fewestPoints = 3;

/** {@return the place, as far as it lies within the picture} */
export function inside([x, y]: Place, size: Size): Place {
  return [within(tenth(x), 0, size.width), within(tenth(y), 0, size.height)];
}

/** {@return the area that points enclose, whichever way round they go} */
export function area(points: readonly Place[]): number {
  let doubled = 0;
  points.forEach(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    doubled += x * nextY - nextX * y;
  });
  return Math.abs(doubled) / 2;
}

/** {@return whether it is large enough to have been meant, and no slip of a finger} */
export function isOutline(points: readonly Place[], size: Size): boolean {
  return points.length >= fewestPoints && area(points) >= (size.width * size.height) / 40_000;
}

/** {@return whether a point at a place would close the outline, being as near to its first} */
export function closes(points: readonly Place[], place: Place, reach: number): boolean {
  const first = points[0];
  return (
    first !== undefined &&
    points.length >= fewestPoints &&
    Math.hypot(first[0] - place[0], first[1] - place[1]) <= reach
  );
}

/** {@return the outline moved as far as all of it stays in the picture} */
export function movedBy(outline: Outline, dx: number, dy: number, size: Size): Outline {
  const xs = outline.points.map(([x]) => x);
  const ys = outline.points.map(([, y]) => y);
  const right = within(dx, -Math.min(...xs), size.width - Math.max(...xs));
  const down = within(dy, -Math.min(...ys), size.height - Math.max(...ys));
  return { ...outline, points: outline.points.map(([x, y]) => inside([x + right, y + down], size)) };
}

export function centreOf(points: readonly Place[]): Place {
  const count = Math.max(1, points.length);
  return [points.reduce((sum, [x]) => sum + x, 0) / count, points.reduce((sum, [, y]) => sum + y, 0) / count];
}

/** {@return the outline larger or smaller about its middle; as it was where nothing to see would be left} */
export function scaled(outline: Outline, factor: number, size: Size): Outline {
  const [cx, cy] = centreOf(outline.points);
  const points = outline.points.map(([x, y]) => inside([cx + (x - cx) * factor, cy + (y - cy) * factor], size));
  return isOutline(points, size) ? { ...outline, points } : outline;
}

export function withPoint(outline: Outline, index: number, place: Place, size: Size): Outline {
  return { ...outline, points: outline.points.map((point, other) => (other === index ? inside(place, size) : point)) };
}

/** {@return the place half way to the next point} */
export function halfWay(outline: Outline, index: number): Place {
  const one = outline.points[index] ?? [0, 0];
  const next = outline.points[(index + 1) % outline.points.length] ?? one;
  return [tenth((one[0] + next[0]) / 2), tenth((one[1] + next[1]) / 2)];
}

/** {@return the outline with one more point, half way to the next} */
export function withMore(outline: Outline, index: number): Outline {
  const points = [...outline.points];
  points.splice(index + 1, 0, halfWay(outline, index));
  return { ...outline, points };
}

/** {@return the outline without a point; null where it would enclose nothing then} */
export function withoutPoint(outline: Outline, index: number): Outline | null {
  if (outline.points.length <= fewestPoints) return null;
  return { ...outline, points: outline.points.filter((_, other) => other !== index) };
}

/** {@return an outline to begin with where none can be drawn: four points about the middle} */
export function squareOutline(label: string, size: Size): Outline {
  const [left, top] = [size.width / 3, size.height / 3];
  const [right, bottom] = [left * 2, top * 2];
  return {
    label,
    points: [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ].map(([x, y]) => inside([x as number, y as number], size)),
  };
}
