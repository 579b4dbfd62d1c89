// The light tags of crowd HTML elements, made anew as plain fields: what they look like is ours, what they ask is the page's.

const words = {
  en: { instructions: 'Instructions', examples: 'More' },
  fr: { instructions: 'Consignes', examples: 'En savoir plus' },
  es: { instructions: 'Instrucciones', examples: 'Más' },
  ca: { instructions: 'Instruccions', examples: 'Més' },
};

const look = `
crowd-form, crowd-classifier, crowd-classifier-multi-select, crowd-image-classifier, crowd-image-classifier-multi-select,
crowd-instructions, crowd-alert, crowd-tabs, crowd-tab, crowd-card, crowd-radio-group { display: block; margin: 0 0 1rem; }
crowd-input, crowd-text-area, crowd-checkbox, crowd-slider, crowd-radio-button { display: block; margin: 0 0 .75rem; }
:is(crowd-tab, crowd-button)[hidden] { display: none !important; }
.gw-field { display: grid; gap: .25rem; } .gw-choice { display: flex; gap: .5rem; align-items: center; min-height: 44px; }
.gw-field input:not([type=range]), .gw-field textarea { font: inherit; padding: .5rem; min-height: 44px; box-sizing: border-box; width: 100%; }
.gw-fields { border: 0; padding: 0; margin: 0; } .gw-target { margin: 0 0 1rem; } .gw-target img { max-width: 100%; height: auto; }
.gw-alert { padding: .75rem 1rem; border: 1px solid; border-radius: .5rem; } .gw-tabs { display: flex; gap: .25rem; margin: 0 0 .5rem; }
.gw-tabs button, .gw-button { font: inherit; min-height: 44px; padding: 0 1rem; } .gw-tabs button[aria-selected=true] { font-weight: 700; }
.gw-card { border: 1px solid #8886; border-radius: .5rem; padding: 1rem; }
[data-fault] { outline: 2px solid #c92a2a; outline-offset: 2px; }
`;

const make = (tag, members = {}, children = []) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(members)) {
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
};

const heading = (text) => (text ? [make('h2', {}, [text])] : []);

/** A list as JSON or Python writes it. */
export function listed(text) {
  return [...(text ?? '').matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g)]
    .map(([, double, single]) => (double ?? single).replace(/\\(.)/g, '$1'))
    .filter((label) => label.trim() !== '');
}

const choice = (type, name, value, content, { checked, required, disabled } = {}) =>
  make('label', { class: 'gw-choice' }, [
    make('input', { type, name, value, checked, required, disabled }),
    make('span', {}, content),
  ]);

const given = (element, name) => element.getAttribute(name);
const has = (element, name) => element.hasAttribute(name);

function field(element, tag, type) {
  const label = given(element, 'label') ?? element.textContent.trim();
  const control = make(tag, {
    name: given(element, 'name'),
    type,
    placeholder: given(element, 'placeholder'),
    required: has(element, 'required'),
    disabled: has(element, 'disabled'),
    readonly: has(element, 'readonly'),
    rows: tag === 'textarea' ? (given(element, 'rows') ?? '3') : null,
    maxlength: given(element, 'max-length') ?? given(element, 'maxlength'),
    min: given(element, 'min'),
    max: given(element, 'max'),
    step: given(element, 'step'),
    pattern: given(element, 'allowed-pattern') ?? given(element, 'pattern'),
    'aria-label': label ? null : (given(element, 'name') ?? ''),
  });
  const value = given(element, 'value');
  if (value !== null) {
    control.defaultValue = value;
    control.value = value;
  }
  element.replaceChildren(
    make('label', { class: 'gw-field' }, [...(label ? [make('span', {}, [label])] : []), control]),
  );
  return control;
}

function slider(element) {
  if (!has(element, 'max')) element.setAttribute('max', '100');
  if (!has(element, 'min')) element.setAttribute('min', '0');
  const control = field(element, 'input', 'range');
  const shown = make('output', {}, [control.value]);
  control.addEventListener('input', () => refresh(element));
  control.after(shown);
}

/** Has the numbers beside sliders say what was put into these, which no event tells. */
export function refresh(root) {
  for (const shown of root.querySelectorAll('.gw-field > input[type=range] + output')) {
    const { value } = shown.previousElementSibling;
    // Whoever looks for changes of the page would come here again by one that is none.
    if (shown.textContent !== value) shown.textContent = value;
  }
}

function classifier(element, type) {
  const name = given(element, 'name');
  const take = (tag) => [...element.querySelectorAll(tag)].flatMap((part) => [...part.childNodes]);
  const target = take('classification-target');
  const picture = given(element, 'src');
  const short = take('short-instructions');
  const full = take('full-instructions');
  const title = given(element, 'header');
  element.replaceChildren(
    ...heading(title),
    make('div', { class: 'gw-target' }, picture ? [make('img', { src: picture, alt: '' })] : target),
    ...(short.length > 0 ? [make('div', {}, short)] : []),
    make('fieldset', { class: 'gw-fields', 'aria-label': title ?? name }, [
      ...listed(given(element, 'categories')).map((label) => choice(type, name, label, [label])),
    ]),
    ...(full.length > 0 ? [details(word('examples'), full)] : []),
  );
}

let language = 'en';
const word = (key) => (words[language] ?? words.en)[key];
const details = (summary, children) => make('details', {}, [make('summary', {}, [summary]), ...children]);

let tabCount = 0;

function tabs(element) {
  const panels = [...element.querySelectorAll('crowd-tab')];
  const bar = make('div', { class: 'gw-tabs', role: 'tablist' });
  const select = (chosen) => {
    panels.forEach((panel, index) => {
      panel.hidden = index !== chosen;
      bar.children[index].setAttribute('aria-selected', String(index === chosen));
      bar.children[index].tabIndex = index === chosen ? 0 : -1;
    });
  };
  panels.forEach((panel, index) => {
    panel.setAttribute('role', 'tabpanel');
    tabCount += 1;
    panel.id ||= `gw-panel-${tabCount}`;
    const named = { id: `gw-tab-${tabCount}`, 'aria-controls': panel.id };
    const label = given(panel, 'header') ?? String(index + 1);
    const button = make('button', { type: 'button', role: 'tab', ...named }, [label]);
    panel.setAttribute('aria-labelledby', button.id);
    button.addEventListener('click', () => select(index));
    button.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      const next = (index + step + panels.length) % panels.length;
      select(next);
      bar.children[next].focus();
    });
    bar.append(button);
  });
  element.prepend(bar);
  if (panels.length > 0) select(0);
}

function radioGroups(root) {
  let nameless = 0;
  for (const group of root.querySelectorAll('crowd-radio-group')) {
    const buttons = [...group.querySelectorAll('crowd-radio-button')];
    const names = new Set(buttons.map((button) => (given(button, 'name') ?? '').trim()));
    let name = (given(group, 'name') ?? '').trim();
    // As the server reads it: one name of all buttons, else a name that no button has.
    if (!name && names.size === 1 && !names.has('')) [name] = names;
    if (!name) {
      nameless += 1;
      name = nameless === 1 ? 'choice' : `choice${nameless}`;
    }
    group.setAttribute('role', 'radiogroup');
    if (!has(group, 'aria-label')) group.setAttribute('aria-label', name);
    for (const button of buttons) radio(button, name, (given(button, 'value') ?? '').trim() || given(button, 'name'));
  }
}

function radio(button, name, value) {
  const state = { checked: has(button, 'checked'), disabled: has(button, 'disabled') };
  button.replaceChildren(choice('radio', name, value, [...button.childNodes], state));
}

const single = {
  'crowd-form': (element) => element.replaceChildren(make('form', {}, [...element.childNodes])),
  'crowd-input': (element) => field(element, 'input', given(element, 'type') ?? 'text'),
  'crowd-text-area': (element) => field(element, 'textarea'),
  'crowd-slider': slider,
  'crowd-checkbox': (element) =>
    element.replaceChildren(
      choice('checkbox', given(element, 'name'), given(element, 'value'), [...element.childNodes], {
        checked: has(element, 'checked'),
        required: has(element, 'required'),
        disabled: has(element, 'disabled'),
      }),
    ),
  'crowd-radio-button': (element) => {
    if (!element.querySelector('input')) radio(element, given(element, 'name'), given(element, 'value'));
  },
  'crowd-classifier': (element) => classifier(element, 'radio'),
  'crowd-classifier-multi-select': (element) => classifier(element, 'checkbox'),
  'crowd-image-classifier': (element) => classifier(element, 'radio'),
  'crowd-image-classifier-multi-select': (element) => classifier(element, 'checkbox'),
  'crowd-button': (element) => {
    // The client has the one button that sends an answer.
    if (given(element, 'form-action') === 'submit') element.hidden = true;
    else {
      const type = given(element, 'form-action') === 'reset' ? 'reset' : 'button';
      element.replaceChildren(make('button', { type, class: 'gw-button' }, [...element.childNodes]));
    }
  },
  'crowd-instructions': (element) =>
    element.replaceChildren(details(given(element, 'link-text') ?? word('instructions'), [...element.childNodes])),
  'crowd-alert': (element) => {
    const urgent = given(element, 'type') === 'error';
    element.replaceChildren(
      make('div', { class: 'gw-alert', role: urgent ? 'alert' : 'status' }, [...element.childNodes]),
    );
  },
  'crowd-tabs': tabs,
  'crowd-card': (element) => {
    const picture = given(element, 'image');
    element.classList.add('gw-card');
    element.prepend(
      ...heading(given(element, 'heading')),
      ...(picture ? [make('img', { src: picture, alt: '' })] : []),
    );
  },
};

/** Makes fields of the tags below. */
export function crowd(root, locale = 'en') {
  language = locale.slice(0, 2);
  if (!root.querySelector(`crowd-radio-group, ${Object.keys(single).join(', ')}`)) return;
  root.ownerDocument.head.prepend(make('style', {}, [look]));
  radioGroups(root);
  for (const [tag, change] of Object.entries(single)) {
    for (const element of root.querySelectorAll(tag)) change(element);
  }
}
