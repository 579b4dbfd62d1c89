// Begins each page of a task, in a frame that can reach nothing: asks the client for the task, puts it into the page, lets that run, and
// tells the client what is answered. What the client owns (sending, time, instructions, who works) is not known here.
import { connected } from './bridge.js';
import { crowd, refresh } from './crowd.js';
import { fillForm, hasField, lockFields, markFaults, meant, namesOf, ownFault, readForm, writeForm } from './form.js';
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
const { item, properties, locale, theme, mode } = host.init;
const draft = host.init.draft ?? {};
/** Whether there is an answer to it already, of somebody else. */
const isLookedAt = mode === 'review' && host.init.readOnly === true;

/** Whether the answer is only looked at; the time for it may run out while it is given. */
let { readOnly } = host.init;

/** What is to be shown and no field has taken: none may hold it, and the page may make one at any time. */
let waiting = { ...draft };
/** What scripts of the page have said since; it stands before what a field says, until somebody fills that in. */
let said = {};
/** The answer that the page begins with: what its fields hold, and what its scripts have said while it was read. */
let beginning = {};
let hasBegun = false;
/** Whether the client hears of changes: what the page says before it is ready is part of what it begins with. */
let isReady = false;
/** Whether the page has agreed to its answer as it is now: it is not asked once more. */
let agreed = false;
/** What the page is asked just now, and what it says against it. */
let asked = null;
/** Whether Enter is down in a field: that sends a form, and no task. */
let isEntered = false;
let lastSign = 0;
let lastSubmit = Number.NEGATIVE_INFINITY;
/** How many changes may be told now, and since when that is known. */
let credit = toldAtOnce;
let counted = performance.now();
let lastLength = 0;
let untold = null;
const listeners = { answer: [], validate: [] };

const isEmpty = (given) => Object.keys(given).length === 0;
const without = (given, names) => Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
/** Fields that the page has made since have what was to be shown in them. */
const fill = () => {
  if (!hasBegun || isEmpty(waiting)) return;
  waiting = fillForm(document, properties, waiting);
  refresh(document);
};
const answer = () => {
  fill();
  const held = hasBegun ? Object.keys(waiting).filter((name) => hasField(document, name)) : [];
  return { ...readForm(document, properties), ...without(waiting, held), ...said };
};
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
  if (readOnly || !isReady) return;
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
  if (readOnly || !isReady || now - lastSubmit < submitEveryMillis) return;
  lastSubmit = now;
  tellNow();
  host.send('submit-request');
};
/** The page itself wants its answer sent; where it has been asked that by the client, this is what it says. */
const agree = () => {
  agreed = true;
  if (!asked) submit();
};
const isText = (target) =>
  target?.matches?.('textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])');
const filledIn = 'input:not([type=submit], [type=image], [type=button], [type=reset])';

function change(part) {
  if (readOnly) return;
  waiting = without(waiting, Object.keys(part));
  said = Object.fromEntries(Object.entries({ ...said, ...part }).filter(([, value]) => value !== undefined));
  agreed = false;
  tell();
}

globalThis.groundwork = Object.freeze({
  item,
  locale,
  theme,
  mode,
  get readOnly() {
    return readOnly;
  },
  /** Sets properties of the answer that no field of the page holds; undefined takes one away. Nothing, where it is only looked at. */
  change,
  /** Hears of the answer that is to be shown: the draft, or the one before after an undo. */
  onAnswer(listener) {
    listeners.answer.push(listener);
    listener(answer());
  },
  /** Asked before the answer is sent; gives a text where it must not be. */
  onValidate(listener) {
    listeners.validate.push(listener);
  },
  submit: agree,
});

function hear(given) {
  for (const listener of listeners.answer) listener(given);
  fill();
}

/** Shows an answer. An empty one is what the page begins with, except of somebody who has left all of it empty. */
function show(given) {
  const isBeginning = isEmpty(given) && !isLookedAt;
  const shown = isBeginning ? beginning : given;
  said = {};
  agreed = false;
  waiting = writeForm(document, properties, shown, isBeginning);
  refresh(document);
  hear(shown);
}

/** Fills in the page for the first time. Where nobody has answered it yet, its fields stay as they are. */
function start() {
  const spoken = said;
  beginning = { ...readForm(document, properties), ...spoken };
  hasBegun = true;
  if (!isEmpty(draft) || isLookedAt) {
    show({ ...waiting, ...spoken });
    return;
  }
  said = {};
  waiting = spoken;
  hear(answer());
}

/** Somebody has filled in a field: what was said and shown of it before is past. */
function takeOver(names, isNew = true) {
  waiting = without(waiting, names);
  // A field tells twice of what is typed: the second time is not new.
  if (isNew) said = without(said, names);
  agreed = false;
}

/** A form of the page was sent: where no script of the page holds it back, the client is asked to send the answer. */
function sent(event) {
  const isHeld = event.defaultPrevented;
  event.preventDefault();
  if (event === asked?.event) asked.isHeld = isHeld;
  if (isHeld || event === asked?.event || isEntered || readOnly) return;
  const { submitter } = event;
  // A button says what it stands for when it is pressed.
  if (submitter?.matches?.('button, input') && Object.hasOwn(properties, submitter.name)) {
    change({ [submitter.name]: meant(submitter.value, properties[submitter.name]) });
  }
  agree();
}

/** {@return what scripts of the page say against one of its forms, null where nothing} They may also put the answer together there. */
function refusedBy(form) {
  const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
  const { alert, confirm } = globalThis;
  asked = { event, against: '', isHeld: null };
  agreed = false;
  // Nobody would see these here: what is said the client says, and whoever presses its button is sure.
  globalThis.alert = (text) => {
    asked.against = String(text);
  };
  globalThis.confirm = () => true;
  try {
    const isSent = form.dispatchEvent(event);
    // Some hold each form back, and send the answer in their own way.
    return !(asked.isHeld ?? !isSent) || agreed ? null : asked.against;
  } finally {
    asked = null;
    Object.assign(globalThis, { alert, confirm });
  }
}

/** {@return why the page would not have its answer sent, null where it would} It is asked in the order in which a browser asks a form. */
function objection() {
  const own = listeners.validate.map((listener) => listener(answer()));
  const against = own.find((text) => typeof text === 'string' && text !== '') ?? ownFault(document);
  if (against !== null || agreed || readOnly) return against;
  for (const form of document.forms) {
    // Others are for something else: a chat that is tried out, say.
    const held = namesOf(form, properties).length > 0 ? refusedBy(form) : null;
    if (held !== null) return held;
  }
  return null;
}

function hearFields() {
  document.addEventListener(
    'input',
    (event) => {
      takeOver([event.target.name]);
      tell(isText(event.target) === true);
    },
    true,
  );
  document.addEventListener(
    'change',
    (event) => {
      takeOver([event.target.name], false);
      tell();
    },
    true,
  );
  document.addEventListener(
    'reset',
    (event) =>
      setTimeout(() => {
        if (event.defaultPrevented) return;
        takeOver(namesOf(event.target, properties));
        refresh(document);
        tell();
      }),
    true,
  );
}

function hearForms() {
  // After the page's own: at the form, where one of these lets it go no further, else at the end of its way.
  document.addEventListener(
    'submit',
    ({ target }) => target.addEventListener('submit', (event) => event.cancelBubble && sent(event), { once: true }),
    true,
  );
  window.addEventListener('submit', sent);
  document.addEventListener(
    'keydown',
    ({ key, target, ctrlKey, metaKey }) => {
      isEntered = key === 'Enter' && !ctrlKey && !metaKey && target?.matches?.(filledIn) === true;
    },
    true,
  );
  for (const name of ['keyup', 'pointerdown']) {
    const leave = () => {
      isEntered = false;
    };
    document.addEventListener(name, leave, true);
  }
}

function hearKeys() {
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
}

function tellOfWork() {
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
}

function tellHeight() {
  let resizing = false;
  new ResizeObserver(() => {
    if (resizing) return;
    resizing = true;
    setTimeout(() => {
      resizing = false;
      host.send('resize', { height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
    }, resizeEveryMillis);
  }).observe(document.documentElement);
}

function hearClient() {
  host.on('answer', ({ answer: given }) => show(given));
  host.on('setReadOnly', ({ readOnly: now }) => {
    readOnly = now === true;
    lockFields(document, readOnly);
  });
  host.on('ping', () => host.send('pong'));
  host.on('faults', ({ names }) => markFaults(document, properties, names));
  host.on('validate', () => {
    const message = objection();
    agreed = false;
    // What the page began with counts, too, once it is sent.
    tellNow();
    host.send('valid', { ok: message === null, message: message ?? '' });
  });
}

function begin() {
  crowd(document.body, locale);
  start();
  lockFields(document, readOnly);
  // The page may make more fields at any time.
  new MutationObserver(() => {
    fill();
    if (readOnly) lockFields(document, true);
  }).observe(document, { childList: true, subtree: true });

  hearFields();
  hearForms();
  hearKeys();
  tellOfWork();
  tellHeight();
  hearClient();
  isReady = true;
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
HTMLFormElement.prototype.submit = agree;
const refused = await refusal();
if (refused) host.send('refused', refused);
else {
  // What a page does as soon as it is there belongs to what it begins with.
  await new Promise((resolve) => setTimeout(resolve));
  begin();
}
