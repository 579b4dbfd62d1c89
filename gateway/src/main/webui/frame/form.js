// Reads an answer from the named fields of a page and writes one into them, by the kinds of the output.

const cssName = (name) => `[name="${name.replace(/["\\]/g, '\\$&')}"]`;

/** They say something only when they are pressed. */
const buttons = new Set(['button', 'submit', 'reset', 'image']);

const named = (root, name) => [...root.querySelectorAll(cssName(name))].filter((element) => 'value' in element);
const fieldsOf = (root, name) => named(root, name).filter(({ type }) => !buttons.has(type));

const isLabelled = (property) =>
  (property['x-labels'] ?? property.enum ?? []).some((label) => typeof label === 'string');

/** {@return what a text in a field is in the kind of its property, undefined where it says nothing} One that is no number stays as it is. */
export function meant(text, property) {
  const kind = property['x-kind'];
  if (text === '') return undefined;
  if (kind === 'number' || (kind === 'rating' && !isLabelled(property))) {
    if (text.trim() === '') return undefined;
    return Number.isFinite(Number(text)) ? Number(text) : text;
  }
  if (['choice', 'text', 'transcript', 'rating', 'file'].includes(kind)) return text;
  try {
    // A script of the page may keep a list of shapes, say, in a field that nobody sees.
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function read(fields, property) {
  const [first] = fields;
  if (!first) return undefined;
  if (first.type === 'radio') return fields.find((field) => field.checked)?.value;
  if (first.type === 'checkbox') {
    if (property['x-kind'] === 'boolean') return first.checked;
    return fields.filter((field) => field.checked).map((field) => field.value);
  }
  if (first.multiple && first.options)
    return [...first.options].filter((option) => option.selected).map((option) => option.value);
  return meant(first.value, property);
}

function write(fields, value) {
  for (const field of fields) {
    if (field.type === 'radio') field.checked = field.value === value;
    else if (field.type === 'checkbox')
      field.checked = Array.isArray(value) ? value.includes(field.value) : value === true;
    else if (field.multiple && field.options) {
      for (const option of field.options) option.selected = Array.isArray(value) && value.includes(option.value);
    } else if (value === undefined || value === null) field.value = field.type === 'range' ? field.defaultValue : '';
    else field.value = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** Gives fields back what the page has written into them, as a reset does. */
function begin(fields) {
  for (const field of fields) {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.defaultChecked;
    else if (field.multiple && field.options) {
      for (const option of field.options) option.selected = option.hasAttribute('selected');
    } else if (field.options) {
      const chosen = [...field.options].findLastIndex((option) => option.hasAttribute('selected'));
      field.selectedIndex = chosen >= 0 || field.size > 1 ? chosen : 0;
    } else field.value = field.defaultValue ?? '';
  }
}

/** {@return what the fields of the page say; of fields that the output does not know, nothing} */
export function readForm(root, properties) {
  const answer = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = read(fieldsOf(root, name), property);
    if (value !== undefined) answer[name] = value;
  }
  return answer;
}

/** The fields that what is to be shown was put into: what they hold since then is somebody else's. */
let offered = new WeakSet();

/**
 * Shows an answer in the fields of a page.
 *
 * @param isBeginning whether it is the one that the page begins with: then a field that it does not know keeps what the page gave it
 * @return what of the answer no field has taken, as {@link fillForm} does
 */
export function writeForm(root, properties, answer, isBeginning = false) {
  offered = new WeakSet();
  for (const name of Object.keys(properties)) {
    if (answer[name] !== undefined) continue;
    if (isBeginning) begin(fieldsOf(root, name));
    else write(fieldsOf(root, name), undefined);
  }
  return fillForm(root, properties, answer);
}

/** Puts values into the fields that are new. @return what no field has taken: there is none, or not yet the one for it */
export function fillForm(root, properties, values) {
  const left = {};
  for (const [name, value] of Object.entries(values)) {
    const fields = Object.hasOwn(properties, name) ? fieldsOf(root, name) : [];
    const fresh = fields.filter((field) => !offered.has(field));
    for (const field of fresh) offered.add(field);
    write(fresh, value);
    const taken = read(fields, properties[name]);
    const isWhole = !Array.isArray(value) || taken?.length >= value.length;
    if (taken === undefined || !isWhole) left[name] = value;
  }
  return left;
}

/** {@return whether a property of the answer is what a field says} */
export const hasField = (root, name) => fieldsOf(root, name).length > 0;

/** {@return the names under which a form holds something of the answer; none where it is a form for something else} */
export const namesOf = (form, properties) =>
  Object.keys(properties).filter((name) => fieldsOf(form.ownerDocument, name).some((field) => field.form === form));

/** What to do for each thing that is locked, so that it is as it was. */
const locked = new Map();

/** What fills in the page, sends it or empties it. Its other buttons turn pages and pictures, and do so all the while. */
const lockable =
  'input:not([type=button]), select, textarea, form button:not([type=button]), button[type=reset], [contenteditable]';

/** Lets nobody fill in a page, or lets it be done again. */
export function lockFields(root, isLocked) {
  if (!isLocked) {
    for (const unlock of locked.values()) unlock();
    locked.clear();
    return;
  }
  for (const field of root.querySelectorAll(lockable)) {
    if (field.hasAttribute('contenteditable')) lockText(field);
    if (!('disabled' in field) || field.disabled) continue;
    field.disabled = true;
    locked.set(field, () => {
      field.disabled = false;
    });
  }
}

function lockText(element) {
  const editable = element.getAttribute('contenteditable');
  if (editable === 'false') return;
  element.setAttribute('contenteditable', 'false');
  locked.set(element, () => element.setAttribute('contenteditable', editable));
}

/** Marks the fields that lack something, and goes to the first of them. */
export function markFaults(root, properties, names) {
  for (const name of Object.keys(properties)) {
    for (const field of named(root, name)) field.toggleAttribute('data-fault', names.includes(name));
    for (const field of fieldsOf(root, name)) field.setAttribute('aria-invalid', String(names.includes(name)));
  }
  const first = names.flatMap((name) => named(root, name))[0];
  first?.focus();
}

/** {@return why the page itself would not be sent, null where it would} */
export function ownFault(root) {
  for (const form of root.querySelectorAll('form')) {
    if (!form.noValidate && !form.checkValidity()) {
      form.reportValidity();
      const field = [...form.elements].find((element) => element.willValidate && !element.checkValidity());
      return field?.validationMessage || ' ';
    }
  }
  return null;
}
