// A real browser for the journeys: pages with the settings of a device, pictures of each screen, and axe on each of them.
import { accessSync, constants, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(path.join(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8');

export const devices = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1440, height: 900 } },
};

export function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`the environment lacks ${name}`);
  return value;
}

/** {@return where a Chromium is, if there is one} */
export function chromiumOnPath() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // The next one.
      }
    }
  }
  return undefined;
}

const patienceMillis = 20_000;
const restMillis = 500;

/**
 * {@return what waits until a page has read nothing for a moment} What Playwright knows as "networkidle" is lost for good where a frame is
 * loaded into a page that was idle and has read something since: that page must read something more to be idle again.
 */
function rest(page) {
  const reads = new Set();
  let last = Date.now();
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.resourceType() !== 'eventsource') reads.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed']) {
    page.on(end, (request) => {
      if (reads.delete(request)) last = Date.now();
    });
  }
  return async () => {
    for (const began = Date.now(); reads.size > 0 || Date.now() - last < restMillis; await page.waitForTimeout(50)) {
      check(
        Date.now() - began < patienceMillis,
        `still reads ${[...reads].map((request) => request.url()).join(', ')}`,
      );
    }
  };
}

export function check(holds, message) {
  if (!holds) throw new Error(message);
}

/** Runs a journey in a context of its own, in which the console says nothing bad unless it is known to; a failure leaves a picture of the screen it happened on. */
export async function journey(browser, { name, device, language, scheme, complains = false }, steps) {
  const began = new Date();
  const shots = required('GROUNDWORK_SHOTS');
  mkdirSync(shots, { recursive: true });
  const context = await browser.newContext({
    ...devices[device],
    baseURL: required('GROUNDWORK_URL'),
    locale: language,
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patienceMillis);
  const page = await context.newPage();
  const rested = rest(page);
  const complaints = [];
  page.on('console', (message) => {
    // Answers such as 401 are written to the console by the browser itself, and so is a word of a policy that it has yet to learn.
    const usual = /Failed to load resource|Unrecognized Content-Security-Policy directive 'webrtc'/;
    if (message.type() === 'error' && !usual.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const drawn = [];
  // All screens are looked at, also where the first has something wrong.
  const faults = [];
  const screen = async (title) => {
    // Whichever comes first; only what is still read says something where neither does.
    await Promise.any([page.waitForLoadState('networkidle'), rested()]).catch(({ errors }) => {
      throw errors[1];
    });
    // What is half faded in has half the contrast; what never ends is a loader.
    await page.waitForFunction(() =>
      document
        .getAnimations()
        .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity),
    );
    const file = `${name}-${String(drawn.length + 1).padStart(2, '0')}-${title}.png`;
    await page.screenshot({ path: path.join(shots, file) });
    drawn.push({ file, title });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const found = violations.map(
      (violation) =>
        `${violation.id} (${violation.help}): ${violation.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    );
    if (found.length > 0) faults.push(`axe on ${title}:\n${found.join('\n')}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (wide) faults.push(`${title} is wider than the screen`);
  };
  try {
    await steps({ page, context, screen });
    check(faults.length === 0, faults.join('\n'));
    check(complains || complaints.length === 0, `the console complains: ${complaints.join('\n')}`);
    // For the sheet on which all of them are looked at together.
    const seen = { name, device, language, scheme, began: began.toISOString(), screens: drawn };
    writeFileSync(path.join(shots, `${name}.json`), JSON.stringify(seen, null, 2));
    console.log(`journey ${name}: ${drawn.length} screens, axe found nothing`);
  } catch (failure) {
    await page.screenshot({ path: path.join(shots, `${name}-failed.png`) }).catch(() => undefined);
    throw new Error(
      `journey ${name} at ${page.url()}: ${failure.message}\n${faults.join('\n')}\n${complaints.join('\n')}`,
      { cause: failure },
    );
  } finally {
    await context.close();
  }
}

/** Whether a file is run, and not imported by another journey. */
export const isProgram = (meta) => Boolean(process.argv[1]) && realpathSync(process.argv[1]) === meta.filename;

export async function launched(work) {
  const browser = await chromium.launch({
    executablePath: required('GROUNDWORK_CHROMIUM'),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** Waits until something that the page must ask for holds; what waits in the page itself takes a promise for a yes. */
export async function until(page, predicate, given) {
  for (let tries = 0; tries < 120; tries++) {
    if (await page.evaluate(predicate, given)) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`in vain waited for ${predicate}`);
}

/** Goes on by the key that goes on until a part of the page has the focus, as somebody without a pointer does. */
export async function tabTo(page, place) {
  const target = await place.elementHandle();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no key leads to ${place}`);
}

/** An answer is kept on the device first, and on its way while the screen goes on. */
export function isTaken(page) {
  return page.waitForResponse((answer) => answer.url().endsWith('/submit') && answer.ok());
}

/** Through the real login page of the identity server. */
export async function signIn(page, username, password) {
  await page.waitForSelector('#username');
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('#kc-login');
  await page.waitForURL((url) => url.origin === new URL(required('GROUNDWORK_URL')).origin);
}

/** Opens a page that asks for a sign-in first, and signs in. */
export async function openSignedIn(page, address, language, username, password = required('GROUNDWORK_PASSWORD')) {
  await page.goto(address);
  await page
    .getByRole('main')
    .getByRole('link', { name: texts(language, 'common')('signIn.button') })
    .click();
  await signIn(page, username, password);
}

/** {@return the texts of an area in a language, by key} */
export function texts(language, area) {
  const file = path.join(import.meta.dirname, `../src/shared/i18n/${language}/${area}.json`);
  const tree = JSON.parse(readFileSync(file, 'utf8'));
  return (key) => {
    const text = key.split('.').reduce((node, name) => node[name], tree);
    check(typeof text === 'string', `no text ${key}`);
    return text;
  };
}

/** What stands before the first variable of a text. */
export const beginning = (text) => text.split('{{')[0].trim();

export const button = (page, name) => page.getByRole('button', { name, exact: true });
