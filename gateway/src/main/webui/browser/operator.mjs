// The market at a glance, and what waits for an operator; the public numbers.
import { beginning, button, journey, launched, openSignedIn, required, signIn, texts } from './browser.mjs';

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
}

async function readTheNumbers({ page, screen }, language) {
  const [t, fairness] = ['public', 'fairness'].map((area) => texts(language, area));
  await page.goto('/');
  await page.getByRole('heading', { name: t('live.title') }).waitFor();
  await screen('landing');
  await page.getByRole('link', { name: t('live.more') }).click();
  await page.getByRole('heading', { name: fairness('gap.title') }).waitFor();
  await page.getByRole('table').first().waitFor();
  await screen('fairness');
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
    look(tools, 'fr'),
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
