import { type RefObject, useLayoutEffect, useState } from 'react';
import { isTyping } from '../hotkeys';
import { isBehindDialog } from './dialogs';

/** So soon after a press of Tab, or of the pointer elsewhere, whoever typed has left the field themselves. */
const leavesMillis = 500;

/** Frames whose page has taken the keyboard from somebody who typed. */
const takers = new WeakSet<HTMLIFrameElement>();

/**
 * Keeps the keyboard with whoever types around a frame. A page can take it from anything that has it, time and again, and would get the
 * words that are meant for the client; browsers keep it from what is not drawn, and from nothing else.
 *
 * Behind a dialog no frame is drawn. Beside a field in which somebody types it is, and cannot be pressed: the first press leaves the field.
 * What takes the keyboard then was asked for by nobody but the page: the field gets it back at once, and from then on the frame is not
 * drawn while somebody types. The processes of a page run beside ours, so that one key may be lost to it before that, and no more.
 *
 * @param drawn changes when another frame is drawn
 * @return whether the frame is not drawn because its page has taken the keyboard
 */
export function useKeyboardKept(frame: RefObject<HTMLIFrameElement | null>, drawn: string): boolean {
  const [barred, setBarred] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn anew is another frame
  useLayoutEffect(() => {
    setBarred(false);
    return frame.current ? keep(frame.current, setBarred) : undefined;
  }, [frame, drawn]);
  return barred;
}

/** {@return whether a frame is not drawn for now, so that what it says of its size means nothing} */
export const isUndrawn = (frame: HTMLIFrameElement | null) => frame?.style.display === 'none';

/** {@return the field that somebody types words in, null where it is none} */
function fieldOf(element: EventTarget | null): HTMLElement | null {
  if (!(element instanceof HTMLElement) || !isTyping(element) || element instanceof HTMLSelectElement) return null;
  const isRead = 'readOnly' in element && element.readOnly === true;
  return isRead ? null : element;
}

function keep(frame: HTMLIFrameElement, onBarred: (barred: boolean) => void): () => void {
  let field = fieldOf(document.activeElement);
  let leftAt = Number.NEGATIVE_INFINITY;
  const draw = () => {
    if (!field?.isConnected) field = null;
    const barred = field !== null && takers.has(frame);
    frame.style.display = barred || isBehindDialog(frame) ? 'none' : '';
    frame.style.pointerEvents = field ? 'none' : '';
    onBarred(barred);
  };
  const look = () => {
    const now = document.activeElement;
    if (now !== frame || !field) field = fieldOf(now);
    else if (performance.now() - leftAt < leavesMillis) field = null;
    else {
      const robbed = field;
      takers.add(frame);
      draw();
      robbed.focus({ preventScroll: true });
    }
    draw();
  };
  // While the keyboard is on its way to another frame it cannot be had back: browsers keep to where it is going.
  const lookOnceThere = () => setTimeout(() => !signal.aborted && look());
  const focused = ({ target }: FocusEvent) => {
    if (target === frame) {
      lookOnceThere();
      return;
    }
    field = fieldOf(target);
    leftAt = Number.NEGATIVE_INFINITY;
    draw();
  };
  const pressed = (event: Event) => {
    if (event instanceof KeyboardEvent && event.key !== 'Tab') leftAt = Number.NEGATIVE_INFINITY;
    else if (event instanceof KeyboardEvent || !field?.contains(event.target as Node)) leftAt = performance.now();
  };
  const hearing = new AbortController();
  const { signal } = hearing;
  const changes = new MutationObserver(draw);
  changes.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['role', 'aria-modal'],
  });
  document.addEventListener('focusin', focused, { capture: true, signal });
  document.addEventListener('focusout', lookOnceThere, { capture: true, signal });
  window.addEventListener('keydown', pressed, { capture: true, signal });
  window.addEventListener('pointerdown', pressed, { capture: true, signal });
  // Not every browser leaves a field for a press on what cannot have the keyboard.
  const beside = ({ target, currentTarget }: Event) => target === currentTarget && field?.blur();
  frame.parentElement?.addEventListener('click', beside, { signal });
  // That of the window around a frame that the keyboard goes to.
  window.addEventListener('blur', lookOnceThere, { signal });
  draw();
  return () => {
    changes.disconnect();
    hearing.abort();
  };
}
