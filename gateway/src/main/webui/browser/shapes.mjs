// Outlines, figures of joints and stretches of a recording: made by keys alone, then with a finger.
import { button, check, isTaken, journey, launched, openSignedIn, required, texts } from './browser.mjs';

const job = required('GROUNDWORK_JOB');

async function open(page, language, user) {
  await openSignedIn(page, `/worker/jobs/${job}`, language, user);
  await page.getByRole('heading', { level: 1, name: 'Outlines and joints' }).waitFor();
  await page.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 100));
}

/** What stands on a button, with its variables filled in. */
const filled = (text, values) => text.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => values[name]);

async function byKeys({ page, screen }) {
  const work = texts('en', 'work');
  await open(page, 'en', required('GROUNDWORK_DESK_USER'));
  const focused = (start) =>
    page.waitForFunction((text) => document.activeElement?.textContent?.startsWith(text), start);

  await button(page, filled(work('polygons.add'), { label: 'roof' })).focus();
  await page.keyboard.press('Enter');
  await focused('roof 1');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  const point = page
    .getByRole('group', { name: work('polygons.points') })
    .getByRole('button')
    .first();
  await point.focus();
  const before = await point.textContent();
  await page.keyboard.press('ArrowLeft');
  check(before !== (await point.textContent()), 'the arrows do not move a point');
  await page.keyboard.press('+');
  const outline = (points) => button(page, filled(work('polygons.one'), { label: 'roof', number: 1, points }));
  await outline(5).waitFor();
  await page.keyboard.press('Control+z');
  await outline(4).waitFor();
  await page.keyboard.press('Control+y');
  await outline(5).waitFor();

  await button(page, work('skeletons.add')).focus();
  await page.keyboard.press('Enter');
  await focused('person 1');
  await page.keyboard.press('ArrowDown');
  const joint = (name, state) =>
    button(page, filled(work('skeletons.joint'), { joint: name, state: work(`skeletons.state.${state}`) }));
  await joint('hand', 2).focus();
  await page.keyboard.press('Enter');
  await joint('hand', 1).waitFor();
  await joint('foot', 2).focus();
  await page.keyboard.press('Delete');
  await joint('foot', 0).waitFor();

  await page.getByRole('radio', { name: 'music' }).check();
  const seek = (seconds) =>
    page.evaluate(
      (to) =>
        new Promise((resolve) => {
          const audio = document.querySelector('audio');
          audio.addEventListener('seeked', resolve, { once: true });
          audio.currentTime = to;
        }),
      seconds,
    );
  await seek(0.5);
  await button(page, work('segments.begin')).press('Enter');
  await seek(1.5);
  await button(page, work('segments.end')).press('Enter');
  const stretch = page.getByRole('button', { name: /^0:00\.\d – 0:01\.\d music$/ });
  await stretch.waitFor();
  check((await stretch.textContent()) === '0:00.5 – 0:01.5 music', 'the stretch is not where it was marked');
  await stretch.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowLeft');
  await button(page, '0:00.6 – 0:01.5 music').waitFor();
  await page.getByRole('textbox', { name: filled(work('segments.text'), { start: '0:00.6' }) }).fill('la la');
  await screen('shapes-by-keys');
  const taken = isTaken(page);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: work('finished.title') }).waitFor();
  await taken;
}

async function byFinger({ page, context, screen }) {
  const work = texts('fr', 'work');
  await open(page, 'fr', required('GROUNDWORK_PHONE_USER'));
  const touch = await context.newCDPSession(page);
  const tapper = async (index) => {
    const drawing = page.locator('svg[viewBox="0 0 400 200"]').nth(index);
    await drawing.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const area = await drawing.boundingBox();
    return async (x, y) => {
      const place = { x: area.x + (area.width * x) / 400, y: area.y + (area.height * y) / 200 };
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [place] });
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
  };
  const onRoof = await tapper(0);
  await onRoof(60, 120);
  await onRoof(180, 120);
  await onRoof(120, 40);
  await button(page, work('polygons.back')).waitFor();
  await screen('outline-open');
  const again = await tapper(0);
  await again(62, 121);
  await button(page, filled(work('polygons.one'), { label: 'roof', number: 1, points: 3 })).waitFor();

  await button(page, filled(work('skeletons.begin'), { label: 'person' })).click();
  const onPerson = await tapper(1);
  await onPerson(100, 50);
  await button(page, work('skeletons.hidden')).click();
  const then = await tapper(1);
  await then(140, 90);
  await button(page, work('skeletons.absent')).click();
  await button(page, filled(work('skeletons.one'), { label: 'person', number: 1 })).waitFor();
  await button(page, work('nothingThere')).click();
  await screen('shapes-by-finger');
  const taken = isTaken(page);
  await button(page, work('submit')).click();
  await page.getByRole('heading', { name: work('finished.title') }).waitFor();
  await taken;
}

await launched(async (browser) => {
  await journey(browser, { name: 'shapes-desk', device: 'desk', language: 'en', scheme: 'dark' }, byKeys);
  await journey(browser, { name: 'shapes-phone', device: 'phone', language: 'fr', scheme: 'light' }, byFinger);
});
