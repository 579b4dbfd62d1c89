// The market at a glance, and what waits for an operator: a task that a worker has reported among it; the public numbers.
import { beginning, button, check, journey, launched, openSignedIn, required, signIn, texts } from './browser.mjs';

async function look({ page, screen }, language) {
  const [t, audit] = ['oversight', 'audit'].map((area) => texts(language, area));
  await openSignedIn(page, '/operator', language, required('GROUNDWORK_OPERATOR'), 'demo');
  await page.getByText(t('health.ready')).nth(2).waitFor();
  await page.getByText(t('signal.outbox-depth')).first().waitFor();
  await button(page, audit('run')).click();
  await page
    .getByRole('status')
    .filter({ hasText: beginning(audit('right_other')) })
    .waitFor();
  await screen('health');
  for (const [way, title] of [
    ['cases', t('cases.title')],
    ['locks', t('locks.title')],
    ['times', t('times.title')],
  ]) {
    await page.goto(`/operator/${way}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await screen(way);
  }
  await setPay({ page, screen }, language);
  await page.goto('/operator/cases');
  await page.locator(`a[href$="${required('GROUNDWORK_CASE')}"]`).click();
  await page.getByRole('heading', { level: 1, name: t('caseKind.REPORTED_TASKS') }).waitFor();
  await page.getByRole('cell', { name: t('fault.HARMFUL') }).waitFor();
  await page.getByText(required('GROUNDWORK_WORDS')).waitFor();
  await screen('case');
}

/** What holds, and tables that are refused: nothing is kept of them, and later journeys find the floors that they expect. */
async function setPay({ page, screen }, language) {
  const [wages, benefits, common] = ['wages', 'benefits', 'common'].map((area) => texts(language, area));
  await page.goto('/operator/wages');
  await page.getByLabel(wages('inForce.country')).selectOption('US');
  await page.getByLabel(wages('inForce.part')).fill('ca');
  await page.getByText(wages('kinds.STATUTORY'), { exact: true }).first().waitFor();
  await screen('wages');
  const form = page.getByRole('form', { name: wages('import.title') });
  await form.getByLabel(wages('import.table')).selectOption('FX');
  await form.locator('input[type="file"]').setInputFiles({
    name: 'rates.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('currency,per_usd,effective_date,source\nEUR,much,2027-01-01,ECB\nGBP,0.76,soon,ECB\n'),
  });
  await form.getByLabel(wages('reason')).fill('Reference rates');
  await button(form, wages('import.button')).click();
  await form.getByRole('alert').getByText(wages('cell.not-a-number')).waitFor();
  await form.getByText(wages('cell.not-a-date')).waitFor();
  await form.scrollIntoViewIfNeeded();
  await screen('wages-refused');
  const floor = page.getByRole('form', { name: wages('add.title') });
  await floor.getByLabel(wages('placeCode')).fill('XX');
  await floor.getByLabel(wages('perHour')).fill('9,50');
  await floor.getByLabel(wages('currency')).fill('EUR');
  await floor.getByLabel(wages('from')).fill('2027-01-01');
  await floor.getByLabel(wages('source')).fill('Nobody');
  await floor.getByLabel(wages('reason')).fill('There is no such place');
  await button(floor, wages('add.button')).click();
  await floor.getByText(common('problem.invalid-place')).waitFor();
  await floor.scrollIntoViewIfNeeded();
  await screen('floor-refused');
  await page.goto('/operator/wages/benefits');
  await page.getByRole('heading', { name: benefits('none') }).waitFor();
  await page.getByLabel(benefits('add.percent')).fill('100');
  await page.getByText(benefits('add.noShare')).waitFor();
  await screen('benefits');
}

/** What a worker has reported is looked at, and the decision is kept with the case. */
async function decide({ page, screen }, language) {
  const t = texts(language, 'oversight');
  await look({ page, screen }, language);
  await page.getByRole('textbox').fill('The picture is taken out.');
  await button(page, t('cases.confirmReport')).click();
  await page.getByText(t('caseState.CONFIRMED')).waitFor();
  await screen('decided');
}

async function readTheNumbers({ page, screen }, language) {
  const [t, fairness] = ['public', 'fairness'].map((area) => texts(language, area));
  await page.goto('/');
  await page.getByRole('heading', { name: t('live.title') }).waitFor();
  await screen('landing');
  await page.getByRole('link', { name: t('live.more') }).click();
  await page.getByRole('heading', { name: fairness('gap.title') }).waitFor();
  await page.getByText(t('systems.remedy'), { exact: true }).first().waitFor();
  await screen('fairness');
  await page.getByRole('link', { name: t('requesters.link') }).click();
  await page.getByRole('heading', { level: 1, name: t('requesters.title') }).waitFor();
  const listed = required('GROUNDWORK_LISTED');
  await page.getByRole('rowheader').filter({ hasText: listed }).waitFor();
  await screen('requesters');
  const search = page.getByLabel(t('requesters.search'));
  await search.fill('nobody');
  await page.getByText(t('requesters.noId')).waitFor();
  await search.fill('00000000-dead');
  await page.getByRole('heading', { name: t('requesters.none') }).waitFor();
  await screen('no-requester');
  await search.fill(listed);
  await page.getByRole('rowheader').filter({ hasText: listed }).waitFor();
  check((await page.getByRole('rowheader').count()) === 1, 'others are found too');
  await screen('requester');
}

/** A requester reads their own record beside the numbers of all. */
async function readOwnRecord({ page, screen }, language) {
  const t = texts(language, 'public');
  await page.goto(`/session/login?return=${encodeURIComponent('/fairness')}`);
  await signIn(page, required('GROUNDWORK_REQUESTER'), 'demo');
  await page.getByRole('heading', { name: t('record.title') }).waitFor();
  await page.getByText(t('record.overturnRate')).waitFor();
  await screen('own-record');
}

await launched(async (browser) => {
  await journey(browser, { name: 'operator-desk', device: 'desk', language: 'en', scheme: 'dark' }, (tools) =>
    look(tools, 'en'),
  );
  await journey(browser, { name: 'operator-phone', device: 'phone', language: 'fr', scheme: 'light' }, (tools) =>
    decide(tools, 'fr'),
  );
  await journey(browser, { name: 'public-desk', device: 'desk', language: 'es', scheme: 'light' }, (tools) =>
    readTheNumbers(tools, 'es'),
  );
  await journey(browser, { name: 'public-phone', device: 'phone', language: 'ca', scheme: 'dark' }, (tools) =>
    readTheNumbers(tools, 'ca'),
  );
  await journey(browser, { name: 'public-requester', device: 'desk', language: 'fr', scheme: 'dark' }, (tools) =>
    readOwnRecord(tools, 'fr'),
  );
});
