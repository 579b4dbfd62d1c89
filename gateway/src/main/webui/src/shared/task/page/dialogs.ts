import { type RefObject, useLayoutEffect } from 'react';

/** {@return whether a dialog is open that the element is not in} */
export const isBehindDialog = (element: Element | null) =>
  [...document.querySelectorAll('[role="dialog"]')].some((dialog) => !dialog.contains(element));

/**
 * Does not draw a frame for as long as a dialog lies over it. A page can take the keyboard from whatever else is typed in, time
 * and again, and would get the words that are meant for the dialog; of what is not drawn browsers let nothing have it.
 *
 * @param drawn changes when another frame is drawn
 */
export function useUndrawnBehindDialogs(frame: RefObject<HTMLIFrameElement | null>, drawn: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn anew is another frame
  useLayoutEffect(() => {
    const look = () => {
      if (frame.current) frame.current.style.display = isBehindDialog(frame.current) ? 'none' : '';
    };
    look();
    // It is told before any script of a frame runs again.
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['role'] });
    return () => changes.disconnect();
  }, [frame, drawn]);
}
