// Two people let money go: one proposes a batch, another one releases it, takes the file to the bank, and gives the bank's answer in.
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beginning, button, check, isProgram, journey, launched, openSignedIn, required, texts } from './browser.mjs';

async function open(page, language, where, user) {
  await openSignedIn(page, where, language, user, 'demo');
}

/** The maker proposes, and cannot release. */
export async function propose({ page, screen }, language) {
  const t = texts(language, 'finance');
  await open(page, language, '/finance', required('GROUNDWORK_MAKER'));
  await page.getByRole('heading', { level: 1, name: t('overview.title') }).waitFor();
  await screen('overview');
  await page
    .getByRole('link', { name: t('propose.open') })
    .first()
    .click();
  await page.getByLabel(t('propose.minimum')).fill('0,01');
  await page.getByText(t('propose.notAnAmount')).waitFor();
  await page.getByLabel(t('propose.minimum')).fill('0.01');
  await screen('propose');
  await button(page, t('propose.button')).click();
  await page.getByText(t('decide.forCheckers')).waitFor();
  await screen('proposed');
  return page.url().split('/').pop();
}

/** The documents of a month and what tax offices are told of a year. */
async function readDocuments({ page, screen }, language) {
  const [t, common] = ['books', 'common'].map((area) => texts(language, area));
  await page.goto('/finance/books/statements');
  const worker = page.getByLabel(t('statements.workerId'));
  const pdf = page.getByRole('button', { name: common('download').replace('{{format}}', 'PDF') });
  await worker.fill('somebody');
  await page.getByText(t('statements.noId')).waitFor();
  check(await pdf.first().isDisabled(), 'a document of nobody can be asked for');
  await worker.fill(required('GROUNDWORK_WORKER'));
  const [statement] = await Promise.all([page.waitForEvent('download'), pdf.first().click()]);
  check((await readFile(await statement.path())).subarray(0, 5).toString() === '%PDF-', 'the statement is no PDF');
  await screen('statements');
  await page.goto('/finance/books/taxes');
  await page.getByText(t('taxes.none')).nth(1).waitFor();
  const [sellers] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: common('download').replace('{{format}}', 'CSV') })
      .last()
      .click(),
  ]);
  check(/^[\w.-]*dac7-\d{4}\.csv$/.test(sellers.suggestedFilename()), `the file is ${sellers.suggestedFilename()}`);
  await screen('taxes');
}

/** Somebody who may do both has proposed this one: it is said why they cannot release it. */
async function blocked({ page, screen }, language) {
  const t = texts(language, 'finance');
  await open(page, language, '/finance/batches', required('GROUNDWORK_BOTH'));
  await page.getByLabel(t('propose.minimum')).fill('0.01');
  await page.getByLabel(t('propose.draft')).check();
  await button(page, t('propose.button')).click();
  await button(page, t('decide.freeze')).click();
  await page.getByText(t('blocks.maker-is-checker')).waitFor();
  await screen('blocked');
  await button(page, t('decide.cancel')).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(t('batchState.CANCELLED')) }).waitFor();
  await readDocuments({ page, screen }, language);
}

export async function release({ page, screen }, language, batch) {
  const t = texts(language, 'finance');
  const bank = texts(language, 'bank');
  await open(page, language, `/finance/batches/${batch}`, required('GROUNDWORK_CHECKER'));
  await button(page, t('decide.release')).waitFor();
  await page.getByRole('heading', { name: t('compare.title') }).waitFor();
  await screen('to-release');
  await button(page, t('decide.release')).click();
  const file = page.getByRole('link', { name: t('atBank.file') });
  await file.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
  const orders = await readFile(await download.path(), 'utf8');
  const message = orders.match(/<MsgId>([^<]+)<\/MsgId>/)?.[1];
  check(message, 'the file has no message id');
  await screen('released');
  await button(page, t('atBank.sent')).click();
  await page.getByText(t('atBank.next.SUBMITTED')).waitFor();

  await page.getByRole('link', { name: t('atBank.answer') }).click();
  await give(page, bank, 'broken.xml', '<Document');
  await page.getByRole('alert').waitFor();
  await give(page, bank, 'answer.xml', accepted(message));
  await page
    .getByRole('status')
    .filter({ hasText: bank('give.taken') })
    .waitFor();
  await screen('bank-answered');

  await page.goto(`/finance/batches/${batch}`);
  await page.getByText(t('atBank.next.ACKNOWLEDGED')).waitFor();
  await page.getByText(t('payoutState.ACCEPTED')).first().waitFor();
  await screen('acknowledged');
  await button(page, t('atBank.booked')).click();
  await page.getByText(t('atBank.youSaidBooked')).waitFor();
  await screen('said-booked');
}

/** Another one has looked at the account, too. */
export async function confirm({ page, screen }, language, batch) {
  const t = texts(language, 'finance');
  await open(page, language, `/finance/batches/${batch}`, required('GROUNDWORK_MAKER'));
  await page.getByText(t('atBank.saidBooked')).waitFor();
  await screen('to-confirm');
  await button(page, t('atBank.confirmBooked')).click();
  await button(page, t('atBank.close')).click();
  await page.getByText(t('atBank.next.CLOSED')).waitFor();
}

async function give(page, bank, name, content) {
  const file = path.join(os.tmpdir(), `groundwork-${process.pid}-${name}`);
  await writeFile(file, content);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, bank('give.button')).click()]);
  await chooser.setFiles(file);
}

/** What a bank answers that takes all of a file. */
function accepted(message) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>STATUS-${message.slice(0, 20)}</MsgId><CreDtTm>2026-11-26T16:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>
</CstmrPmtStsRpt></Document>`;
}

/** Nothing is taken back of an answer that nobody knows, and that only after a second look. */
async function askBack({ page, screen }, language) {
  const [books, common] = ['books', 'common'].map((area) => texts(language, area));
  await page.goto('/finance/books/pay-taken-back');
  await page.getByLabel(books('takeBack.assignment')).fill('0198c0de-0000-7000-8000-0000000000aa');
  await page.getByLabel(books('takeBack.reason')).fill('x');
  await button(page, books('takeBack.button')).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await screen('take-back');
  await button(dialog, books('takeBack.button')).click();
  await page.getByText(common('problem.approval-not-found')).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await screen('nothing-to-take-back');
}

/** Every other screen of the desk, on a phone. */
async function lookAround({ page, screen }, language, batch) {
  const [finance, bank, books, audit, fairness] = ['finance', 'bank', 'books', 'audit', 'fairness'].map((area) =>
    texts(language, area),
  );
  const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
  await open(page, language, '/finance', required('GROUNDWORK_CHECKER'));
  await heading(finance('overview.title'));
  await screen('overview');
  await page.goto(`/finance/batches/${batch}`);
  await page.getByText(finance('atBank.next.CLOSED')).waitFor();
  await screen('batch');
  await page.goto('/finance/batches/returns');
  await heading(finance('returns.title'));
  await screen('returns');
  await page.goto('/finance/bank');
  await page
    .getByText(bank('matched.PAYOUT_ACCEPTED_other').split('{{count}} ')[1])
    .or(page.getByText(bank('matched.PAYOUT_ACCEPTED_one').split('{{count}} ')[1]))
    .first()
    .waitFor();
  await screen('bank');
  await page.goto('/finance/bank/suspense');
  await page.getByRole('heading', { name: bank('suspense.none') }).waitFor();
  await screen('suspense');
  await page.goto('/finance/bank/proposals');
  await page.getByRole('heading', { name: bank('proposals.none') }).waitFor();
  await screen('proposals');
  await page.goto('/finance/books');
  await page.getByText(books('balance.balanced')).first().waitFor();
  await button(page, audit('run')).click();
  await page
    .getByRole('status')
    .filter({ hasText: beginning(audit('right_other')) })
    .waitFor();
  await screen('books');
  await page.goto('/finance/books/months');
  await page.getByText(books('months.none')).waitFor();
  await screen('months');
  await page.goto('/finance/books/refunds');
  await heading(books('refunds.title'));
  await screen('refunds');
  await askBack({ page, screen }, language);
  await page.goto('/finance/books/benefits');
  await page.getByRole('heading', { name: texts(language, 'benefits')('none') }).waitFor();
  await screen('benefits');
  await readDocuments({ page, screen }, language);
  await page.goto('/finance/fairness');
  await page.getByRole('heading', { name: fairness('gap.title') }).waitFor();
  await screen('fairness');
}

if (isProgram(import.meta))
  await launched(async (browser) => {
    let batch = '';
    await journey(browser, { name: 'finance-both', device: 'desk', language: 'fr', scheme: 'dark' }, (tools) =>
      blocked(tools, 'fr'),
    );
    await journey(
      browser,
      { name: 'finance-maker', device: 'desk', language: 'en', scheme: 'light' },
      async (tools) => {
        batch = await propose(tools, 'en');
      },
    );
    await journey(browser, { name: 'finance-checker', device: 'desk', language: 'es', scheme: 'dark' }, (tools) =>
      release(tools, 'es', batch),
    );
    await journey(browser, { name: 'finance-second', device: 'desk', language: 'en', scheme: 'light' }, (tools) =>
      confirm(tools, 'en', batch),
    );
    await journey(browser, { name: 'finance-phone', device: 'phone', language: 'ca', scheme: 'light' }, (tools) =>
      lookAround(tools, 'ca', batch),
    );
  });
