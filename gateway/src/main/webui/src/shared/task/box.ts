/** A rectangle in the pixels of its picture. */
export interface Box {
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The smallest side that can be seen and grasped. */
const smallest = 2;

export const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
export const tenth = (value: number) => Math.round(value * 10) / 10;

/** {@return the box moved and cut so that it lies within its picture} */
export function fitted(box: Box, size: Size): Box {
  const width = within(tenth(box.width), smallest, size.width);
  const height = within(tenth(box.height), smallest, size.height);
  return {
    label: box.label,
    x: within(tenth(box.x), 0, tenth(size.width - width)),
    y: within(tenth(box.y), 0, tenth(size.height - height)),
    width,
    height,
  };
}

/** {@return the box between two corners, whichever they are, as far as it lies within the picture} */
export function between(
  label: string,
  one: { x: number; y: number },
  other: { x: number; y: number },
  size: Size,
): Box {
  const left = within(Math.min(one.x, other.x), 0, size.width);
  const right = within(Math.max(one.x, other.x), 0, size.width);
  const top = within(Math.min(one.y, other.y), 0, size.height);
  const bottom = within(Math.max(one.y, other.y), 0, size.height);
  return fitted({ label, x: left, y: top, width: right - left, height: bottom - top }, size);
}

/** {@return whether it is large enough to have been meant, and no slip of a finger} */
export function isMeant(box: Box, size: Size): boolean {
  return box.width >= size.width / 200 && box.height >= size.height / 200;
}

export function centred(label: string, size: Size): Box {
  return fitted({ label, x: size.width / 3, y: size.height / 3, width: size.width / 3, height: size.height / 3 }, size);
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** {@return how far an arrow key goes, a hundredth of the shorter side at least; null where the key is none} */
export function arrowStep(key: string, size: Size): readonly [number, number] | null {
  const arrow = arrows[key];
  if (!arrow) return null;
  const step = Math.max(1, Math.min(size.width, size.height) / 100);
  return [arrow[0] * step, arrow[1] * step];
}

/** {@return the box after an arrow key: moved, or made larger or smaller; null where the key is none} */
export function nudged(box: Box, key: string, resize: boolean, size: Size): Box | null {
  const step = arrowStep(key, size);
  if (!step) return null;
  const [dx, dy] = step;
  return fitted(
    resize ? { ...box, width: box.width + dx, height: box.height + dy } : { ...box, x: box.x + dx, y: box.y + dy },
    size,
  );
}

export const corners = ['nw', 'ne', 'se', 'sw'] as const;
export type Corner = (typeof corners)[number];

export function cornerOf(box: Box, corner: Corner): { x: number; y: number } {
  return {
    x: corner === 'nw' || corner === 'sw' ? box.x : box.x + box.width,
    y: corner === 'nw' || corner === 'ne' ? box.y : box.y + box.height,
  };
}

const opposite: Record<Corner, Corner> = { nw: 'se', ne: 'sw', se: 'nw', sw: 'ne' };

/** {@return the box with a corner drawn to another place; the one across stays} */
export function reshaped(box: Box, corner: Corner, to: { x: number; y: number }, size: Size): Box {
  return between(box.label, cornerOf(box, opposite[corner]), to, size);
}
