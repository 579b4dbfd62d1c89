// A requester and a page of their own.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { button, check, openSignedIn, required, texts, until } from './browser.mjs';
import { frameOf, inFrame, keepsKeyboardBeside } from './frame.mjs';

const pageFile = readFileSync(path.join(import.meta.dirname, 'page.html'), 'utf8');

/** Looks at what was answered on a page, and makes a job of one. */
export async function requester({ page, screen }) {
  const words = texts('en', 'requester');
  const answered = `/requester/jobs/${required('GROUNDWORK_PAGE_JOB')}`;
  await openSignedIn(page, `${answered}/review`, 'en', 'rita', 'demo');
  // Where it was given, and only to be looked at.
  await inFrame(page).locator('input:is([value=Happy], [value=Sad]):checked:disabled').waitFor();
  check((await inFrame(page).locator(':is(input, textarea):enabled').count()) === 0, 'an answer can be changed');
  const { mood } = await frameOf(page).evaluate(() => {
    globalThis.groundwork.change({ mood: 'Neither' });
    return new Promise((resolve) => globalThis.groundwork.onAnswer(resolve));
  });
  check(['Happy', 'Sad'].includes(mood), `a page has changed an answer that is only looked at to ${mood}`);
  await screen('review');
  await page.goto(`${answered}/compare`);
  await inFrame(page).getByText('How does the writer feel?').waitFor();
  await inFrame(page).locator('textarea:disabled').waitFor();
  await screen('compare');

  await page.goto('/requester/new');
  await page.getByText('Your own HTML', { exact: true }).click();
  const editor = page.getByRole('textbox', { name: words('own.page') });
  const chosen = (name, bytes) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/html', buffer: Buffer.from(bytes) });
  await chosen('latin.html', [0x3c, 0x70, 0x3e, 0xe9]);
  await page.getByText(words('own.fault.notText')).waitFor();
  await chosen('large.html', 'x'.repeat(512 * 1024 + 1));
  await page.getByText(words('own.fault.tooLarge')).waitFor();
  await screen('own-page-file');
  await chosen('page.html', pageFile);
  await page.getByText(words('own.fault.tooLarge')).waitFor({ state: 'detached' });
  await until(
    page,
    (text) => [...document.querySelectorAll('textarea')].some((area) => area.value === text),
    pageFile.replaceAll('\r', ''),
  );
  await editor.fill('<crowd-form>\n<crowd-bounding-box name="b"></crowd-bounding-box></crowd-form>');
  await button(page, words('own.check')).click();
  await page.getByText('line 2: crowd-bounding-box', { exact: true }).waitFor();
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
  const title = page.getByRole('textbox', { name: words('words.title') });
  await keepsKeyboardBeside(page, texts('en', 'work'), 'textarea', title);
  await title.fill('Moods on a page of our own');
  await page.getByRole('textbox', { name: words('terms.reward') }).fill('0.50');
  await button(page, words('create.button')).click();
  await page.getByRole('heading', { level: 1, name: 'Moods on a page of our own' }).waitFor();
}
