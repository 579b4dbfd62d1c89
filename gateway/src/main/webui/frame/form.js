// Reads an answer from the named fields of a page and writes one into them, by the kinds of the output.

const cssName = (name) => `[name="${name.replace(/["\\]/g, '\\$&')}"]`;

const fieldsOf = (root, name) => [...root.querySelectorAll(cssName(name))].filter((field) => 'value' in field);

function read(fields, kind) {
  const [first] = fields;
  if (!first) return undefined;
  if (first.type === 'radio') return fields.find((field) => field.checked)?.value;
  if (first.type === 'checkbox') {
    if (kind === 'boolean') return first.checked;
    return fields.filter((field) => field.checked).map((field) => field.value);
  }
  if (first.multiple && first.options)
    return [...first.options].filter((option) => option.selected).map((option) => option.value);
  if (first.value === '') return undefined;
  if (kind === 'number' || (kind === 'rating' && Number.isFinite(Number(first.value)))) {
    const number = Number(first.value);
    return Number.isFinite(number) ? number : undefined;
  }
  if (['choice', 'text', 'transcript', 'rating', 'file'].includes(kind)) return first.value;
  try {
    // A script of the page may keep a list of shapes, say, in a field that nobody sees.
    return JSON.parse(first.value);
  } catch {
    return first.value;
  }
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

/** {@return what the fields of the page say; of fields that the output does not know, nothing} */
export function readForm(root, properties) {
  const answer = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = read(fieldsOf(root, name), property['x-kind']);
    if (value !== undefined) answer[name] = value;
  }
  return answer;
}

export function writeForm(root, properties, answer) {
  for (const name of Object.keys(properties)) write(fieldsOf(root, name), answer[name]);
}

const locked = new Set();

/** Lets nobody fill in the fields of a page, or lets it be done again; tabs of it turn all the while. */
export function lockFields(root, isLocked) {
  if (!isLocked) {
    for (const field of locked) field.disabled = false;
    locked.clear();
    return;
  }
  for (const field of root.querySelectorAll('input, select, textarea, button:not([role=tab])')) {
    if (field.disabled) continue;
    field.disabled = true;
    locked.add(field);
  }
}

/** Marks the fields that lack something, and goes to the first of them. */
export function markFaults(root, properties, names) {
  for (const name of Object.keys(properties)) {
    for (const field of fieldsOf(root, name)) field.toggleAttribute('data-fault', names.includes(name));
    for (const field of fieldsOf(root, name)) field.setAttribute('aria-invalid', String(names.includes(name)));
  }
  const first = names.flatMap((name) => fieldsOf(root, name))[0];
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
