// What became of the work: a rejection is found in the notices and contested with one tap, a measured time too; money, profile, own data.
import { readFile } from 'node:fs/promises';
import { button, check, journey, launched, openSignedIn, required, texts } from './browser.mjs';

async function contest({ page, screen }, language) {
  const pay = texts(language, 'pay');
  await openSignedIn(page, '/worker/notices', language, required('GROUNDWORK_USER'));
  const rejection = page.getByRole('link', { name: pay('notice.REJECTION_HELD_one') });
  await rejection.waitFor();
  await screen('notices');
  await rejection.click();
  await page.getByText(required('GROUNDWORK_EVIDENCE')).waitFor();
  await screen('rejection');
  await button(page, pay('appeal.button')).click();
  await page.getByRole('heading', { level: 1, name: pay('state.APPEALED') }).waitFor();
  await screen('appealed');

  await page.goto('/worker/answers');
  await page
    .getByRole('link', { name: pay('state.APPROVED') })
    .first()
    .waitFor();
  await screen('answers');
  await page
    .getByRole('link', { name: pay('state.APPROVED') })
    .first()
    .click();
  await button(page, pay('dispute.open')).click();
  await page.getByLabel(pay('dispute.minutes')).fill('0:02');
  await page.getByLabel(pay('dispute.reason')).fill('x');
  await screen('time-dispute');

  await page.goto('/worker/money');
  await page.getByText(pay('money.payable'), { exact: true }).waitFor();
  await screen('money');

  await page.goto('/worker/profile');
  await page.getByLabel(pay('method.holder')).fill('Wilma Worker');
  await page.getByLabel('IBAN').fill('ES91 2100 0418 4502 0005 1333');
  await button(page, pay('method.save')).click();
  await page.getByText(texts(language, 'common')('problem.iban-invalid')).waitFor();
  await page.getByLabel('IBAN').fill('ES9121000418450200051332');
  await button(page, pay('method.save')).click();
  await page
    .getByRole('status')
    .filter({ hasText: texts(language, 'common')('saved') })
    .waitFor();
  await screen('profile');
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, pay('data.button')).click()]);
  const own = JSON.parse(await readFile(await download.path(), 'utf8'));
  check(own.assignments.length === 2, `the download holds ${own.assignments.length} assignments, not 2`);
  check(own.profile.country === 'ES', 'the download lacks the profile');
}

await launched(async (browser) => {
  await journey(browser, { name: 'pay-phone', device: 'phone', language: 'fr', scheme: 'light' }, (tools) =>
    contest(tools, 'fr'),
  );
});
