// One job through all hands, on the screens of everybody: two people join, one of them on a phone and in Catalan; a requester posts
// pictures; both answer; the requester reviews and exports; finance lets the money go with two people; it is on the phone.
//
//     node browser/market.mjs [URL]      any marketplace with the demo's people, such as ./groundwork up (http://localhost:8080)
//
// The pictures of all screens, in order, and a sheet of them are left in GROUNDWORK_SHOTS (target/market of the gateway).
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { button, check, chromiumOnPath, journey, launched, openSignedIn, signIn, texts } from './browser.mjs';
import { confirm, propose, release } from './finance.mjs';
import { conclude, office, post, work } from './requester.mjs';
import { makeSheet } from './sheet.mjs';

const settings = {
  GROUNDWORK_URL: process.argv[2] ?? 'http://localhost:8080',
  GROUNDWORK_SHOTS: path.join(import.meta.dirname, '../../../../target/market'),
  GROUNDWORK_CHROMIUM: chromiumOnPath(),
  GROUNDWORK_PASSWORD: 'Correct-horse-9',
  GROUNDWORK_PHONE_USER: `phone-${randomUUID()}`,
  GROUNDWORK_DESK_USER: `desk-${randomUUID()}`,
  GROUNDWORK_REQUESTER: 'rita',
  GROUNDWORK_MAKER: 'mia',
  GROUNDWORK_CHECKER: 'carl',
};
for (const [name, value] of Object.entries(settings)) if (value) process.env[name] ??= value;

/** From the first page to an account, a place and a way to be paid. */
async function join({ page, screen }, language, user) {
  const [open, worker, pay] = ['public', 'worker', 'pay'].map((area) => texts(language, area));
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: open('headline') }).waitFor();
  await screen('start');
  await page
    .getByRole('main')
    .getByRole('link', { name: open('joinButton') })
    .click();
  const field = (name) => page.getByRole('textbox', { name: open(`join.${name}`), exact: true });
  await field('username').fill(user);
  await field('email').fill(`${user}@workers.example`);
  await field('firstName').fill('Mireia');
  await field('lastName').fill('Puig');
  await page.locator('input[type=password]').fill(process.env.GROUNDWORK_PASSWORD);
  await screen('join');
  await button(page, open('join.button')).click();
  await signIn(page, user, process.env.GROUNDWORK_PASSWORD);
  await page.getByRole('heading', { level: 1, name: worker('profile.welcome') }).waitFor();
  await page.getByLabel(worker('profile.country')).selectOption('ES');
  await screen('place');
  await button(page, worker('profile.save')).click();
  await page.getByRole('heading', { level: 1, name: worker('offers.title') }).waitFor();
  await page.goto('/worker/profile');
  await page.getByLabel(pay('method.holder')).fill('Mireia Puig');
  await page.getByLabel('IBAN').fill('ES9121000418450200051332');
  await button(page, pay('method.save')).click();
  await page
    .getByRole('status')
    .filter({ hasText: texts(language, 'common')('saved') })
    .waitFor();
  await screen('paid-how');
}

/** What has been let go is paid, and the worker sees it. */
async function bePaid({ page, screen }, language, user) {
  const pay = texts(language, 'pay');
  await openSignedIn(page, '/worker/money', language, user);
  const paid = page.getByText(pay('money.paidOut'), { exact: true }).locator('xpath=following-sibling::*[1]');
  await paid.waitFor();
  check(/[1-9]/.test((await paid.textContent()) ?? ''), 'nothing has been paid out');
  await screen('paid');
}

const { GROUNDWORK_PHONE_USER: phone, GROUNDWORK_DESK_USER: desk } = process.env;
const people = [
  [{ name: 'phone-joins', device: 'phone', language: 'ca', scheme: 'dark' }, (tools) => join(tools, 'ca', phone)],
  [{ name: 'desk-joins', device: 'desk', language: 'en', scheme: 'light' }, (tools) => join(tools, 'en', desk)],
  [{ name: 'requester-posts', device: 'desk', language: 'en', scheme: 'light' }, post],
  [
    { name: 'phone-works', device: 'phone', language: 'ca', scheme: 'light' },
    (tools) => work(tools, 'ca', 'GROUNDWORK_PHONE_USER', 'Dia'),
  ],
  [
    { name: 'desk-works', device: 'desk', language: 'en', scheme: 'dark' },
    (tools) => work(tools, 'en', 'GROUNDWORK_DESK_USER', 'Night'),
  ],
  [{ name: 'requester-concludes', device: 'desk', language: 'en', scheme: 'dark' }, conclude],
  [{ name: 'requester-office', device: 'phone', language: 'fr', scheme: 'light' }, office],
];

await launched(async (browser) => {
  const names = [];
  const go = (setting, steps) => {
    const name = `market-${String(names.length + 1).padStart(2, '0')}-${setting.name}`;
    names.push(name);
    return journey(browser, { ...setting, name }, steps);
  };
  for (const [setting, steps] of people) await go(setting, steps);
  let batch = '';
  await go({ name: 'finance-proposes', device: 'desk', language: 'en', scheme: 'light' }, async (tools) => {
    batch = await propose(tools, 'en');
  });
  await go({ name: 'finance-releases', device: 'desk', language: 'ca', scheme: 'dark' }, (tools) =>
    release(tools, 'ca', batch),
  );
  await go({ name: 'finance-confirms', device: 'desk', language: 'en', scheme: 'light' }, (tools) =>
    confirm(tools, 'en', batch),
  );
  await go({ name: 'phone-is-paid', device: 'phone', language: 'ca', scheme: 'light' }, (tools) =>
    bePaid(tools, 'ca', phone),
  );
  console.log(`sheet: ${await makeSheet(browser, process.env.GROUNDWORK_SHOTS, names)}`);
});
