// What a requester and those who answer do for one job of pictures, from the preset to the export; market.mjs has them do it.
import { readFile } from 'node:fs/promises';
import { beginning, button, check, isTaken, openSignedIn, required, texts } from './browser.mjs';

const title = `Day or night? ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`;
/** Handed from one journey to the next. */
const market = {};

const street = ({
  sky,
  light,
  wall,
  road,
}) => `<body style="margin:0"><svg width="640" height="420" viewBox="0 0 640 420">
<rect width="640" height="420" fill="${sky}"/><circle cx="520" cy="80" r="38" fill="${light}"/>
<path d="M0 280V150h120v-40h110v70h90V90h130v80h190v110z" fill="${wall}"/><rect y="280" width="640" height="140" fill="${road}"/>
<path d="M20 350h90m50 0h90m50 0h90m50 0h90m50 0h90" stroke="#f4f1e6" stroke-width="8"/>
<path d="M150 318v-34l34-34h84l40 34h40v34z" fill="#c0392b"/><g fill="#222"><circle cx="200" cy="320" r="22"/><circle cx="300" cy="320" r="22"/></g></svg>`;

/** The same street by day and by night. */
async function pictures(page) {
  const day = { sky: '#bfe0f2', light: '#ffe9a8', wall: '#a78b76', road: '#6f757d' };
  const night = { sky: '#101c33', light: '#f2f0dc', wall: '#2b2a35', road: '#2a2d33' };
  const easel = await page.context().newPage();
  const files = [];
  for (const [index, colours] of [day, night].entries()) {
    await easel.setContent(street(colours));
    const buffer = await easel.screenshot({ clip: { x: 0, y: 0, width: 640, height: 420 } });
    files.push({ name: `street-${index + 1}.png`, mimeType: 'image/png', buffer });
  }
  await easel.close();
  return files;
}

/** How many may do the job and when it may be done, below its price. */
async function reach(page, language) {
  const t = texts(language, 'requester');
  await page.getByText(beginning(t('reach.eligible'))).waitFor();
  await page
    .getByText(beginning(t('reach.finish')))
    .or(page.getByText(beginning(t('reach.tooFew_other'))))
    .or(page.getByText(t('reach.unknown')))
    .waitFor();
  await page
    .getByRole('heading', { name: t('setup.price') })
    .evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
}

export async function post({ page, screen }) {
  const t = texts('en', 'requester');
  const funds = texts('en', 'funds');
  await openSignedIn(page, '/requester', 'en', required('GROUNDWORK_REQUESTER'), 'demo');
  await page.getByRole('heading', { level: 1, name: t('jobs.title') }).waitFor();
  await screen('jobs');

  await page
    .getByRole('main')
    .getByRole('link', { name: t('jobs.new') })
    .click();
  await page.getByRole('link', { name: 'Image classification' }).waitFor();
  await screen('presets');
  await page.getByRole('link', { name: 'Image classification' }).click();
  await page.getByRole('textbox', { name: t('words.title'), exact: true }).fill(title);
  await page.getByLabel(t('words.short')).fill('Say whether it is day or night in the picture.');
  await page.getByLabel(t('terms.estimateSeconds')).fill('20');
  await page.getByLabel(t('terms.overlap')).fill('2');
  await page.getByRole('button', { name: beginning(t('price.take')) }).click();
  // The sample can be answered, and the answer is shown as the results will have it.
  await page.getByRole('radio', { name: 'Night' }).check();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('textarea')].some((area) => /"night"/.test(area.value)),
  );
  await screen('preview-phone');
  await button(page, t('preview.desk')).click();
  await button(page, t('words.asJson')).click();
  await page.getByLabel(t('words.json')).waitFor();
  await screen('preview-desk-json');
  await button(page, t('create.button')).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  market.job = new URL(page.url()).pathname.split('/').at(-1);

  await page.setInputFiles('input[type="file"]:not([multiple])', {
    name: 'tasks.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('externalId,overlap,image\nwrong,many,https://example.org/a.png\n'),
  });
  await button(page, t('upload.button')).click();
  await page.getByRole('alert').getByText(t('upload.refusedTitle')).waitFor();
  await page.getByRole('cell', { name: 'overlap', exact: true }).waitFor();
  await screen('row-errors');
  await page.setInputFiles('input[type="file"][multiple]', await pictures(page));
  await button(page, t('media.button')).click();
  await page.getByRole('cell', { name: 'street-2.png' }).waitFor();
  const publish = button(page, t('setup.publishButton'));
  await publish.waitFor();
  // What earlier jobs have left on the balance may do.
  const pay = button(page, funds('deposit.button'));
  await Promise.race([
    pay.waitFor(),
    page.waitForFunction((name) => {
      const found = [...document.querySelectorAll('button')].find((one) => one.textContent === name);
      return found !== undefined && !found.disabled;
    }, t('setup.publishButton')),
  ]);
  await reach(page, 'en');
  await screen('price');
  if (await pay.isVisible()) await pay.click();
  await publish.click();
  await page.getByRole('heading', { name: t('cost.title') }).waitFor();
  await page.getByText(t('progress.live')).waitFor();
  await screen('published');
}

/** A pilot gives each worker one task only: the next one is there once the first has been measured and the job opens. */
async function nextTask(page, task, finished) {
  for (let tries = 0; tries < 40; tries++) {
    await task.or(finished).waitFor();
    if (await task.isVisible()) return;
    await page.waitForTimeout(1500);
    await page.reload();
  }
  throw new Error('there is no second task');
}

export async function work({ page, screen }, language, user, label) {
  const t = texts(language, 'work');
  const offers = texts(language, 'worker');
  await openSignedIn(page, '/worker', language, required(user));
  await page.getByRole('heading', { level: 1, name: offers('offers.title') }).waitFor();
  await screen('offers');
  await page.goto(`/worker/jobs/${market.job}`);
  for (let task = 0; task < 2; task++) {
    await nextTask(
      page,
      page.getByRole('radio', { name: label }),
      page.getByRole('heading', { name: t('finished.title') }),
    );
    await page.waitForFunction(() => !document.querySelector('input[type=radio]:checked'));
    await page.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 100));
    await page.getByRole('radio', { name: label }).check();
    if (task === 0) await screen('task');
    // The last word stands before the last answer has gone off, and the page is left right after it.
    const taken = isTaken(page);
    await button(page, t('submit')).click();
    // The next task, or the last word, in the place of the answer.
    await page.getByRole('radio', { name: label, checked: true }).waitFor({ state: 'detached' });
    await taken;
  }
  await page.getByRole('heading', { name: t('finished.title') }).waitFor();
}

export async function conclude({ page, screen }) {
  const t = texts('en', 'requester');
  const review = texts('en', 'review');
  const tab = (name) => page.getByRole('navigation', { name: t('job.parts') }).getByRole('link', { name: t(name) });
  await openSignedIn(page, `/requester/jobs/${market.job}`, 'en', required('GROUNDWORK_REQUESTER'), 'demo');
  await page.getByText(t('progress.live')).waitFor();
  await page.getByLabel(t('invoice.number')).fill('PO 4711');
  await button(page, t('invoice.keep')).click();
  await page
    .getByRole('status')
    .filter({ hasText: texts('en', 'common')('saved') })
    .waitFor();
  await screen('progress');

  await tab('tab.review').click();
  await page.getByRole('button', { name: 'street-1.png' }).first().waitFor();
  await page.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 100));
  await screen('review');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(review('reject.reason')).selectOption('WRONG_ANSWER');
  await dialog.getByLabel(review('reject.evidence')).fill('The lamps are on and the sky is black.');
  await dialog.getByLabel(review('reject.pick')).selectOption({ index: 1 });
  check(
    (await dialog.getByLabel(review('reject.clause')).inputValue()).length > 0,
    'the rule that was picked is not in the field',
  );
  await screen('reject');
  await button(dialog, review('reject.back')).click();
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('a');
  await page.getByText(review('decided_one').replace('{{count}}', '1')).waitFor();

  await tab('tab.compare').click();
  await page.getByRole('heading', { level: 3, name: review('compare.answer').replace('{{number}}', '2') }).waitFor();
  await page.getByText(review('standing.disagree'), { exact: true }).first().waitFor();
  await screen('compare');

  await tab('tab.review').click();
  await button(page, review('approveAll')).click();
  await screen('approve-all');
  await button(page.getByRole('dialog'), review('approveAllButton')).click();
  await page.getByRole('heading', { name: review('none') }).waitFor();
  await tab('tab.results').click();
  await page.getByRole('rowheader', { name: 'street-2.png' }).waitFor();
  await screen('results');
  await tab('tab.workers').click();
  await page.getByRole('rowheader').nth(3).waitFor();
  await screen('workers');
  await tab('tab.control').click();
  await page.getByRole('heading', { name: review('control.off') }).waitFor();
  await screen('quality');

  await tab('tab.exports').click();
  await page.getByLabel(review('export.includeAnswers')).check();
  await button(page, review('export.button')).click();
  const link = page.getByRole('link', { name: review('export.download') });
  await link.waitFor({ timeout: 60_000 });
  await screen('exports');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const lines = (await readFile(await download.path(), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  check(lines.length === 2, `the export has ${lines.length} lines, not 2`);
  check(
    lines.every((line) => line.assignments?.length === 2),
    'the export lacks the answers',
  );
  await page.goto(`/requester/jobs/${market.job}`);
  await page.getByText(t('state.COMPLETED'), { exact: true }).first().waitFor({ timeout: 60_000 });
  await screen('completed');
  await tab('tab.review').click();
  await thank({ page, screen });
}

/** Something on top for one of the answers; what is too fine for the currency is said at the amount. */
async function thank({ page, screen }) {
  const review = texts('en', 'review');
  await page.getByLabel(review('show')).selectOption('APPROVED');
  await button(page, review('bonus.open')).click();
  const dialog = page.getByRole('dialog');
  const amount = dialog.getByLabel(beginning(review('bonus.amount')));
  const give = () =>
    Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/v1/bonuses')),
      button(dialog, review('bonus.button')).click(),
    ]);
  await amount.fill('0.001');
  await dialog.getByLabel(review('bonus.message')).fill('You saw the lamps in the dark.');
  await give();
  await dialog.getByText(texts('en', 'common')('problem.too-many-decimals')).waitFor();
  await screen('bonus');
  await amount.fill('0.01');
  // The pay is booked, and the reserve free again, a moment after the last approval.
  for (let tries = 0; tries < 60; tries++) {
    const [answer] = await give();
    if (answer.ok()) break;
    await page.waitForTimeout(500);
  }
  await page
    .getByRole('status')
    .filter({ hasText: review('bonus.done').split('{{fee}}')[0].split('}}')[1].trim() })
    .waitFor();
  await screen('bonus-given');
}

/** The same job once more, for more people than there are: it is said before anything is paid. */
async function again({ page, screen }) {
  const t = texts('fr', 'requester');
  await page.getByRole('link', { name: t('job.again') }).click();
  await page.getByLabel(t('terms.overlap')).fill('500');
  // The pictures of the earlier job are in the preview.
  await page.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 100));
  await screen('again');
  await button(page, t('create.button')).click();
  await page.setInputFiles('input[type="file"]:not([multiple])', {
    name: 'tasks.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('externalId,image\nagain,https://example.org/a.png\n'),
  });
  await button(page, t('upload.button')).click();
  await reach(page, 'fr');
  await screen('reach');
}

/** A program may spend so much in a month. */
async function capProgram({ page, screen }, name) {
  const funds = texts('fr', 'funds');
  await button(page, funds('caps.addNamed').replace('{{name}}', name)).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(funds('caps.amount')).fill('-1');
  await button(dialog, funds('caps.keep')).click();
  await dialog.getByText(texts('fr', 'common')('problem.invalid-amount')).waitFor();
  await dialog.getByLabel(funds('caps.amount')).fill('25,50');
  await screen('limit');
  await button(dialog, funds('caps.keep')).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/25,50/).waitFor();
  await screen('limited');
}

export async function office({ page, screen }) {
  const funds = texts('fr', 'funds');
  await openSignedIn(page, '/requester/money', 'fr', required('GROUNDWORK_REQUESTER'), 'demo');
  await page.getByText(funds('sum.available')).first().waitFor();
  await screen('money');
  await page.goto(`/requester/jobs/${market.job}/results`);
  await page.getByRole('rowheader', { name: 'street-2.png' }).waitFor();
  await screen('results');
  await again({ page, screen });
  await page.goto('/requester/programs');
  const name = `Envoi ${Date.now()}`;
  await page.getByRole('textbox', { name: funds('programs.name'), exact: true }).fill(name);
  await button(page, funds('programs.create')).click();
  await page.getByText(funds('programs.once')).waitFor();
  check(((await page.locator('code').nth(1).textContent()) ?? '').length > 15, 'there is no secret');
  await screen('secret');
  await button(page, funds('programs.kept')).click();
  await page.getByText(funds('programs.once')).waitFor({ state: 'detached' });
  await capProgram({ page, screen }, name);
  await button(page, funds('programs.removeNamed').replace('{{name}}', name)).click();
  await button(page.getByRole('dialog'), funds('programs.remove')).click();
  await button(page, funds('programs.removeNamed').replace('{{name}}', name)).waitFor({ state: 'detached' });
  await screen('programs');
}
