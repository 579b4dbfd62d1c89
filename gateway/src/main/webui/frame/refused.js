// What may not be made in the frame of a task, in whatever way: what would be another document (with all that is taken away in this one),
// what speaks to a server before the policy of the page is asked, and scripts by way of texts.

/** Why each is refused is told by its kind. */
const documents = 'iframe frame frameset object embed applet portal fencedframe controlledframe webview model'.split(
  ' ',
);
const ahead = ['link', 'meta'];

/** Elements that nothing makes once a page runs; null has no prototype that a page could change. */
const made = Object.assign(
  Object.create(null),
  ...[...documents, ...ahead, 'script'].map((name) => ({ [name]: true })),
);

const scriptTypes = new Set(['', 'module', 'text/javascript', 'application/javascript', 'text/ecmascript']);

// A prefix may stand before a name in XML, and an entity may hide one; a name goes on until a space, a slash or the end of its tag.
const inText = new RegExp(
  `<(?:[^\\s<>/]*:)?(${Object.keys(made).join('|')})(?=[\\s/>]|$)|<!(entity)|<!(doctype)[^>]*\\[|<\\?(xml-stylesheet)`,
  'i',
);

// What a page changes later must not change what is found here.
const { apply } = Reflect;
const { exec } = RegExp.prototype;
const { toLowerCase, lastIndexOf, slice } = String.prototype;
const { parse } = JSON;

/** {@return the refused name that the text of markup makes an element of, null where there is none} @param text a string */
export function refusedInText(text) {
  const found = apply(exec, inText, [text]);
  return found && (found[1] ?? found[2] ?? found[3] ?? found[4]);
}

/** {@return the refused name that a name of an element is, null where it is none} @param name a string, with or without a prefix */
export function refusedName(name) {
  const local = apply(toLowerCase, apply(slice, name, [apply(lastIndexOf, name, [':']) + 1]), []);
  return made[local] ? local : null;
}

/** {@return whether a text is one object of JSON: no script is, but rules are by which a browser fetches ahead} */
export function isRules(text) {
  try {
    return typeof parse(text) === 'object';
  } catch {
    return false;
  }
}

function refusedElement(element) {
  const name = element.localName.toLowerCase();
  if (name !== 'script') return name === 'noscript' ? name : refusedName(name);
  const type = (element.getAttribute('type') ?? '').trim().toLowerCase();
  const plain = element.namespaceURI === 'http://www.w3.org/1999/xhtml' && scriptTypes.has(type);
  return plain && !isRules(element.textContent) ? null : `script${type ? ` type="${type}"` : ''}`;
}

/**
 * {@return what a document holds that no page of a task may, as its name; null where there is nothing}
 *
 * A document that was read without running anything: it is read the same way once more, so that what it holds is what the page will.
 * Only what stands in noscript is read in another way then.
 */
export function refusedIn(root) {
  for (const element of root.querySelectorAll('*')) {
    const refused = refusedElement(element) ?? (element.content ? refusedIn(element.content) : null);
    if (refused) return refused;
  }
  return null;
}
