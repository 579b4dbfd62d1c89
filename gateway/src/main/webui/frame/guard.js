// Closes in the frame what the policy of a page does not reach in every browser, before anything of a page runs. The policy leaves no
// request but one way out: WebRTC, and connections that are made ahead of a request. What speaks WebRTC is taken away here, and it stays
// away, because nothing can make another document in this one, which would bring it along again: the browser hands every text that
// becomes markup to us (trusted types), and the few functions that make elements without a text are ours.
import { isRules, refusedIn, refusedInText, refusedName } from './refused.js';

const { apply } = Reflect;
const { preventDefault, stopImmediatePropagation } = Event.prototype;
const { getData } = DataTransfer.prototype;
const { exec } = RegExp.prototype;
const handler = /^\S+ on[a-z]+$/;

const taken =
  /^(webkit|moz)?RTC|^WebTransport|^WebSocketStream$|^XSLTProcessor$|^ShadowRealm$|^DocumentPictureInPicture$|^documentPictureInPicture$|^MediaMetadata$|^PresentationRequest$|^PaymentRequest$|^sharedStorage$|^fence$/;
const takenFromNavigator =
  /^(mediaSession|credentials|presentation|serviceWorker|share|install|login|joinAdInterestGroup|runAdAuction|getUserMedia|webkitGetUserMedia|registerProtocolHandler)$/;
/** Those that the browser asks the policy below about. */
const asked = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'getHTML', 'setHTMLUnsafe', 'parseHTMLUnsafe']);

function refuse(name) {
  throw new TypeError(`Tasks may not use <${name}>: docs/requesters.md says what a page may hold.`);
}

function checkedText(text) {
  const name = refusedInText(text);
  if (name) refuse(name);
  return text;
}

function checkedName(name) {
  const refused = refusedName(name);
  if (refused) refuse(refused);
  return name;
}

function take(holder, isTaken) {
  for (const name of holder ? Object.getOwnPropertyNames(holder) : []) {
    if (isTaken(name)) delete holder[name];
  }
}

/** Puts a function in the place of one of the browser's, which is called by it alone from now on. */
function wrap(holder, name, wrapper) {
  const original = holder[name];
  if (typeof original === 'function') holder[name] = wrapper(original);
}

/**
 * {@return whether going elsewhere makes no connection, either} Chromium connects to where a page would go before it asks whether it may,
 * unless it keeps to our list of connections; it does where a picture that is not on it does not come.
 *
 * @param comes tells in a promise whether the picture at an address comes
 */
export async function staysHere(browser, comes) {
  if (!/Chrom(e|ium)\//.test(browser)) return true;
  // One that is on the list must come, or that the other does not shows nothing.
  const [inside, outside] = await Promise.all([comes('/frame/inside.svg'), comes('/outside.svg')]);
  return inside && !outside;
}

function pictureComes(address) {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => resolve(true);
    picture.onerror = () => resolve(false);
    picture.src = address;
  });
}

/** {@return whether the browser asks our policy, as all that follows rests on} */
function isAsked() {
  try {
    document.createElement('p').innerHTML = '<iframe></iframe>';
    return false;
  } catch {
    return true;
  }
}

/** What these are called with may be changed by a page until it is read: each is read once, and nothing of a page reads it for us. */
function makesElements() {
  wrap(
    Document.prototype,
    'createElement',
    (original) =>
      function createElement(name, options) {
        return apply(original, this, [checkedName(`${name}`), options]);
      },
  );
  wrap(
    Document.prototype,
    'createElementNS',
    (original) =>
      function createElementNS(space, name, options) {
        return apply(original, this, [space, checkedName(`${name}`), options]);
      },
  );
  wrap(
    DOMImplementation.prototype,
    'createDocument',
    (original) =>
      function createDocument(space, name, type = null) {
        return apply(original, this, [space, name === null ? null : checkedName(`${name}`), type]);
      },
  );
  // A class of the page's own may stand for an element of the browser's.
  wrap(
    CustomElementRegistry.prototype,
    'define',
    (original) =>
      function define(name, made, options) {
        const base = options?.extends;
        if (base === undefined) return apply(original, this, [name, made]);
        return apply(original, this, [name, made, { __proto__: null, extends: checkedName(`${base}`) }]);
      },
  );
  wrap(
    Document.prototype,
    'execCommand',
    (original) =>
      function execCommand(command, shown, value) {
        const text = value === undefined || value === null ? '' : `${value}`;
        return apply(original, this, [`${command}`, shown === true, checkedText(text)]);
      },
  );
  delete Document.prototype.createProcessingInstruction;
}

/** A text in two halves is no tag in either, so that what a page writes becomes whole elements, before the script that writes. */
function writes() {
  const write = (end) =>
    function write(...texts) {
      let text = '';
      for (let i = 0; i < texts.length; i++) text += `${texts[i]}`;
      const script = this.currentScript;
      if (!script) throw new TypeError('A task is written already: use innerHTML or append.');
      script.insertAdjacentHTML('beforebegin', text + end);
    };
  Document.prototype.write = write('');
  Document.prototype.writeln = write('\n');
  Document.prototype.open = () => {
    throw new TypeError('A task stays the page that it is.');
  };
  Document.prototype.close = () => undefined;
}

/** What is pasted or dropped becomes markup, too, where the page lets somebody edit it. */
function pastes() {
  const given = { paste: ClipboardEvent.prototype, drop: DragEvent.prototype };
  for (const [name, kind] of Object.entries(given)) {
    const { get } = Object.getOwnPropertyDescriptor(kind, name === 'paste' ? 'clipboardData' : 'dataTransfer');
    window.addEventListener(
      name,
      (event) => {
        const data = apply(get, event, []);
        if (!data || !refusedInText(apply(getData, data, ['text/html']))) return;
        apply(preventDefault, event, []);
        apply(stopImmediatePropagation, event, []);
      },
      true,
    );
  }
}

/**
 * Closes the frame, once.
 *
 * @return what writes a page into it; it gives the name of what the page may not hold, null where it holds nothing of that and runs now
 * @throws Error in the promise, where the browser cannot keep a page closed in
 */
export async function closed() {
  const own = trustedTypes.createPolicy('groundwork', { createHTML: (text) => text });
  trustedTypes.createPolicy('default', {
    createHTML: checkedText,
    createScript(text, _, sink) {
      // A handler of an element is the page's own script; a text for a script element or an address is not taken.
      if (isRules(text) || apply(exec, handler, [`${sink}`]) === null) refuse('script');
      return text;
    },
    createScriptURL: () => refuse('script'),
  });
  if (!isAsked()) throw new Error('this browser knows trusted types and does not keep to them');

  take(globalThis, (name) => taken.test(name));
  take(Navigator.prototype, (name) => takenFromNavigator.test(name));
  for (const holder of [Element, ShadowRoot, DocumentFragment, Node, Range, Document]) {
    for (const place of [holder, holder.prototype]) take(place, (name) => /HTML/.test(name) && !asked.has(name));
  }
  if ('RTCPeerConnection' in globalThis || 'webkitRTCPeerConnection' in globalThis) {
    throw new Error('this browser does not let go of WebRTC');
  }
  if (!(await staysHere(navigator.userAgent, pictureComes)))
    throw new Error('this browser connects to where a page may not go');
  const { open, write, close } = Document.prototype;
  makesElements();
  writes();

  return (text) => {
    const refused = refusedIn(new DOMParser().parseFromString(own.createHTML(text), 'text/html'));
    if (refused) return refused;
    apply(open, document, []);
    // Opened anew, a document has lost who listens to it.
    pastes();
    apply(write, document, [own.createHTML(text)]);
    apply(close, document, []);
    return null;
  };
}
