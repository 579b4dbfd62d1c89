// A worker's way from the start page to submitted answers: on a phone in Catalan, at a desk in English, and in short in the other languages.
import { beginning, button, check, journey, launched, required, signIn, texts, until } from './browser.mjs';

const password = required('GROUNDWORK_PASSWORD');
const job = required('GROUNDWORK_JOB');

async function arrive({ page, screen }, language, username) {
  const open = texts(language, 'public');
  const worker = texts(language, 'worker');
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: open('headline') }).waitFor();
  check((await page.locator('html').getAttribute('lang')) === language, `the page does not speak ${language}`);
  await screen('start');
  await page.goto('/worker');
  await screen('signed-out');
  await page
    .getByRole('main')
    .getByRole('link', { name: texts(language, 'common')('signIn.button') })
    .click();
  await signIn(page, username, password);
  await page.getByRole('heading', { level: 1, name: worker('profile.welcome') }).waitFor();
  await screen('welcome');
  await page.getByLabel(worker('profile.country')).selectOption('ES');
  await button(page, worker('profile.save')).click();
  await page.getByRole('heading', { level: 1, name: worker('offers.title') }).waitFor();
}

async function openJob({ page, screen }, language) {
  const worker = texts(language, 'worker');
  const card = page.getByRole('article').filter({ has: page.locator(`a[href$="${job}"]`) });
  // The job service hears of a new worker a moment after the profile was saved.
  for (let tries = 0; tries < 40 && (await card.count()) === 0; tries++) {
    await page.waitForTimeout(500);
    await page.reload({ waitUntil: 'networkidle' });
  }
  await button(card, worker('offers.why')).click();
  await card.getByText(worker('offers.whyYes')).waitFor();
  await screen('offers');
  await card.getByRole('link', { name: worker('offers.start') }).click();
}

/** Says what is wrong with the task on the screen; {@return the dialog, with all but the last button pressed} */
async function report({ page, screen }, language, fault, words) {
  const work = texts(language, 'work');
  await button(page, work('report.open')).click();
  const dialog = page.getByRole('dialog');
  check(await button(dialog, work('report.send')).isDisabled(), 'a report without a reason can be sent');
  await dialog.getByRole('radio', { name: work(`fault.${fault}`) }).check();
  if (words) {
    check(await button(dialog, work('report.send')).isDisabled(), 'something else can be reported without words');
    await dialog.getByRole('textbox').fill(words);
  }
  await screen('report');
  return dialog;
}

async function reportAndGoOn(tools, language, fault, words) {
  const work = texts(language, 'work');
  const dialog = await report(tools, language, fault, words);
  await button(dialog, work('report.send')).click();
  await tools.page
    .getByRole('status')
    .filter({ hasText: work('report.done') })
    .waitFor();
}

async function phone(tools) {
  const { page, context, screen } = tools;
  const language = 'ca';
  const work = texts(language, 'work');
  await arrive(tools, language, required('GROUNDWORK_PHONE_USER'));
  await openJob(tools, language);
  const submit = button(page, work('submit'));
  const sad = page.getByRole('radio', { name: 'Trist' });
  const happy = page.getByRole('radio', { name: 'Content' });

  await happy.waitFor();
  const arrived = Date.now();
  await screen('task');
  await reportAndGoOn(tools, language, 'OTHER', 'La frase no està acabada.');
  await submit.click();
  await page.getByText(work('missing')).first().waitFor();
  await screen('task-missing');

  // What is chosen survives a reload, and can be undone.
  await happy.check();
  await page
    .getByText(work('saved.saved'))
    .or(page.getByText(work('saved.everywhere')))
    .waitFor();
  const worked = Math.floor((Date.now() - arrived) / 1000);
  await page.reload();
  await happy.waitFor();
  check(await happy.isChecked(), 'the draft did not survive the reload');
  await button(page, work('undo')).click();
  check(!(await happy.isChecked()), 'undo did not clear the choice');
  await button(page, work('redo')).click();
  check(await happy.isChecked(), 'redo did not bring the choice back');

  const first = await page.getByText(/^Sentence \d/).textContent();
  const began = Date.now();
  await submit.click();
  await page.getByText(first, { exact: true }).waitFor({ state: 'detached' });
  await page.getByText(/^Sentence \d/).waitFor();
  console.log(`next task after ${Date.now() - began} ms`);

  // A hidden question appears with the answer that asks for it.
  await sad.check();
  await page.getByRole('textbox').fill('Perquè plou');
  await page.getByRole('radio', { name: '4', exact: true }).check();
  await screen('task-filled');
  const heights = await page
    .getByRole('main')
    .getByRole('button')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  check(
    heights.every((height) => height >= 43.5),
    `a button is lower than a thumb: ${heights}`,
  );

  // Without a connection the answer stays here, and goes off by itself afterwards.
  await context.setOffline(true);
  await submit.click();
  await page
    .getByText(beginning(work('waiting_one')) || 'resposta', { exact: false })
    .first()
    .waitFor();
  await screen('offline');
  await context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page
    .getByRole('status')
    .filter({ hasText: beginning(work('submitted')) })
    .waitFor();

  // The time before the reload counts, too, of which the server had not been told then.
  const credited = await page.evaluate(async () => {
    const answer = await fetch('/v1/assignments?state=SUBMITTED');
    return (await answer.json()).items.find((one) => one.answer.mood === 'happy').activeSeconds;
  });
  check(credited >= worked, `${worked} s of work before a reload, but ${credited} s are credited`);
}

async function desk(tools) {
  const { page, context, screen } = tools;
  const language = 'en';
  const work = texts(language, 'work');
  await arrive(tools, language, required('GROUNDWORK_DESK_USER'));
  await openJob(tools, language);
  const happy = page.getByRole('radio', { name: 'Happy' });
  await happy.waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await screen('keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // By keys alone.
  await page.keyboard.press('1');
  check(await happy.isChecked(), 'the key 1 does not choose the first label');
  await page.keyboard.press('Control+z');
  check(!(await happy.isChecked()), 'Ctrl+Z does not undo');
  await page.keyboard.press('Control+y');
  check(await happy.isChecked(), 'Ctrl+Y does not redo');
  await screen('task');
  await page.keyboard.press('Enter');
  await page
    .getByRole('status')
    .filter({ hasText: beginning(work('submitted')) })
    .waitFor();

  // Back within the time that the job grants, and another answer in its place; then the first one again, which stands.
  const goBack = async () => {
    await page.getByRole('button', { name: new RegExp(beginning(work('change'))) }).click();
    await button(page, work('keepAnswer')).waitFor();
    // The time that the job grants for that counts, not what is left of the hour for the task.
    await page.getByText(/^(10|9|8):\d\d left$/).waitFor();
    await page.waitForFunction(() => document.querySelector('input[type=radio]:checked') !== null);
  };
  const stands = (mood) =>
    until(
      page,
      async (wanted) => {
        const answer = await fetch('/v1/assignments?state=SUBMITTED');
        return answer.ok && (await answer.json()).items.some((one) => one.answer.mood === wanted);
      },
      mood,
    );
  await goBack();
  await page.keyboard.press('2');
  await page.getByRole('textbox').fill('It rains');
  await page.keyboard.press('Control+Enter');
  await stands('sad');
  await goBack();
  check((await page.getByRole('textbox').inputValue()) === 'It rains', 'going back does not bring the second answer');
  await page.keyboard.press('1');
  await page.keyboard.press('Control+Enter');
  await stands('happy');
  await page
    .getByRole('status')
    .filter({ hasText: beginning(work('submitted')) })
    .waitFor();

  // The session ends in the middle of a task: the screen stays, the answer goes after a new login in another window.
  await page.keyboard.press('1');
  check(await happy.isChecked(), 'the next task does not take the key 1');
  await context.clearCookies({ name: 'q_session_web' });
  await page.keyboard.press('Control+Enter');
  const again = texts(language, 'common')('sessionEnded.button');
  await button(page, again).waitFor();
  await screen('session-ended');
  // The identity server still knows them: the window closes by itself.
  const [popup] = await Promise.all([context.waitForEvent('page'), button(page, again).click()]);
  if (!popup.isClosed()) await popup.waitForEvent('close');
  await button(page, again).waitFor({ state: 'detached' });

  const dialog = await report(tools, language, 'HARMFUL');
  await button(dialog, work('report.sendAndReturn')).click();
  await page.getByRole('heading', { name: work('finished.title') }).waitFor();
  await screen('finished');
}

/** From the start page to one answer, in a language and on a device. */
async function inShort(tools, language, username, label) {
  const { page, screen } = tools;
  const work = texts(language, 'work');
  await arrive(tools, language, username);
  await openJob(tools, language);
  await page.getByRole('radio', { name: label }).check();
  await screen('task');
  await reportAndGoOn(tools, language, 'INSTRUCTIONS_UNCLEAR');
  await button(page, work('submit')).click();
  await page
    .getByRole('status')
    .filter({ hasText: beginning(work('submitted')) })
    .waitFor();
}

/** The end of the time for a task: it is said before, and what was answered can be taken elsewhere. */
async function late({ page, screen }, language, label) {
  const work = texts(language, 'work');
  await page.getByRole('radio', { name: label }).check();
  const clock = new RegExp(work('left').replace('{{time}}', '(?:(\\d+):)?(\\d+):(\\d\\d)'));
  const [, hours = 0, minutes, seconds] = (await page.getByText(clock).textContent()).match(clock);
  const left = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  await page.clock.setFixedTime(Date.now() + left - 90_000);
  await page
    .getByRole('status')
    .filter({ hasText: work('soon') })
    .waitFor();
  await screen('soon-over');
  await page.clock.setFixedTime(Date.now() + left + 60_000);
  await page.getByText(work('expired.title')).waitFor();
  await page.getByText(work('kept.show')).click();
  await button(page, work('kept.copy')).waitFor();
  await page.getByText(`Humeur ${label}`).waitFor();
  await screen('expired');
  await button(page, work('expired.next')).click();
  await page.getByText(work('kept.show')).waitFor({ state: 'detached' });
}

await launched(async (browser) => {
  await journey(browser, { name: 'worker-phone', device: 'phone', language: 'ca', scheme: 'dark' }, phone);
  await journey(browser, { name: 'worker-desk', device: 'desk', language: 'en', scheme: 'light' }, desk);
  await journey(browser, { name: 'worker-phone-fr', device: 'phone', language: 'fr', scheme: 'light' }, (tools) =>
    inShort(tools, 'fr', required('GROUNDWORK_FRENCH_USER'), 'Joyeux').then(() => late(tools, 'fr', 'Joyeux')),
  );
  await journey(browser, { name: 'worker-desk-es', device: 'desk', language: 'es', scheme: 'dark' }, (tools) =>
    inShort(tools, 'es', required('GROUNDWORK_SPANISH_USER'), 'Alegre'),
  );
});
