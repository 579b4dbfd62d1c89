// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how variables of pages are written
// A task drawn by a requester's own page: a worker does it, a hostile one reaches nothing, and a requester makes one.
import { attacker } from './attacker.mjs';
import { button, check, isTaken, journey, launched, openSignedIn, required, texts } from './browser.mjs';
import { frameOf, inFrame, keepsKeyboardInDialog, pressAround } from './frame.mjs';
import { requester } from './own-page.mjs';

/** On this device, or on the server, too. */
const kept = (page, words) =>
  page.getByText(words('saved.saved'), { exact: true }).or(page.getByText(words('saved.everywhere'), { exact: true }));
/** As long as a press may count that was made elsewhere, and a little more: the page's clock is another one. */
const pressCountsMillis = 5_500;

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
  // Right after a press around the frame it might be that one, and is not taken.
  await pressAround(page);
  await inFrame(page).getByRole('radio', { name: 'Sad' }).focus();
  await page.keyboard.press('Control+Enter');
  await page.getByText(words('page.useButton').replace('{{button}}', words('submit'))).waitFor();
  await page.waitForTimeout(pressCountsMillis);
  await inFrame(page).getByRole('radio', { name: 'Sad' }).focus();
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
const readFreely = [
  'read-cookie',
  'run-eval',
  'run-link-preconnect',
  'run-text-preconnect',
  'run-link-custom',
  'run-meta',
  'webrtc-gone',
  ...[
    'halves',
    'inner-html',
    'inner-html-upper',
    'adjacent-html',
    'fragment',
    'template',
    'shadow',
    'parser',
    'parser-xml',
    'parser-entity',
    'parse-unsafe',
    'set-unsafe',
    'edit',
    'element',
    'attribute',
    'attribute-ns',
    'attribute-node',
    'attribute-later',
    'attribute-moved',
    'element-ns',
    'element-elsewhere',
    'document',
    'custom',
    'policy',
    'tools',
  ].map((name) => `run-world-${name}`),
];

/** The others lead away, and the client sees it. */
const mayStay = ['form-script'];

function untold(server, how) {
  const { hits, packets, connections } = server.seen();
  check(hits.length === 0, `the page has told of its task ${how}: ${hits.join(', ')}`);
  check(packets === 0, `the page has told of its task by WebRTC ${how}`);
  check(connections === 0, `the page has opened ${connections} connections ${how}`);
}

async function again(page, words, heading = 'A hostile page') {
  await button(page, words('page.again')).click();
  await inFrame(page).getByRole('heading', { name: heading }).waitFor();
  await frameOf(page).evaluate(() => globalThis.tried);
}

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
  const refused = readFreely.filter((name) => typeof freely[name]?.got !== 'string');
  check(
    refused.length === 0,
    `outside of a frame these do not even work: ${refused.map((name) => `${name} ${JSON.stringify(freely[name])}`).join(', ')}`,
  );
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
    ([name, { got }]) => /^(read|run|use|open|lead|webrtc)-/.test(name) && typeof got === 'string',
  );
  check(read.length === 0, `the page has reached ${JSON.stringify(read)}`);
  check(page.url() === address, `the page has led the client away to ${page.url()}`);
  check(context.pages().length === 1, 'the page has opened a window');
  untold(server, 'by itself');

  // The mouse over a link, and its button down: a browser may begin to connect before anybody lets go of it.
  const link = inFrame(page).getByRole('link', { name: 'Look here' });
  await link.hover();
  await page.mouse.down();
  await page.waitForTimeout(500);
  await page.mouse.move(5, 5);
  await page.mouse.up();
  untold(server, 'by a link under the mouse');

  for (const [name, comes] of [
    ['plain', 1],
    ['link', 0],
    ['frame', 0],
  ]) {
    await frameOf(page).evaluate((kind) => {
      globalThis.copies = globalThis.pastes[kind];
      document.getElementById('editable').textContent = 'Here one may write';
    }, name);
    await inFrame(page).locator('#editable').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await page.waitForTimeout(200);
    const pasted = await inFrame(page).locator('#editable b').count();
    check(pasted === comes, `${pasted} of what was pasted (${name}) is there, and not ${comes}`);
    untold(server, `by what was pasted (${name})`);
  }

  for (const name of await frameOf(page).evaluate(() => Object.keys(globalThis.addresses))) {
    await frameOf(page)
      .evaluate((way) => globalThis.addresses[way](), name)
      .catch(() => undefined);
    await page.waitForTimeout(150);
    untold(server, `by an address that is a script (${name})`);
  }
  check((await frameOf(page).evaluate(() => typeof globalThis.world)) === 'function', 'the page became another one');
  await screen('hostile');

  // It may not go elsewhere with what it knows, nor come back as something that is told anew.
  for (const way of await frameOf(page).evaluate(() => Object.keys(globalThis.departures))) {
    await frameOf(page)
      .evaluate((name) => globalThis.departures[name](), way)
      .catch(() => undefined);
    await page.waitForTimeout(500);
    untold(server, `by going elsewhere (${way})`);
    if (way !== 'again' && frameOf(page)) {
      check(mayStay.includes(way), `${way} does not lead away: it shows nothing`);
      check((await frameOf(page).evaluate(() => typeof globalThis.world)) === 'function', `${way} made another page`);
    } else {
      await page.getByText(words('page.fault.moved')).waitFor();
      check((await page.locator('iframe').count()) === 0, 'another page is in the frame');
      await again(page, words);
    }
  }

  for (const [way, fault] of [
    ['flood', 'flood'],
    ['swell', 'tooLong'],
    ['swellObject', 'version'],
  ]) {
    await frameOf(page)
      .evaluate((name) => globalThis[name](), way)
      .catch(() => undefined);
    await page.getByText(words(`page.fault.${fault}`)).waitFor();
    check((await page.locator('iframe').count()) === 0, `a page that is too much (${way}) is still there`);
    // The client goes on meanwhile.
    const waited = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const began = performance.now();
          setTimeout(() => resolve(performance.now() - began), 10);
        }),
    );
    check(waited < 2000, `the client stood still for ${waited} ms`);
    if (way === 'flood') await screen('stopped');
    await again(page, words);
  }
  const secrets = await page.evaluate(() => document.cookie);
  check(!/q_session/.test(secrets), 'the session can be read by scripts');

  await keepsKeyboardInDialog(page, words, 'input[name=note]');

  // It asks for its answer to be sent while somebody is elsewhere on the screen, and then many times at once while they are in it.
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/submit')) sent += 1;
  });
  // The last press is one within the page, and still counts: what speaks against it is only where the keyboard is.
  await page.waitForTimeout(pressCountsMillis);
  await inFrame(page).getByLabel('Note').click();
  await button(page, words('submit')).focus();
  await frameOf(page).evaluate(() => globalThis.groundwork.submit());
  await page.waitForTimeout(1000);
  check(sent === 0, 'a page has sent its answer by itself');
  await page.getByText(words('page.useButton').replace('{{button}}', words('submit'))).waitFor({ state: 'detached' });
  await pressAround(page);
  await inFrame(page).getByLabel('Note').click();
  await frameOf(page).evaluate(() => globalThis.groundwork.submit());
  await page.getByText(words('page.useButton').replace('{{button}}', words('submit'))).waitFor();
  check(sent === 0, 'a page has sent its answer right after a press around it');
  await page.waitForTimeout(pressCountsMillis);
  await inFrame(page).getByLabel('Note').click();
  const taken = isTaken(page);
  await frameOf(page).evaluate(() => globalThis.chatter());
  await taken;
  await page.waitForTimeout(500);
  check(sent === 1, `an answer was sent ${sent} times`);
}

/** Markup that only the values of a task make whole passes whoever reads the page without them, and not the frame. */
async function sneaky({ page, screen }, server) {
  const words = texts('en', 'work');
  await openSignedIn(page, `/worker/jobs/${required('GROUNDWORK_SNEAKY_JOB')}`, 'en', required('GROUNDWORK_DESK_USER'));
  await page.getByText(words('page.fault.markup').replace('{{name}}', 'iframe')).waitFor();
  check((await page.locator('iframe').count()) === 0, 'a page that was refused is there');
  untold(server, 'by markup of its own');
  await screen('refused');
}

/** A browser that does not ask about markup shows no page at all. */
async function unguarded({ page, context, screen }, server) {
  const words = texts('fr', 'work');
  await context.addInitScript(() => {
    delete globalThis.trustedTypes;
  });
  await openSignedIn(page, `/worker/jobs/${required('GROUNDWORK_PAGE_JOB')}`, 'fr', required('GROUNDWORK_DESK_USER'));
  await page.getByText(words('page.fault.browser')).waitFor();
  check((await page.locator('iframe').count()) === 0, 'a page runs that cannot be kept closed in');
  untold(server, 'where nothing keeps it');
  await screen('browser');
}

/** Where it cannot be seen whether the browser keeps to the list of connections, no page is shown, either; one that is may be too late. */
async function blind({ page, screen }, server) {
  const words = texts('en', 'work');
  await page.route('**/frame/inside.svg', (route) => route.abort());
  await openSignedIn(page, `/worker/jobs/${required('GROUNDWORK_PAGE_JOB')}`, 'en', required('GROUNDWORK_DESK_USER'));
  await page.getByText(words('page.fault.browser')).waitFor();
  check((await page.locator('iframe').count()) === 0, 'a page runs of which it is not known whether it is closed in');
  untold(server, 'where nobody can see what keeps it');
  await page.unroute('**/frame/inside.svg');
  await again(page, words, 'How does the writer feel?');

  await inFrame(page).getByLabel('Why?').fill('In time');
  await kept(page, words).waitFor();
  await page.clock.setFixedTime(Date.now() + 7 * 86_400_000);
  await page.getByText(words('expired.title')).waitFor();
  await inFrame(page).locator('textarea:disabled').waitFor();
  check((await frameOf(page).evaluate(() => globalThis.groundwork.readOnly)) === true, 'the page does not know');
  await screen('expired');
}

await launched(async (browser) => {
  const server = await attacker(Number(required('GROUNDWORK_ATTACKER')), Number(required('GROUNDWORK_STUN')));
  try {
    await journey(
      browser,
      { name: 'page-hostile', complains: true, device: 'desk', language: 'en', scheme: 'light' },
      (steps) => hostile(steps, server),
    );
    server.forget();
    await journey(browser, { name: 'page-refused', device: 'desk', language: 'en', scheme: 'light' }, (steps) =>
      sneaky(steps, server),
    );
    await journey(browser, { name: 'page-browser', device: 'phone', language: 'fr', scheme: 'light' }, (steps) =>
      unguarded(steps, server),
    );
    await journey(
      browser,
      { name: 'page-blind', complains: true, device: 'desk', language: 'en', scheme: 'light' },
      (steps) => blind(steps, server),
    );
    await journey(browser, { name: 'page-phone', device: 'phone', language: 'ca', scheme: 'dark' }, byPhone);
    await journey(browser, { name: 'page-desk', device: 'desk', language: 'en', scheme: 'light' }, byKeys);
    await journey(browser, { name: 'page-requester', device: 'desk', language: 'en', scheme: 'dark' }, requester);
  } finally {
    server.close();
  }
});
