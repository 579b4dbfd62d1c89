import { afterEach, beforeEach, expect, it, vi } from 'vitest';

// What closes the frame needs a browser that keeps to it (browser/sandbox.mjs); all else of a page's way runs here.
vi.mock('./guard.js', () => ({
  closed: async () => (text) => {
    document.body.innerHTML = text.slice(text.indexOf('<body>') + 6);
    for (const { textContent } of document.querySelectorAll('script')) new Function(textContent)();
    return null;
  },
}));

const properties = {
  mood: { 'x-kind': 'choice' },
  text: { 'x-kind': 'text' },
  seen: { 'x-kind': 'multichoice' },
  sure: { 'x-kind': 'number' },
  ready: { 'x-kind': 'boolean' },
  shapes: { 'x-kind': 'boxes' },
};

let observers = [];
let heard = [];
beforeEach(() => {
  const Original = globalThis.MutationObserver;
  vi.stubGlobal(
    'MutationObserver',
    class extends Original {
      constructor(...of) {
        super(...of);
        observers.push(this);
      }
    },
  );
  heard = [document, window].map((target) => [target, vi.spyOn(target, 'addEventListener')]);
});
afterEach(() => {
  for (const observer of observers) observer.disconnect();
  observers = [];
  for (const [target, { mock }] of heard) for (const call of mock.calls) target.removeEventListener(...call);
  vi.unstubAllGlobals();
});

/** A page in its frame, and the client that shows it. */
async function opened(html, told = {}) {
  vi.resetModules();
  document.head.innerHTML = '';
  document.body.innerHTML = '<script type="application/json" id="groundwork-page"></script>';
  document.getElementById('groundwork-page').textContent = JSON.stringify({ html });
  const said = [];
  const port = { postMessage: (text) => said.push(JSON.parse(text)) };
  const init = {
    item: {},
    draft: {},
    properties,
    locale: 'en',
    theme: 'light',
    mode: 'work',
    readOnly: false,
    ...told,
  };
  vi.spyOn(globalThis.parent, 'postMessage').mockImplementation(({ type }) => {
    expect(type).toBe('hello');
    const event = new MessageEvent('message', { data: { v: 1, type: 'init', ...init } });
    Object.defineProperties(event, { source: { value: globalThis.parent }, ports: { value: [port] } });
    window.dispatchEvent(event);
  });
  await import('./main.js');
  const tell = (type, members) => port.onmessage({ data: JSON.stringify({ v: 1, type, ...members }) });
  return {
    said,
    tell,
    field: (css) => document.querySelector(css),
    told: (type) => said.filter((message) => message.type === type),
    /** What is sent when somebody presses the client's own button, and what the page says to it. */
    asked() {
      said.length = 0;
      tell('validate');
      const { ok, message } = said.find(({ type }) => type === 'valid');
      return { answer: said.findLast(({ type }) => type === 'change')?.answer, ok, message };
    },
  };
}

function types(field, value) {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

it('takes a task from its beginning to its answer', async () => {
  const page = await opened(
    `<crowd-form><crowd-classifier name="mood" categories="['Happy', 'Sad']">
      <classification-target><blockquote>\${text}</blockquote></classification-target></crowd-classifier>
      <crowd-text-area name="text" label="Why?"></crowd-text-area></crowd-form>`,
    { item: { text: '<b>Well</b>' } },
  );
  expect(page.said).toEqual([{ v: 1, type: 'ready' }]);
  expect(page.field('blockquote').textContent).toBe('<b>Well</b>');
  expect(page.asked()).toEqual({ answer: {}, ok: true, message: '' });

  page.said.length = 0;
  page.field('input[value=Sad]').click();
  expect(page.told('change').at(-1)).toMatchObject({ answer: { mood: 'Sad' }, typing: false });
  types(page.field('textarea'), 'It rains');
  expect(page.told('change').some(({ typing }) => typing)).toBe(true);

  page.tell('answer', { answer: { mood: 'Happy' } });
  expect(page.field('input:checked').value).toBe('Happy');
  expect(page.field('textarea').value).toBe('');
  page.tell('faults', { names: ['text'] });
  expect(page.field('textarea').getAttribute('aria-invalid')).toBe('true');

  types(page.field('textarea'), 'It shines');
  page.said.length = 0;
  page.field('form').requestSubmit();
  const answer = { mood: 'Happy', text: 'It shines' };
  expect(page.said.map(({ type }) => type)).toEqual(['change', 'submit-request']);
  expect(page.asked()).toEqual({ answer, ok: true, message: '' });

  page.tell('setReadOnly', { readOnly: true });
  expect(page.field('textarea').disabled).toBe(true);
  page.said.length = 0;
  groundwork.change({ mood: 'Sad' });
  groundwork.submit();
  expect(page.said).toEqual([]);
});

const prefilled = `<textarea name="text">as it was</textarea>
  <input type="checkbox" name="ready" checked><input type="checkbox" name="seen" value="tail"><input type="checkbox" name="seen" value="ear" checked>
  <select name="mood"><option>Happy</option><option selected>Sad</option></select>
  <input type="number" name="sure" value="7"><input type="hidden" name="shapes" value="[]">`;
const begun = { text: 'as it was', ready: true, seen: ['ear'], mood: 'Sad', sure: 7, shapes: [] };

it('begins with what the page has filled in, and goes back to that', async () => {
  const page = await opened(prefilled);
  expect(page.field('textarea').value).toBe('as it was');
  expect(page.said).toEqual([{ v: 1, type: 'ready' }]);
  expect(page.asked().answer).toEqual(begun);

  types(page.field('textarea'), 'as it should be');
  page.field('[name=ready]').click();
  page.field('[value=ear]').click();
  types(page.field('select'), 'Happy');
  types(page.field('[name=sure]'), '');
  types(page.field('[name=shapes]'), '[{"x":1}]');
  expect(page.asked().answer).toEqual({
    text: 'as it should be',
    ready: false,
    seen: [],
    mood: 'Happy',
    shapes: [{ x: 1 }],
  });
  // The first step back of all.
  page.tell('answer', { answer: {} });
  expect(page.asked().answer).toEqual(begun);
});

it('shows a draft and what others have answered as it is, without what the page would begin with', async () => {
  let page = await opened(prefilled, { draft: { sure: 0, ready: false, seen: [] } });
  expect(page.asked().answer).toEqual({ sure: 0, ready: false, seen: [] });
  expect(page.field('textarea').value).toBe('');

  page = await opened(prefilled, { mode: 'review', readOnly: true });
  expect(page.field('textarea').value).toBe('');
  expect(page.field('[name=ready]').checked).toBe(false);
});

it('begins after what a page does as soon as it is there', async () => {
  const later = `<input name="text"><script>
    setTimeout(() => { document.querySelector('[name=text]').value = 'later' });
  </script>`;
  let page = await opened(later);
  expect(page.asked().answer).toEqual({ text: 'later' });
  page.tell('answer', { answer: {} });
  expect(page.asked().answer).toEqual({ text: 'later' });

  page = await opened(later, { draft: { text: 'kept' } });
  expect(page.asked().answer).toEqual({ text: 'kept' });
});

it('keeps what a page says while it is read', async () => {
  const html = '<script>groundwork.change({ shapes: [1], text: "said" })</script><input name="text">';
  const page = await opened(html, { draft: { shapes: [0], sure: 3 } });
  expect(page.said).toEqual([{ v: 1, type: 'ready' }]);
  const answer = { shapes: [1], text: 'said', sure: 3 };
  expect(page.asked().answer).toEqual(answer);
  types(page.field('input'), 'typed');
  expect(page.asked().answer).toEqual({ ...answer, text: 'typed' });

  const fresh = await opened(html);
  expect(fresh.field('input').value).toBe('said');
  expect(fresh.asked().answer).toEqual({ shapes: [1], text: 'said' });
  groundwork.change({ shapes: [2] });
  fresh.tell('answer', { answer: {} });
  expect(fresh.asked().answer).toEqual({ shapes: [1], text: 'said' });
});

it('sends what is on the screen where a field is made late', async () => {
  const page = await opened('<p id="here"></p><a name="shapes"></a>', {
    draft: { text: 'old', mood: 'Sad', shapes: [1] },
  });
  expect(page.asked().answer).toEqual({ text: 'old', mood: 'Sad', shapes: [1] });
  page.field('#here').innerHTML = '<input name="text"><input type="radio" name="mood" value="Happy">';
  await vi.waitFor(() => expect(page.field('input').value).toBe('old'));
  expect(page.asked().answer).toEqual({ text: 'old', shapes: [1] });
  // The button for it comes last.
  page.field('#here').insertAdjacentHTML('beforeend', '<input type="radio" name="mood" value="Sad">');
  expect(page.asked().answer.mood).toBe('Sad');

  types(page.field('input'), 'new');
  page.field('[value=Happy]').click();
  const answer = { text: 'new', mood: 'Happy', shapes: [1] };
  expect(page.asked().answer).toEqual(answer);
  page.field('#here').append(document.createElement('hr'));
  await new Promise((resolve) => setTimeout(resolve));
  expect(page.asked().answer).toEqual(answer);
  page.field('input').remove();
  expect(page.asked().answer).toEqual({ mood: 'Happy', shapes: [1] });
});

it('lets a page say of a field what is typed next takes back', async () => {
  const page = await opened('<input name="text">');
  page.field('input').addEventListener('input', ({ target }) => groundwork.change({ text: target.value.trim() }));
  types(page.field('input'), ' trimmed ');
  expect(page.asked().answer).toEqual({ text: 'trimmed' });
  expect(page.field('input').value).toBe(' trimmed ');
  groundwork.change({ text: 'said' });
  page.field('input').replaceWith(page.field('input').cloneNode());
  types(page.field('input'), 'typed');
  expect(page.asked().answer).toEqual({ text: 'typed' });
});

it('shows the number of a slider wherever it comes from', async () => {
  const page = await opened('<crowd-form><crowd-slider name="sure" max="10" value="5"></crowd-slider></crowd-form>', {
    draft: { sure: 8, text: 'of no field' },
  });
  const shown = page.field('output');
  expect(shown.textContent).toBe('8');
  document.body.append(document.createElement('hr'));
  await new Promise((resolve) => setTimeout(resolve));
  page.tell('answer', { answer: { sure: 3 } });
  expect(shown.textContent).toBe('3');
  types(page.field('input'), '9');
  expect(shown.textContent).toBe('9');
  page.said.length = 0;
  page.field('form').reset();
  await vi.waitFor(() => expect(page.told('change')).toHaveLength(1));
  expect(page.told('change')[0].answer).toEqual({ sure: 5 });
  expect(shown.textContent).toBe('5');
});

/** Holds its form back until something is typed, and puts the answer together there. */
const careful = `<form><input name="text"><input type="hidden" name="shapes"><button>Done</button></form><script>
  document.querySelector('form').onsubmit = (event) => {
    const [text, shapes] = document.querySelectorAll('input');
    if (!text.value) { alert('Write something'); event.preventDefault(); return; }
    shapes.value = JSON.stringify([text.value]);
    globalThis.counted = (globalThis.counted ?? 0) + 1;
  };
</script>`;

it('hears what the page has against sending its form, whoever asks', async () => {
  // As in a frame that may open nothing.
  vi.stubGlobal('alert', vi.fn());
  const page = await opened(careful);
  page.field('button').click();
  expect(page.told('submit-request')).toEqual([]);
  expect(page.asked()).toMatchObject({ ok: false, message: 'Write something' });
  expect(alert).toHaveBeenCalledOnce();

  types(page.field('input'), 'word');
  expect(page.asked()).toEqual({ answer: { text: 'word', shapes: ['word'] }, ok: true, message: '' });
  globalThis.counted = 0;
  page.field('button').click();
  expect(page.told('submit-request')).toHaveLength(1);
  // It has just said so.
  expect(page.asked().ok).toBe(true);
  expect(globalThis.counted).toBe(1);
  types(page.field('input'), '');
  expect(page.asked().ok).toBe(false);
  delete globalThis.counted;
});

it('sends for a page that holds its form back and sends by itself', async () => {
  for (const send of ['groundwork.submit()', 'this.submit()']) {
    const page = await opened(`<form><input name="text"><button>Done</button></form><script>
      document.querySelector('form').addEventListener('submit', function (event) { event.preventDefault(); ${send}; });
    </script>`);
    expect(page.asked().ok).toBe(true);
    expect(page.told('submit-request')).toEqual([]);
    page.field('button').click();
    expect(page.told('submit-request')).toHaveLength(1);
  }
});

it('takes who sends an answer for sure of it', async () => {
  const page = await opened('<form><input name="text"></form>');
  vi.stubGlobal('confirm', () => false);
  page.field('form').addEventListener('submit', (event) => {
    if (!confirm('Are you sure?')) event.preventDefault();
  });
  expect(page.asked().ok).toBe(true);
  expect(confirm()).toBe(false);
});

it('asks no form that is for something else, and lets none lead away', async () => {
  const page = await opened(
    `<form id="chat"><input><button>Say</button></form><form id="own"><input name="text"></form>`,
  );
  const chat = vi.fn((event) => event.preventDefault());
  page.field('#chat').addEventListener('submit', chat);
  // Nor is it sent by a browser that takes a question for a press.
  const asked = vi.fn();
  page.field('#own').addEventListener('submit', asked, { once: true });
  expect(page.asked().ok).toBe(true);
  expect(asked.mock.calls[0][0].defaultPrevented).toBe(true);
  page.field('#chat button').click();
  expect(chat).toHaveBeenCalledOnce();
  expect(page.told('submit-request')).toEqual([]);

  // Nobody further up hears of it.
  page.field('#own').addEventListener('submit', (event) => event.stopPropagation());
  const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
  page.field('#own').dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(page.told('submit-request')).toHaveLength(1);
});

it('sends nothing by Enter in a field', async () => {
  const page = await opened('<form><input name="text"><textarea></textarea><button>Done</button></form>');
  const [input, button] = [page.field('input'), page.field('button')];
  const press = (target, members = {}) => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...members });
    target.dispatchEvent(event);
    return event;
  };
  press(input);
  // As a browser does then.
  button.click();
  expect(page.told('submit-request')).toEqual([]);
  input.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }));

  press(button);
  button.click();
  expect(page.told('submit-request')).toHaveLength(1);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
  expect(press(input, { ctrlKey: true }).defaultPrevented).toBe(true);
  expect(page.told('submit-request')).toHaveLength(2);
});

it('answers what a button stands for once it is pressed', async () => {
  const page = await opened(`<form><input name="text" value="a">
    <button name="mood" value="Happy">Yes</button><input type="submit" name="mood" value="Sad"></form>`);
  expect(page.asked().answer).toEqual({ text: 'a' });
  page.said.length = 0;
  page.field('input[type=submit]').click();
  expect(page.told('submit-request')).toHaveLength(1);
  expect(page.asked().answer).toEqual({ text: 'a', mood: 'Sad' });
});
