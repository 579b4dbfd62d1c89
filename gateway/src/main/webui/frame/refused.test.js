import { expect, it } from 'vitest';
import { isRules, refusedIn, refusedInText, refusedName } from './refused.js';

it('finds in a text what would be another document, speak ahead of time or run', () => {
  for (const [text, name] of [
    ['<iframe>', 'iframe'],
    ['a <b>b</b> <IFRAME\tsrcdoc=x>', 'IFRAME'],
    ['<iframe', 'iframe'],
    ['<frameset><frame/></frameset>', 'frameset'],
    ['<object/data=x>', 'object'],
    ['<embed\nsrc=x>', 'embed'],
    ['<link rel=preconnect href=//x.example>', 'link'],
    ['<meta http-equiv=refresh>', 'meta'],
    ['<script>x()</script>', 'script'],
    ['<svg:script xmlns:svg="x">', 'script'],
    ['<h:iframe xmlns:h="http://www.w3.org/1999/xhtml"/>', 'iframe'],
    ['<é:iframe/>', 'iframe'],
    ['<!DOCTYPE x [<!ENTITY y "&#60;iframe/>">]><x>&y;</x>', 'DOCTYPE'],
    ['<x><!entity y "z">', 'entity'],
    ['<!doctype x [ %y; ]>', 'doctype'],
    ['<?xml-stylesheet href="x"?>', 'xml-stylesheet'],
    ['<textarea></textarea><!-- > --><webview>', 'webview'],
  ]) {
    expect(refusedInText(text), text).toBe(name);
  }
});

it('leaves plain markup alone', () => {
  for (const text of [
    '',
    'a < b, iframe > c',
    '<b>bold</b><p class="link">link, script, meta</p>',
    '<i title="iframe">x</i><img src="data:,"><table><tr><td>1</table>',
    '<link-list></link-list><object-viewer></object-viewer><frames>',
    '<!doctype html><style>p { color: red }</style><svg><path d="M0 0"/></svg>',
    '</iframe>&lt;iframe>',
  ]) {
    expect(refusedInText(text), text).toBeNull();
  }
});

it('knows names with prefixes and in capitals', () => {
  expect(refusedName('IFrame')).toBe('iframe');
  expect(refusedName('x:y:link')).toBe('link');
  expect(refusedName('__proto__')).toBeNull();
  expect(refusedName('constructor')).toBeNull();
  expect(refusedName('div')).toBeNull();
});

it('tells data from scripts', () => {
  expect(isRules('{"prefetch": []}')).toBe(true);
  expect(isRules(' [1] ')).toBe(true);
  expect(isRules('{ go(); }')).toBe(false);
  expect(isRules('')).toBe(false);
});

it('looks into a document and its templates', () => {
  const read = (html) => refusedIn(new DOMParser().parseFromString(html, 'text/html'));

  expect(read('<p>x</p><script>go()</script><script type="module">go()</script>')).toBeNull();
  expect(read('<div><embed></div>')).toBe('embed');
  expect(read('<template><p><object></object></p></template>')).toBe('object');
  expect(read('<script type="speculationrules">{}</script>')).toBe('script type="speculationrules"');
  expect(read('<script>{"prefetch": [{"urls": ["x"]}]}</script>')).toBe('script');
  expect(read('<noscript><p>x</p></noscript>')).toBe('noscript');
  expect(read('<link rel="icon">')).toBe('link');
});
