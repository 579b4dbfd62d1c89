// Begins each page of a task, in a frame that can reach nothing: asks the client for the task, puts it into the page, lets that run, and
// tells the client what is answered. What the client owns (sending, time, instructions, who works) is not known here.
import { connected } from './bridge.js';
import { crowd } from './crowd.js';
import { markFaults, ownFault, readForm, writeForm } from './form.js';
import { filled } from './template.js';

const signEveryMillis = 5_000;

const { html } = JSON.parse(document.getElementById('groundwork-page').textContent);
const host = await connected();
const { item, draft, properties, locale, theme, mode, readOnly } = host.init;

/** What scripts of the page have said by themselves; it stands before what its fields say. */
let said = {};
let lastSign = 0;
const listeners = { answer: [], validate: [] };

const answer = () => ({ ...readForm(document, properties), ...said });
const tell = (typing = false) => {
  if (!readOnly) host.send('change', { answer: answer(), typing });
};
const isText = (target) =>
  target?.matches?.('textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])');

globalThis.groundwork = Object.freeze({
  item,
  locale,
  theme,
  mode,
  readOnly,
  /** Sets properties of the answer that no field of the page holds; undefined takes one away. */
  change(part) {
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
  /** Asks the client to send the answer; it does when somebody has just done something here. */
  submit: () => host.send('submit-request'),
});

const owned = (given) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !document.querySelector(`[name="${CSS.escape(name)}"]`)));

function show(given) {
  writeForm(document, properties, given);
  said = owned(given);
  for (const listener of listeners.answer) listener(given);
}

said = { ...draft };
document.open();
document.write(`<!doctype html><html lang="${locale}" data-theme="${theme}" data-mode="${mode}"><head><meta charset="utf-8">\
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Task</title></head><body>${filled(html, item)}`);
document.close();

crowd(document.body, locale);
show(draft ?? {});
if (readOnly) {
  for (const field of document.querySelectorAll('input, select, textarea, button')) field.disabled = true;
}

document.addEventListener('input', ({ target }) => tell(isText(target) === true), true);
document.addEventListener('change', () => tell(), true);
document.addEventListener('reset', () => setTimeout(tell), true);
document.addEventListener(
  'submit',
  (event) => {
    event.preventDefault();
    tell();
    host.send('submit-request');
  },
  true,
);
document.addEventListener('keydown', (event) => {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (control && key === 'enter') host.send('submit-request');
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

new ResizeObserver(() => {
  host.send('resize', { height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
}).observe(document.documentElement);

host.on('answer', ({ answer: given }) => show(given));
host.on('faults', ({ names }) => markFaults(document, properties, names));
host.on('validate', () => {
  // What the page began with counts, too, once it is sent.
  tell();
  const messages = listeners.validate
    .map((listener) => listener(answer()))
    .filter((text) => typeof text === 'string' && text !== '');
  const message = messages[0] ?? ownFault(document);
  host.send('valid', { ok: message === null, message: message ?? '' });
});
host.send('ready');
