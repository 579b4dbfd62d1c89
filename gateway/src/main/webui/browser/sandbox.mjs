// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how variables of pages are written
// A task drawn by a requester's own page: a worker does it, a hostile one reaches nothing, and a requester makes one.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { attacker } from './attacker.mjs';
import { button, check, isTaken, journey, launched, openSignedIn, required, texts, until } from './browser.mjs';

const pageFile = readFileSync(path.join(import.meta.dirname, 'page.html'), 'utf8');
const frameOf = (page) => page.frames().find((frame) => frame !== page.mainFrame() && /\/pages\//.test(frame.url()));
/** On this device, or on the server, too. */
const kept = (page, words) =>
  page.getByText(words('saved.saved'), { exact: true }).or(page.getByText(words('saved.everywhere'), { exact: true }));
const inFrame = (page) => page.frameLocator('iframe');

async function work({ page, screen }, language, user) {
  const words = texts(language, 'work');
  await openSignedIn(page, `/worker/jobs/${required('GROUNDWORK_PAGE_JOB')}`, language, user);
  const frame = inFrame(page);
  // What looks like markup in the task is text of the page.
  await frame.getByText('<b>I never</b> laughed so "much" & ${long}').waitFor();
  check((await frame.locator('blockquote b').count()) === 0, 'a value became markup');
  await screen('page');

  // Nothing chosen: the client says what is missing, before anything is sent.
  await button(page, words('submit')).click();
  await page.getByText(words('page.answer.missing').replace('{{name}}', 'mood')).waitFor();
  await frame.getByRole('radio', { name: 'Sad' }).check();
  await frame.getByRole('radio', { name: 'Happy' }).check();
  await button(page, words('undo')).click();
  await frame.locator('input[value=Sad]:checked').waitFor();
  await button(page, words('redo')).click();
  await frame.locator('input[value=Happy]:checked').waitFor();
  await frame.getByLabel('Why?').fill('It says so');
  await kept(page, words).waitFor();

  // The draft is there again after the page was closed.
  await page.reload();
  await frame.locator('input[value=Happy]:checked').waitFor();
  check((await frame.getByLabel('Why?').inputValue()) === 'It says so', 'the draft is lost');
  await screen('page-again');
}

async function byPhone(steps) {
  const { page } = steps;
  const words = texts('ca', 'work');
  await work(steps, 'ca', required('GROUNDWORK_PHONE_USER'));
  const taken = isTaken(page);
  await button(page, words('submit')).click();
  await taken;
}

async function byKeys(steps) {
  const { page } = steps;
  const words = texts('en', 'work');
  await work(steps, 'en', required('GROUNDWORK_DESK_USER'));
  // From the frame: the keys of the client are the same there.
  await inFrame(page).getByRole('radio', { name: 'Happy' }).focus();
  await page.keyboard.press('ArrowDown');
  await inFrame(page).locator('input[value=Sad]:checked').waitFor();
  await kept(page, words).waitFor();
  const taken = isTaken(page);
  await page.keyboard.press('Control+Enter');
  await taken;
}

/** All of these must arrive where no frame is in the way, or trying them shows nothing. */
const atLeast = [
  'fetch',
  'xhr',
  'beacon',
  'websocket',
  'event-source',
  'import',
  'img',
  'script',
  'stylesheet',
  'iframe',
  'background',
  'css-import',
  'font',
  'svg-image',
  'video',
  'poster',
  'form',
  'preload',
];

async function hostile({ page, context, screen }, server) {
  const words = texts('en', 'work');
  // First without a frame, so that the attempts are known to be ones.
  const free = await context.newPage();
  await free.goto(server.origin);
  const freely = await free.evaluate(() => globalThis.tried);
  await free.waitForTimeout(1000);
  const arrived = server.seen();
  const lacking = atLeast.filter((name) => !arrived.hits.includes(name));
  check(lacking.length === 0, `these attempts do not even work outside of a frame: ${lacking.join(', ')}`);
  check(arrived.packets > 0, 'no packet of WebRTC arrives even outside of a frame');
  check('got' in freely['run-eval'] && 'got' in freely['read-cookie'], 'reading does not even work outside of a frame');
  await free.close();
  for (const other of context.pages()) if (other !== page) await other.close();
  server.forget();

  await openSignedIn(
    page,
    `/worker/jobs/${required('GROUNDWORK_HOSTILE_JOB')}`,
    'en',
    required('GROUNDWORK_DESK_USER'),
  );
  const address = page.url();
  await inFrame(page).getByRole('heading', { name: 'A hostile page' }).waitFor();
  const outcomes = await frameOf(page).evaluate(() => globalThis.tried);
  await page.waitForTimeout(1000);
  const read = Object.entries(outcomes).filter(
    ([name, { got }]) => /^(read|run|use|open|lead)-/.test(name) && got !== undefined,
  );
  check(read.length === 0, `the page has reached ${JSON.stringify(read)}`);
  check(page.url() === address, `the page has led the client away to ${page.url()}`);
  check(context.pages().length === 1, 'the page has opened a window');
  const told = server.seen();
  check(told.hits.length === 0, `the page has told of its task by ${told.hits.join(', ')}`);
  check(told.packets === 0, 'the page has told of its task by WebRTC');
  check(told.connections === 0, `the page has opened ${told.connections} connections`);
  await screen('hostile');

  // It may not go elsewhere with what it knows, nor come back as something that is told anew.
  await frameOf(page)
    .evaluate(() => globalThis.leave())
    .catch(() => undefined);
  await page.getByText(words('page.fault.moved')).waitFor();
  check(server.seen().connections === 0, 'the page has taken itself elsewhere');
  await button(page, words('page.again')).click();
  await inFrame(page).getByRole('heading', { name: 'A hostile page' }).waitFor();
  await frameOf(page)
    .evaluate(() => globalThis.turnIntoAnother())
    .catch(() => undefined);
  await page.getByText(words('page.fault.moved')).waitFor();
  await button(page, words('page.again')).click();
  await inFrame(page).getByRole('heading', { name: 'A hostile page' }).waitFor();
  await frameOf(page).evaluate(() => globalThis.tried);
  await frameOf(page)
    .evaluate(() => globalThis.flood())
    .catch(() => undefined);
  await page.getByText(words('page.fault.flood')).waitFor();
  check((await page.locator('iframe').count()) === 0, 'a page that floods the client is still there');
  await screen('stopped');
  const secrets = await page.evaluate(() => document.cookie);
  check(!/q_session/.test(secrets), 'the session can be read by scripts');
}

async function requester({ page, screen }) {
  const words = texts('en', 'requester');
  await openSignedIn(page, '/requester/new?preset=custom-html', 'en', 'rita', 'demo');
  const editor = page.getByRole('textbox', { name: words('own.page') });
  await editor.fill('<crowd-form>\n<crowd-bounding-box name="b"></crowd-bounding-box></crowd-form>');
  await button(page, words('own.check')).click();
  await page.getByText('line 2: crowd-bounding-box').waitFor();
  await screen('own-page-refused');

  await editor.fill(pageFile);
  await button(page, words('own.check')).click();
  const frame = inFrame(page);
  await frame.getByText('How does the writer feel?').waitFor();
  await frame.getByRole('radio', { name: 'Neither' }).check();
  const outcome = page.getByRole('textbox', { name: words('preview.output') });
  await until(
    page,
    (label) => [...document.querySelectorAll('textarea')].some((area) => area.readOnly && area.value.includes(label)),
    'Neither',
  );
  check(JSON.parse(await outcome.inputValue()).sure === 5, 'the slider is not part of the answer');
  await screen('own-page-phone');
  await button(page, words('preview.desk')).click();
  await frame.getByText('How does the writer feel?').waitFor();
  await screen('own-page-desk');
  await page.getByRole('textbox', { name: words('words.title') }).fill('Moods on a page of our own');
  await page.getByRole('textbox', { name: words('terms.reward') }).fill('0.50');
  await button(page, words('create.button')).click();
  await page.getByRole('heading', { level: 1, name: 'Moods on a page of our own' }).waitFor();
}

await launched(async (browser) => {
  const server = await attacker(Number(required('GROUNDWORK_ATTACKER')), Number(required('GROUNDWORK_STUN')));
  try {
    await journey(
      browser,
      { name: 'page-hostile', complains: true, device: 'desk', language: 'en', scheme: 'light' },
      (steps) => hostile(steps, server),
    );
    await journey(browser, { name: 'page-phone', device: 'phone', language: 'ca', scheme: 'dark' }, byPhone);
    await journey(browser, { name: 'page-desk', device: 'desk', language: 'en', scheme: 'light' }, byKeys);
    await journey(browser, { name: 'page-requester', device: 'desk', language: 'en', scheme: 'dark' }, requester);
  } finally {
    server.close();
  }
});
