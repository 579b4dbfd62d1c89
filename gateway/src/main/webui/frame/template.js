// Puts a task into a page: ${name} as on Mechanical Turk, {{ task.input.name }} as on SageMaker. A value is always text of the page,
// wherever it stands: it ends no attribute, no script and no style.

const variable =
  /\{\{\s*task\.input\.([A-Za-z_][A-Za-z0-9_-]*)((?:\s*\|\s*[a-z_]+)*)\s*\}\}|\$\{\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*\}/g;
const markup =
  /<!--[\s\S]*?(?:-->|$)|<(script|style)\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)(?=<\/\1\b|$)|<\/?[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const attribute = /([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)/g;
const addresses = new Set(['href', 'src', 'action', 'formaction', 'xlink:href', 'poster', 'data']);
const crowdElements = /\bsrc\s*=[^>]*crowd-html-elements/i;
const runs = /^[\s\p{Cc}]*(?:javascript|vbscript):/iu;

const html = (text) => text.replace(/[&<>"'`]/g, (c) => `&#${c.charCodeAt(0)};`);
const script = (text) =>
  text.replace(/[\\"'`$<>&\n\r\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
const style = (text) => text.replace(/[^\p{L}\p{N}#.,%() _-]/gu, '');

/** Of a script that is read as data, the text itself may be a whole value. */
const json = (value) =>
  JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function inputOf(item, name) {
  if (Object.hasOwn(item, name)) return item[name];
  return name
    .split('.')
    .reduce(
      (value, part) =>
        value !== null && typeof value === 'object' && Object.hasOwn(value, part) ? value[part] : undefined,
      item,
    );
}

function textOf(value) {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * All variables at once: a value that looks like one is a value.
 *
 * @param keep whether what the task does not know stays as it is: a script may mean something of its own by it
 */
function put(text, item, safe, safeJson = safe, keep = false) {
  return text.replace(variable, (whole, liquid, filters, plain) => {
    const value = inputOf(item, liquid ?? plain);
    if (plain !== undefined) return keep && value === undefined ? whole : safe(textOf(value));
    return /\bto_json\b/.test(filters) ? safeJson(JSON.stringify(value ?? null), value) : safe(textOf(value));
  });
}

function tag(text, item) {
  return text.replace(attribute, (whole, name, equals, quoted) => {
    const bare = /^["']/.test(quoted) ? quoted.slice(1, -1) : quoted;
    const lower = name.toLowerCase();
    const safe = lower.startsWith('on') ? (value) => html(script(value)) : lower === 'style' ? style : html;
    const filled = put(bare, item, safe);
    if (filled === bare) return whole;
    // What is told by a value alone may be a script in the place of an address.
    if (addresses.has(lower) && runs.test(put(bare, item, (value) => value))) return `${name}=""`;
    const quote = quoted.startsWith("'") ? "'" : '"';
    return `${name}${equals}${quote}${filled}${quote}`;
  });
}

/** {@return the page with the values of the task in it} */
export function filled(page, item) {
  let out = '';
  let at = 0;
  for (const match of page.matchAll(markup)) {
    const [whole, element, attributes, content] = match;
    out += put(page.slice(at, match.index), item, html);
    if (whole.startsWith('<!--')) out += whole;
    else if (element?.toLowerCase() === 'script' && crowdElements.test(attributes)) {
      // What it would bring is made anew here.
      out += '<script>';
    } else if (element?.toLowerCase() === 'script') {
      out += `<${element}${attributes}>${put(content, item, script, (_, value) => json(value), true)}`;
    } else if (element) out += `<${element}${attributes}>${put(content, item, style)}`;
    else out += tag(whole, item);
    at = match.index + whole.length;
  }
  return out + put(page.slice(at), item, html);
}
