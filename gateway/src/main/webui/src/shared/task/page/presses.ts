/** As long as a press counts for a script, in the browsers that let it count longest. */
export const pressCountsMillis = 5_000;

let lastPress = Number.NEGATIVE_INFINITY;

/** Notes that somebody pressed something around the frames; nobody here hears of what is pressed within one. */
export function notePress(event: Event, now = performance.now()): void {
  if (event.isTrusted) lastPress = now;
}

// A finger's press counts from when it is taken away.
for (const name of ['pointerdown', 'pointerup', 'touchend', 'keydown']) {
  window.addEventListener(name, (event) => notePress(event), { capture: true, passive: true });
}

/**
 * {@return whether a press that a page calls upon can only have been one within its own frame} The browser tells neither where it was nor
 * of which task: a press of our button, or in the page before, would else send what nobody has seen.
 *
 * @param startedAt when the frame of the page was made, as {@code performance.now()} tells
 */
export function isOwnPress(startedAt: number, now = performance.now()): boolean {
  return now - Math.max(lastPress, startedAt) >= pressCountsMillis;
}
