// A box, a mark on a text and a ranking, made by keys alone; then a box drawn with a finger.
import { button, check, isTaken, journey, launched, openSignedIn, required, tabTo, texts } from './browser.mjs';

const job = required('GROUNDWORK_JOB');

async function open(page, language, user) {
  await openSignedIn(page, `/worker/jobs/${job}`, language, user);
  await page.getByRole('heading', { level: 1, name: 'Mark and rank' }).waitFor();
  // The picture comes by a signed link of this site.
  await page.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 100));
}

async function byKeys({ page, screen }) {
  const work = texts('en', 'work');
  await open(page, 'en', required('GROUNDWORK_DESK_USER'));
  const add = button(page, work('boxes.add').replace('{{label}}', 'Car'));
  await tabTo(page, add);
  await page.keyboard.press('Enter');
  const box = page.getByRole('button', { name: /^Car: / });
  await box.waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Car: '));
  const before = await box.textContent();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  const after = await box.textContent();
  check(before !== after, 'the arrows do not move the box');

  const text = page.getByRole('textbox', { name: 'Names' });
  await tabTo(page, text);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('p');
  await page.getByRole('listitem').filter({ hasText: 'Ada Lovelace Person' }).waitFor();

  const down = button(page, work('moveDown').replace('{{text}}', 'first reply'));
  await tabTo(page, down);
  await page.keyboard.press('Enter');
  await screen('marked-by-keys');
  const taken = isTaken(page);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: work('finished.title') }).waitFor();
  await taken;
}

async function byFinger({ page, context, screen }) {
  const work = texts('es', 'work');
  await open(page, 'es', required('GROUNDWORK_PHONE_USER'));
  const area = await page.locator('svg[viewBox="0 0 400 200"]').boundingBox();
  const at = (x, y) => [area.x + area.width * x, area.y + area.height * y];
  const touch = await context.newCDPSession(page);
  const finger = (type, ...places) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y]) => ({ x, y })) });
  await finger('touchStart', at(0.1, 0.1));
  await finger('touchMove', at(0.3, 0.4));
  await finger('touchMove', at(0.5, 0.5));
  await finger('touchEnd');
  await page.getByRole('button', { name: /^Coche: (39|40|41), (19|20|21), / }).waitFor();
  await button(page, work('nothingThere')).first().click();
  await button(page, work('orderIsRight')).click();
  await screen('marked-by-finger');
  const taken = isTaken(page);
  await button(page, work('submit')).click();
  await page.getByRole('heading', { name: work('finished.title') }).waitFor();
  await taken;
}

await launched(async (browser) => {
  await journey(browser, { name: 'marking-desk', device: 'desk', language: 'en', scheme: 'dark' }, byKeys);
  await journey(browser, { name: 'marking-phone', device: 'phone', language: 'es', scheme: 'light' }, byFinger);
});
