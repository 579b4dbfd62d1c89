// The frame of a page, and what it may not have: the keyboard of whoever types around it.
import { button, check, until } from './browser.mjs';

export const frameOf = (page) =>
  page.frames().find((frame) => frame !== page.mainFrame() && /\/pages\//.test(frame.url()));
export const inFrame = (page) => page.frameLocator('iframe');
export const pressAround = (page) => page.getByRole('heading', { level: 1 }).click();

const words = 'They cheat us';

/** The page takes the keyboard for a field of its own, time and again, until what is given is done. */
async function robbed(page, field, meanwhile) {
  const frame = frameOf(page);
  const before = await inFrame(page).locator(field).inputValue();
  await frame.evaluate((selector) => {
    const wanted = document.querySelector(selector);
    globalThis.robbing = setInterval(() => wanted.focus(), 20);
  }, field);
  // Where nobody types it gets it, or trying shows nothing.
  await until(page, () => document.activeElement?.tagName === 'IFRAME');
  await meanwhile();
  const heard = await frame.evaluate((selector) => {
    clearInterval(globalThis.robbing);
    return document.querySelector(selector).value;
  }, field);
  check(heard === before, `the page has heard ${JSON.stringify(heard)} of what was typed around it`);
}

/** Types what goes nowhere else, slowly enough for who takes the keyboard in between. */
async function types(page, field) {
  await page.keyboard.type(words, { delay: 60 });
  const typed = await field.inputValue();
  check(typed === words, `of what was typed, ${JSON.stringify(typed)} has arrived`);
}

/** @param work the texts of tasks */
export async function keepsKeyboardInDialog(page, work, field) {
  await robbed(page, field, async () => {
    await button(page, work('report.open')).click();
    const note = page.getByRole('dialog').getByRole('textbox');
    await note.click();
    await types(page, note);
  });
  await button(page.getByRole('dialog'), work('report.back')).click();
  await page.locator('iframe').waitFor();
}

/** @param around a field of the client beside the frame, which is empty afterwards */
export async function keepsKeyboardBeside(page, work, field, around) {
  await around.fill('');
  await pressAround(page);
  await robbed(page, field, async () => {
    await around.click();
    await page.getByText(work('page.barred')).waitFor();
    await page.locator('iframe').waitFor({ state: 'hidden' });
    await types(page, around);
  });
  await around.fill('');
  await pressAround(page);
  await page.locator('iframe').waitFor();
}
