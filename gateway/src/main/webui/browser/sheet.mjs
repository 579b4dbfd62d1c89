// The screens that journeys have left, on one page to be looked at together: on a phone and at a desk, light and dark.
//
//     node browser/sheet.mjs [FOLDER]      sheet.html and sheet-*.png of all journeys in the folder
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromiumOnPath, isProgram, launched } from './browser.mjs';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What journeys say of their screens; those of the names alone where there are names. */
function journeysIn(folder, names) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
    .filter((one) => Array.isArray(one.screens) && (!names || names.includes(one.name)))
    .sort((a, b) => (a.began < b.began ? -1 : 1));
}

const kinds = [
  ['phone', 'light'],
  ['phone', 'dark'],
  ['desk', 'light'],
  ['desk', 'dark'],
];

function pageOf(journeys) {
  const figure = ({ name, language }, { file, title }) =>
    `<figure><img src="${escaped(file)}" alt=""><figcaption>${escaped(`${name} · ${title} · ${language}`)}</figcaption></figure>`;
  const sections = kinds.map(([device, scheme]) => {
    const figures = journeys
      .filter((one) => one.device === device && one.scheme === scheme)
      .flatMap((one) => one.screens.map((screen) => figure(one, screen)));
    return `<section class="${device}" id="${device}-${scheme}"><h2>${device}, ${scheme}: ${figures.length} screens</h2><div>${figures.join('\n')}</div></section>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title><style>
body{margin:16px;font:14px system-ui,sans-serif;background:#8a8f8c;color:#111}
h2{font-size:18px}section>div{display:grid;gap:14px;align-items:start}
.phone>div{grid-template-columns:repeat(8,1fr)}.desk>div{grid-template-columns:repeat(4,1fr)}
figure{margin:0}img{display:block;width:100%}figcaption{font-size:11px;padding:3px 0;overflow-wrap:anywhere}
</style><h1>Screens</h1>${sections.join('\n')}</html>`;
}

/** Draws the sheets of a folder's journeys; {@return where the page of all of them is} */
export async function makeSheet(browser, folder, names) {
  const file = path.join(folder, 'sheet.html');
  const journeys = journeysIn(folder, names);
  writeFileSync(file, pageOf(journeys));
  const page = await browser.newPage({ viewport: { width: 1900, height: 1000 } });
  await page.goto(pathToFileURL(file).href);
  for (const [device, scheme] of kinds)
    await page.locator(`#${device}-${scheme}`).screenshot({ path: path.join(folder, `sheet-${device}-${scheme}.png`) });
  await page.close();
  return file;
}

if (isProgram(import.meta)) {
  process.env.GROUNDWORK_CHROMIUM ??= chromiumOnPath();
  const [folder = path.join(import.meta.dirname, '../../../../../end-to-end/target/web-screens')] =
    process.argv.slice(2);
  if (!existsSync(folder)) throw new Error(`no journey has left screens in ${folder}`);
  await launched(async (browser) => console.log(await makeSheet(browser, path.resolve(folder))));
}
