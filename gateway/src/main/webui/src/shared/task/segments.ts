import { within } from './box';

/** A stretch of a recording in whole milliseconds, the end not included. */
export interface Segment {
  start: number;
  end: number;
  label?: string;
  text?: string;
}

/** The shortest that can be heard and grasped. */
export const shortestMillis = 20;

/** {@return the stretch between two moments, whichever comes first, as far as it lies within the recording} */
export function stretch(one: number, other: number, duration: number): { start: number; end: number } {
  const start = Math.round(within(Math.min(one, other), 0, Math.max(0, duration - shortestMillis)));
  const end = Math.round(within(Math.max(one, other), start + shortestMillis, Math.max(duration, shortestMillis)));
  return { start, end };
}

/** {@return whether it is long enough to have been meant, and no slip of a finger} */
export function isStretch(one: number, other: number, duration: number): boolean {
  return Math.abs(one - other) >= Math.max(shortestMillis, Math.min(100, duration / 200));
}

/** {@return the segment moved as far as all of it stays in the recording} */
export function shifted<T extends Segment>(segment: T, by: number, duration: number): T {
  const move = Math.round(within(by, -segment.start, duration - segment.end));
  return { ...segment, start: segment.start + move, end: segment.end + move };
}

export function withStart<T extends Segment>(segment: T, start: number): T {
  return { ...segment, start: Math.round(within(start, 0, segment.end - shortestMillis)) };
}

export function withEnd<T extends Segment>(segment: T, end: number, duration: number): T {
  return { ...segment, end: Math.round(within(end, segment.start + shortestMillis, duration)) };
}

/** {@return the segments with one more, in the order of the recording, and where it now is} */
export function inserted(segments: readonly Segment[], segment: Segment): { segments: Segment[]; index: number } {
  const place = segments.findIndex(
    (other) => other.start > segment.start || (other.start === segment.start && other.end > segment.end),
  );
  const index = place < 0 ? segments.length : place;
  return { segments: [...segments.slice(0, index), segment, ...segments.slice(index)], index };
}

/** {@return a moment as people read it, with tenths of a second: 1:05.3} */
export function momentText(millis: number): string {
  const tenths = Math.round(millis / 100);
  const [minutes, seconds] = [Math.floor(tenths / 600), (tenths % 600) / 10];
  return `${minutes}:${seconds.toFixed(1).padStart(4, '0')}`;
}

/** {@return the outline of a sound, as a path in a box of a thousand by a hundred} @param peaks lowest and highest in turn */
export function wave(peaks: readonly number[]): string {
  const count = Math.floor(peaks.length / 2);
  const step = Math.max(1, Math.ceil(count / 1000));
  let path = '';
  for (let at = 0; at < count; at += step) {
    let [low, high] = [0, 0];
    for (let one = at; one < Math.min(count, at + step); one++) {
      low = Math.min(low, peaks[one * 2] ?? 0);
      high = Math.max(high, peaks[one * 2 + 1] ?? 0);
    }
    path += `M${((at / count) * 1000).toFixed(1)} ${(50 - high * 48).toFixed(1)}V${(50 - low * 48).toFixed(1)}`;
  }
  return path;
}
