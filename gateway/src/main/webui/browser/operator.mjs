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
  await page.goto('/operator/cases');
  await page.locator(`a[href$="${required('GROUNDWORK_CASE')}"]`).click();
  await page.getByRole('heading', { level: 1, name: t('caseKind.REPORTED_TASKS') }).waitFor();
  await page.getByRole('cell', { name: t('fault.HARMFUL') }).waitFor();
  await page.getByText(required('GROUNDWORK_WORDS')).waitFor();
  await screen('case');
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
