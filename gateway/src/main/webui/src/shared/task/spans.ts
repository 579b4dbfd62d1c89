/** A marked part of a text, in Unicode code points, the end not included. */
export interface Span {
  start: number;
  end: number;
  label: string;
}

/** A run of a text between two borders of marks. */
export interface Piece {
  start: number;
  end: number;
  text: string;
  /** Marks over it, the outermost first. */
  labels: readonly string[];
}

/** {@return the text cut at every border of a mark} @param points the text by code points */
export function pieces(points: readonly string[], spans: readonly Span[]): Piece[] {
  const borders = new Set([0, points.length]);
  for (const span of spans) borders.add(span.start).add(span.end);
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? start;
    return {
      start,
      end,
      text: points.slice(start, end).join(''),
      labels: spans.filter((span) => span.start <= start && end <= span.end).map((span) => span.label),
    };
  });
}

/** {@return where words begin and end} */
export function words(points: readonly string[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = -1;
  points.forEach((point, index) => {
    const inside = /[\p{L}\p{N}\p{M}_'’-]/u.test(point);
    if (inside && start < 0) start = index;
    if (!inside && start >= 0) {
      found.push({ start, end: index });
      start = -1;
    }
  });
  if (start >= 0) found.push({ start, end: points.length });
  return found;
}

/** {@return a selection without blanks around it; null where nothing else is in it} */
export function trimmed(points: readonly string[], from: number, to: number): { start: number; end: number } | null {
  let [start, end] = [Math.max(0, Math.min(from, to)), Math.min(points.length, Math.max(from, to))];
  while (start < end && /\s/.test(points[start] ?? '')) start++;
  while (end > start && /\s/.test(points[end - 1] ?? '')) end--;
  return start < end ? { start, end } : null;
}

/** {@return the marks with one more, in the order of the text; the same one again changes nothing} */
export function marked(spans: readonly Span[], span: Span): Span[] {
  const others = spans.filter(
    (other) => other.start !== span.start || other.end !== span.end || other.label !== span.label,
  );
  return [...others, span].sort((a, b) => a.start - b.start || b.end - a.end || (a.label < b.label ? -1 : 1));
}

/** {@return the code points before a place that is counted in UTF-16 units, as the browser counts} */
export function pointsBefore(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}

/** {@return by what the server knows that both sides mean the same text} */
export async function textHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
