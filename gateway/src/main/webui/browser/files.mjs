// A picture as the answer, begun on a phone and gone on with at a desk: what is refused, sent and put aside on the way, and how the
// two devices come to one answer. Then its requester looks at it.
import { rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beginning, button, check, isTaken, journey, launched, openSignedIn, required, texts } from './browser.mjs';

const job = required('GROUNDWORK_JOB');
/** One byte more than is taken; by its place, as it is too much to be handed over. */
const tooLarge = path.join(os.tmpdir(), `groundwork-${process.pid}-street.mp4`);
const noPicture = {
  name: 'street.zip',
  mimeType: 'application/zip',
  buffer: Buffer.from('PK\u0003\u0004 a packed street'),
};

const street = (
  sky,
  note,
) => `<meta name="viewport" content="width=640"><body style="margin:0"><svg width="640" height="420" viewBox="0 0 640 420">
<rect width="640" height="420" fill="${sky}"/><circle cx="520" cy="80" r="38" fill="#ffe9a8"/>
<path d="M0 280V150h120v-40h110v70h90V90h130v80h190v110z" fill="#8d7866"/><rect y="280" width="640" height="140" fill="#6f757d"/>
<path d="M20 350h90m50 0h90m50 0h90m50 0h90m50 0h90" stroke="#f4f1e6" stroke-width="8"/>
<text x="24" y="54" font-family="sans-serif" font-size="30" fill="#fff">${note}</text></svg>`;

/** A picture of some hundred kilobytes, as a phone takes it. */
async function picture(context, sky, note) {
  const easel = await context.newPage();
  await easel.setContent(street(sky, note));
  const buffer = await easel.locator('svg').screenshot();
  await easel.close();
  return { name: 'street.png', mimeType: 'image/png', buffer };
}

async function open(page, language, user) {
  await openSignedIn(page, `/worker/jobs/${job}`, language, required(user));
  await page.getByRole('heading', { level: 1, name: 'Your street now' }).waitFor();
}

const chooser = (page) => page.locator('input[type=file]');
const shown = (page) =>
  page.waitForFunction(() => [...document.images].some((image) => image.complete && image.naturalWidth > 100));

/** A moment without a connection: what has not been sent is sent when it is back. */
async function throughATunnel(page, context) {
  await context.setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await context.setOffline(false);
}

async function keptForAll({ page, context }, language) {
  await throughATunnel(page, context);
  await page.getByText(texts(language, 'work')('saved.everywhere')).waitFor();
}

/** What is too large or of another kind is refused in words; what is on its way can be stopped; what is there can be replaced. */
async function choose({ page, context, screen }, language) {
  const [work, common] = ['work', 'common'].map((area) => texts(language, area));
  const { mostBytes } = await (await page.request.get('/v1/media/limits')).json();
  await writeFile(tooLarge, Buffer.alloc(mostBytes + 1));
  await chooser(page).setInputFiles(tooLarge);
  await page.getByRole('alert').getByText(common('problem.media-too-large')).waitFor();
  await rm(tooLarge);
  await screen('too-large');
  await chooser(page).setInputFiles(noPicture);
  await page.getByRole('alert').getByText(common('problem.media-type-not-supported')).waitFor();

  const network = await context.newCDPSession(page);
  const upload = (bytesPerSecond) =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  await upload(1_000);
  await chooser(page).setInputFiles(await picture(context, '#b23b2e', 'not this one'));
  await page.getByRole('progressbar').waitFor();
  await button(page, work('submit')).click();
  await page.getByText(work('file.unfinished')).waitFor();
  await screen('on-its-way');
  await button(page, work('file.cancel')).click();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  await upload(-1);

  await chooser(page).setInputFiles(await picture(context, '#4a78a8', 'first'));
  await shown(page);
  const first = await page.getByRole('img').last().getAttribute('src');
  await button(page, work('file.remove')).click();
  await chooser(page).setInputFiles(await picture(context, '#3f8f6b', 'second'));
  await shown(page);
  check((await page.getByRole('img').last().getAttribute('src')) !== first, 'the picture was not replaced');
}

/** Both go on from the same draft: the phone is asked which of the two holds. {@return when it has been asked} */
async function onTwoDevices(phone, desk, [mine, theirs], [day, night, user]) {
  const [here, there] = [mine, theirs].map((language) => texts(language, 'work'));
  await phone.page.getByRole('radio', { name: day }).check();
  await keptForAll(phone, mine);
  await phone.screen('there');

  await open(desk.page, theirs, user);
  await desk.page
    .getByRole('status')
    .filter({ hasText: beginning(there('otherDevice.taken')) })
    .waitFor();
  await shown(desk.page);
  check(await desk.page.getByRole('radio').first().isChecked(), 'the choice of the phone is not at the desk');
  await desk.screen('begun-elsewhere');
  await desk.page.getByRole('radio', { name: night }).check();
  await keptForAll(desk, theirs);

  await phone.page.getByRole('textbox').fill('14:05');
  await throughATunnel(phone.page, phone.context);
  await phone.page.getByRole('alert').getByText(here('otherDevice.title')).waitFor();
  await phone.screen('which-one');
}

async function handIn({ page }, language) {
  const taken = isTaken(page);
  await button(page, texts(language, 'work')('submit')).click();
  await taken;
  await page.getByRole('heading', { name: texts(language, 'work')('finished.title') }).waitFor();
}

async function takeTheDesks(phone, desk) {
  await open(phone.page, 'ca', 'GROUNDWORK_FIRST_USER');
  await phone.screen('asked');
  await choose(phone, 'ca');
  await onTwoDevices(phone, desk, ['ca', 'es'], ['De dia', 'De noche', 'GROUNDWORK_FIRST_USER']);
  await button(phone.page, texts('ca', 'work')('otherDevice.take')).click();
  await phone.page.getByRole('radio', { name: 'De nit', checked: true }).waitFor();
  // What was here is one step back.
  await button(phone.page, texts('ca', 'work')('undo')).click();
  check((await phone.page.getByRole('textbox').inputValue()) === '14:05', 'undo does not bring back what was here');
  await button(phone.page, texts('ca', 'work')('redo')).click();
  await phone.page.getByRole('radio', { name: 'De nit', checked: true }).waitFor();
  await handIn(phone, 'ca');
}

async function keepThePhones(phone, desk) {
  await open(phone.page, 'fr', 'GROUNDWORK_SECOND_USER');
  await chooser(phone.page).setInputFiles(await picture(phone.context, '#7a5aa6', 'third'));
  await shown(phone.page);
  await onTwoDevices(phone, desk, ['fr', 'en'], ['De jour', 'By night', 'GROUNDWORK_SECOND_USER']);
  await button(phone.page, texts('fr', 'work')('otherDevice.keep')).click();
  await phone.page.getByRole('alert').waitFor({ state: 'detached' });
  await handIn(phone, 'fr');

  // The desk does not know yet that it is done.
  const work = texts('en', 'work');
  await button(desk.page, work('submit')).click();
  await desk.page
    .getByRole('alert')
    .getByText(beginning(work('refused.title')))
    .waitFor();
  await desk.screen('not-taken');
  await button(desk.page, work('refused.dismiss')).click();
  await desk.page.getByRole('alert').waitFor({ state: 'detached' });
}

/** The answers with their pictures, which are the requester's now. */
async function review({ page, screen }, language) {
  const t = texts(language, 'review');
  await openSignedIn(page, `/requester/jobs/${job}/review`, language, required('GROUNDWORK_REQUESTER'), 'demo');
  await page
    .getByRole('list', { name: t('list') })
    .getByRole('listitem')
    .nth(1)
    .waitFor();
  await shown(page);
  await page
    .getByRole('img')
    .last()
    .evaluate((image) => image.scrollIntoView({ block: 'center' }));
  await screen('review');
  const link = await page
    .getByRole('link', { name: new RegExp(texts(language, 'work')('file.open')) })
    .getAttribute('href');
  const file = await page.request.get(link);
  check(file.ok() && file.headers()['content-type'] === 'image/png', `the link leads to ${file.status()}`);
}

await launched(async (browser) => {
  const devices = (one, other, steps) =>
    journey(browser, one, (phone) => journey(browser, other, (desk) => steps(phone, desk)));
  await devices(
    { name: 'files-phone', device: 'phone', language: 'ca', scheme: 'dark' },
    { name: 'files-desk', device: 'desk', language: 'es', scheme: 'light' },
    takeTheDesks,
  );
  await devices(
    { name: 'files-phone-fr', device: 'phone', language: 'fr', scheme: 'light' },
    { name: 'files-desk-en', device: 'desk', language: 'en', scheme: 'dark' },
    keepThePhones,
  );
  await journey(browser, { name: 'files-review-desk', device: 'desk', language: 'en', scheme: 'light' }, (tools) =>
    review(tools, 'en'),
  );
  await journey(browser, { name: 'files-review-phone', device: 'phone', language: 'es', scheme: 'dark' }, (tools) =>
    review(tools, 'es'),
  );
});
