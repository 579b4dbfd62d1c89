// Ten tasks without a connection, a reload among them; then all are sent. Two tabs do not get in each other's way.
import { button, check, journey, launched, required, signIn, texts, until } from './browser.mjs';

const job = required('GROUNDWORK_JOB');
const work = texts('fr', 'work');
const withCount = (key, count) => work(key).split('{{count}}').join(String(count));

/** How many tasks of the worker are in a state, as the server says. */
const counted = (page, state, count) =>
  until(
    page,
    async ([wanted, number]) => {
      const answer = await fetch(`/v1/assignments?state=${wanted}&limit=50`);
      return answer.ok && (await answer.json()).items.length === number;
    },
    [state, count],
  );

/** How many tasks are kept on the device. */
const kept = (page, count) =>
  until(
    page,
    async (number) => {
      const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith('groundwork-work-'));
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = reject;
      });
      const tasks = await new Promise((resolve, reject) => {
        const counting = database.transaction('tasks').objectStore('tasks').count();
        counting.onsuccess = () => resolve(counting.result);
        counting.onerror = reject;
      });
      database.close();
      return tasks === number;
    },
    count,
  );

/** How long somebody thinks about each of some tasks: seconds are credited whole, task by task. */
const thoughtMillis = 4_500;

/** How many media are kept on the device. */
const keptMedia = (page, count) =>
  until(
    page,
    async (number) => {
      const names = (await caches.keys()).filter((name) => name.startsWith('groundwork-media-'));
      const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
      return kept.reduce((sum, one) => sum + one, 0) === number;
    },
    count,
  );

/** The picture of the task on the screen is there to be looked at. */
const seen = (page) =>
  until(page, async () =>
    [...document.querySelectorAll('main img')].some((one) => one.complete && one.naturalWidth > 0),
  );

async function answer(page, done) {
  await seen(page);
  const sentence = await page.getByText(/^Sentence \d+/).textContent();
  if (done % 5 === 2) await page.waitForTimeout(thoughtMillis);
  await page.getByRole('radio', { name: 'Joyeux' }).check();
  await button(page, work('submit')).click();
  await page.getByText(sentence, { exact: true }).waitFor({ state: 'detached' });
  await page.getByText(withCount(done === 1 ? 'waiting_one' : 'waiting_other', done)).waitFor();
}

await launched(async (browser) => {
  await journey(
    browser,
    { name: 'offline', device: 'phone', language: 'fr', scheme: 'light' },
    async ({ page, context, screen }) => {
      const began = Date.now();
      await page.goto(`/worker/jobs/${job}`);
      await page
        .getByRole('main')
        .getByRole('link', { name: texts('fr', 'common')('signIn.button') })
        .click();
      await signIn(page, required('GROUNDWORK_USER'), required('GROUNDWORK_PASSWORD'));
      await page.getByText(/^Sentence \d+/).waitFor();
      await until(page, async () => {
        await navigator.serviceWorker.ready;
        return navigator.serviceWorker.controller !== null;
      });
      await counted(page, 'CLAIMED', 12);
      await kept(page, 12);
      await keptMedia(page, 12);
      // What the browser keeps by itself it may forget at any time, and after an hour it does.
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.clearBrowserCache');
      // It would say that there is a connection after the next reload.
      await devtools.detach();

      await context.setOffline(true);
      await page.getByText(withCount('takenAlong.text_other', 12)).waitFor();
      for (let done = 1; done <= 5; done++) await answer(page, done);
      await page.reload();
      await page.getByText(withCount('takenAlong.text_other', 7)).waitFor();
      for (let done = 6; done <= 10; done++) await answer(page, done);
      await screen('ten-tasks-done');

      await context.setOffline(false);
      await counted(page, 'SUBMITTED', 10);
      await page.getByText(withCount('waiting_other', 10)).waitFor({ state: 'detached' });
      await keptMedia(page, 2);

      // All of it was seen, and no moment of it twice.
      const times = await page.evaluate(async () => {
        const answer = await fetch('/v1/assignments?state=SUBMITTED&limit=50');
        return (await answer.json()).items.map(({ timeBasis, activeSeconds }) => ({ timeBasis, activeSeconds }));
      });
      const seconds = times.reduce((sum, one) => sum + one.activeSeconds, 0);
      check(
        times.every((one) => one.timeBasis === 'measured'),
        `not all of the time is measured: ${JSON.stringify(times)}`,
      );
      check(
        times.filter((one) => one.activeSeconds >= 2).length >= 2,
        `what was thought about without a connection is not credited: ${JSON.stringify(times)}`,
      );
      check(seconds <= (Date.now() - began) / 1000, `${seconds} s are credited for less: ${JSON.stringify(times)}`);

      const other = await context.newPage();
      await other.goto(`/worker/jobs/${job}`);
      await other.getByRole('heading', { name: work('elsewhere.title') }).waitFor();
      await button(other, work('elsewhere.here')).click();
      await other.getByText(/^Sentence \d+/).waitFor();
      await page.getByRole('heading', { name: work('elsewhere.title') }).waitFor();
      await screen('two-tabs');
      await other.getByRole('radio', { name: 'Joyeux' }).check();
      await button(other, work('submit')).click();
      await counted(other, 'SUBMITTED', 11);
      // The tab that waited goes on by itself once the other is gone.
      await other.close();
      await page.getByText(/^Sentence \d+/).waitFor();

      const names = await page.evaluate(async () => {
        const found = [];
        for (const name of (await caches.keys()).filter((one) => !one.startsWith('groundwork-media-')))
          for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
        return found;
      });
      check(names.includes('/'), 'the page is not kept for a start without a connection');
      const foreign = names.filter((name) => name !== '/' && !name.startsWith('/assets/'));
      check(foreign.length === 0, `the shell's cache holds what is not of the shell: ${foreign}`);

      await page.goto('/worker');
      await button(page, texts('fr', 'common')('settings.open')).click();
      await page.getByRole('menuitem', { name: texts('fr', 'common')('settings.signOut') }).click();
      await page.getByRole('heading', { level: 1, name: texts('fr', 'public')('headline') }).waitFor();
      await keptMedia(page, 0);
    },
  );
});
