// Begins each page of a task, in a frame that can reach nothing: asks the client for the task, puts it into the page, lets that run, and
// tells the client what is answered. What the client owns (sending, time, instructions, who works) is not known here.
import { connected } from './bridge.js';
import { crowd } from './crowd.js';
import { lockFields, markFaults, ownFault, readForm, writeForm } from './form.js';
import { closed } from './guard.js';
import { filled } from './template.js';

const signEveryMillis = 5_000;
/** So many changes are told at once, as people make them; more of them one each so many milliseconds, and long ones less often. */
const toldAtOnce = 20;
const tellEveryMillis = 50;
const charactersPerMilli = 1_000;
const resizeEveryMillis = 100;
/** One press of a button is often told twice by a page. */
const submitEveryMillis = 500;

const { html } = JSON.parse(document.getElementById('groundwork-page').textContent);
const host = await connected();
const { item, draft, properties, locale, theme, mode } = host.init;

/** Whether the answer is only looked at; the time for it may run out while it is given. */
let { readOnly } = host.init;

/** What scripts of the page have said by themselves; it stands before what its fields say. */
let said = {};
let lastSign = 0;
let lastSubmit = Number.NEGATIVE_INFINITY;
/** How many changes may be told now, and since when that is known. */
let credit = toldAtOnce;
let counted = performance.now();
let lastLength = 0;
let untold = null;
const listeners = { answer: [], validate: [] };

const answer = () => ({ ...readForm(document, properties), ...said });
const cost = () => Math.max(1, lastLength / charactersPerMilli / tellEveryMillis);
const tellNow = () => {
  clearTimeout(untold?.timer);
  const typing = untold?.typing === true;
  untold = null;
  if (readOnly) return;
  credit -= cost();
  lastLength = host.send('change', { answer: answer(), typing });
};
/** A page may change its answer as often as it likes; the client hears of it as often as it has use for. */
const tell = (typing = false) => {
  if (readOnly) return;
  if (untold) {
    untold.typing &&= typing;
    return;
  }
  const now = performance.now();
  credit = Math.min(toldAtOnce, credit + (now - counted) / tellEveryMillis);
  counted = now;
  untold = { typing, timer: null };
  if (credit >= cost()) tellNow();
  else untold.timer = setTimeout(tellNow, (cost() - credit) * tellEveryMillis);
};
/** Asks the client to send the answer; it does when somebody has just done something here. */
const submit = () => {
  const now = performance.now();
  if (readOnly || now - lastSubmit < submitEveryMillis) return;
  lastSubmit = now;
  tellNow();
  host.send('submit-request');
};
const isText = (target) =>
  target?.matches?.('textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])');

globalThis.groundwork = Object.freeze({
  item,
  locale,
  theme,
  mode,
  get readOnly() {
    return readOnly;
  },
  /** Sets properties of the answer that no field of the page holds; undefined takes one away. Nothing, where it is only looked at. */
  change(part) {
    if (readOnly) return;
    said = Object.fromEntries(Object.entries({ ...said, ...part }).filter(([, value]) => value !== undefined));
    tell();
  },
  /** Hears of the answer that is to be shown: the draft, or the one before after an undo. */
  onAnswer(listener) {
    listeners.answer.push(listener);
    listener(answer());
  },
  /** Asked before the answer is sent; gives a text where it must not be. */
  onValidate(listener) {
    listeners.validate.push(listener);
  },
  submit,
});

const owned = (given) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !document.querySelector(`[name="${CSS.escape(name)}"]`)));

function show(given) {
  writeForm(document, properties, given);
  said = owned(given);
  for (const listener of listeners.answer) listener(given);
}

function begin() {
  crowd(document.body, locale);
  show(draft ?? {});
  lockFields(document, readOnly);
  // The page may make more fields at any time.
  new MutationObserver(() => {
    if (readOnly) lockFields(document, true);
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener('input', ({ target }) => tell(isText(target) === true), true);
  document.addEventListener('change', () => tell(), true);
  document.addEventListener('reset', () => setTimeout(tell), true);
  document.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      submit();
    },
    true,
  );
  document.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (control && key === 'enter') submit();
    else if (isText(event.target)) return;
    else if (control && key === 'z') host.send('key', { key: event.shiftKey ? 'redo' : 'undo' });
    else if (control && key === 'y') host.send('key', { key: 'redo' });
    else return;
    event.preventDefault();
  });

  const sign = () => {
    const now = performance.now();
    if (now - lastSign < signEveryMillis) return;
    lastSign = now;
    host.send('event', { name: 'input' });
  };
  for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']) {
    document.addEventListener(name, sign, { capture: true, passive: true });
  }
  for (const [name, kind] of [
    ['playing', 'media-play'],
    ['pause', 'media-stop'],
    ['ended', 'media-stop'],
  ]) {
    document.addEventListener(name, () => host.send('event', { name: kind }), true);
  }

  let resizing = false;
  new ResizeObserver(() => {
    if (resizing) return;
    resizing = true;
    setTimeout(() => {
      resizing = false;
      host.send('resize', { height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
    }, resizeEveryMillis);
  }).observe(document.documentElement);

  host.on('answer', ({ answer: given }) => show(given));
  host.on('setReadOnly', ({ readOnly: now }) => {
    readOnly = now === true;
    lockFields(document, readOnly);
  });
  host.on('ping', () => host.send('pong'));
  host.on('faults', ({ names }) => markFaults(document, properties, names));
  host.on('validate', () => {
    // What the page began with counts, too, once it is sent.
    tellNow();
    const messages = listeners.validate
      .map((listener) => listener(answer()))
      .filter((text) => typeof text === 'string' && text !== '');
    const message = messages[0] ?? ownFault(document);
    host.send('valid', { ok: message === null, message: message ?? '' });
  });
  host.send('ready');
}

/** {@return what this page has to be refused for, null where it runs now} */
async function refusal() {
  let write;
  try {
    write = await closed();
  } catch {
    return { why: 'browser' };
  }
  // What is said about a document there is said by us; said by a page, some of it would open the frame a little.
  const page = filled(html, item).replace(/<meta(?=[\s/>])/gi, '<wbr');
  const name = write(`<!doctype html><html lang="${locale}" data-theme="${theme}" data-mode="${mode}"><head>\
<title>Task</title></head><body>${page}`);
  return name && { why: 'markup', name };
}

// Forms that scripts of a page send are heard of by nobody else, and lead away.
HTMLFormElement.prototype.submit = submit;
said = { ...draft };
const refused = await refusal();
if (refused) host.send('refused', refused);
else begin();
