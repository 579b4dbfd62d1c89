/** {@return whether a dialog is open that nothing beside it may be used with, and that the element is not in} */
export const isBehindDialog = (element: Element | null) =>
  // A list that drops down is a dialog without that word.
  [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].some((dialog) => !dialog.contains(element));
