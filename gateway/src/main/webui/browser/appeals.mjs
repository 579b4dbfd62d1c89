// An adjudicator rules on an appeal by keys alone: answers the task blind, compares, overturns; then the other screens of the area.
import { check, journey, launched, openSignedIn, required, texts } from './browser.mjs';

const appeal = required('GROUNDWORK_APPEAL');

async function open(page, language) {
  await openSignedIn(page, '/adjudicator', language, required('GROUNDWORK_ADJUDICATOR'), 'demo');
}

async function rule({ page, screen }, language) {
  const t = texts(language, 'appeals');
  await open(page, language);
  await page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
  const link = page.locator(`a[href$="${appeal}"]`);
  await link.waitFor();
  await screen('list');
  await link.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: t('blind.title') }).waitFor();
  check(
    !(await page.getByText(required('GROUNDWORK_EVIDENCE')).isVisible()),
    'the evidence shows before the judgement',
  );
  await screen('blind');
  // The second of the choices.
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await page.getByText(t('differs')).waitFor();
  await page.getByText(required('GROUNDWORK_EVIDENCE')).waitFor();
  await screen('compared');
  await page.keyboard.press('o');
  await page.waitForFunction(() => document.activeElement?.id === 'ruling-reason');
  await page.keyboard.type('The answer follows the instructions; nothing shows a fraud.');
  await screen('ruling');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
  await link.waitFor({ state: 'detached' });
}

async function lookAround({ page, screen }, language) {
  const [t, oversight] = ['appeals', 'oversight'].map((area) => texts(language, area));
  await open(page, language);
  await page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
  await screen('list');
  for (const [way, title] of [
    ['times', oversight('times.title')],
    ['cases', oversight('cases.title')],
  ]) {
    await page.goto(`/adjudicator/${way}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await screen(way);
  }
}

await launched(async (browser) => {
  await journey(browser, { name: 'appeals-desk', device: 'desk', language: 'en', scheme: 'light' }, (tools) =>
    rule(tools, 'en'),
  );
  await journey(browser, { name: 'appeals-phone', device: 'phone', language: 'es', scheme: 'dark' }, (tools) =>
    lookAround(tools, 'es'),
  );
});
