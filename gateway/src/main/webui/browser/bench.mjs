// What the web client costs in a real browser: `./groundwork bench web` runs it and reads the lines `figure NAME | VALUE | UNIT`.
import { createHash, randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { beginning, check, devices, launched, required, signIn, texts, until } from './browser.mjs';

const url = required('GROUNDWORK_URL');
const token = required('GROUNDWORK_REQUESTER_TOKEN');
const rounds = Number(required('GROUNDWORK_ROUNDS'));
const password = 'Correct-horse-9';
const boxes = 300;
const letters = 50_000;
const spans = 200;
const largeJob = { id: required('GROUNDWORK_LARGE_JOB'), tasks: Number(required('GROUNDWORK_LARGE_JOB_TASKS')) };

const figure = (name, value, unit) => console.log(`figure ${name} | ${value.toFixed(1)} | ${unit}`);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function call(method, path, body, headers = {}) {
  const typed = typeof body === 'object' && !(body instanceof Uint8Array);
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(typed && { 'content-type': 'application/json' }),
      'idempotency-key': randomUUID(),
      ...headers,
    },
    ...(body !== undefined && { body: typed ? JSON.stringify(body) : body }),
  });
  const text = await response.text();
  check(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

const asRequester = (method, path, body, type) =>
  call(method, path, body, { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) });

async function openJob(title, output, blocks, input, tasks) {
  const money = (amount) => ({ amount, currency: 'EUR' });
  const { id } = await asRequester('POST', '/v1/jobs', {
    title,
    reward: money('0.50'),
    timeEstimate: 'PT30S',
    overlap: 1,
    spec: {
      spec: 'task/1',
      title: { en: title },
      input: { type: 'object', properties: input },
      output: { type: 'object', additionalProperties: false, required: Object.keys(output), properties: output },
      ui: { kind: 'blocks', blocks },
    },
  });
  const lines = tasks.map((task, n) => JSON.stringify({ externalId: `t${n}`, input: task })).join('\n');
  await asRequester('POST', `/v1/jobs/${id}/tasks`, `${lines}\n`, 'application/x-ndjson');
  const { total } = await asRequester('GET', `/v1/jobs/${id}/quote`);
  await asRequester('POST', '/v1/deposits', { amount: total, reference: `for ${id}` });
  await asRequester('POST', `/v1/jobs/${id}/publish`);
  for (let tries = 0; tries < 120; tries++) {
    if ((await asRequester('GET', `/v1/jobs/${id}`)).state === 'OPEN') return id;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`job ${title} does not open`);
}

/** A PNG of one colour, no larger than it must be. */
function picture() {
  const [width, height] = [400, 300];
  const raw = Buffer.alloc(height * (width * 3 + 1), 0xb0);
  for (let y = 0; y < height; y++) raw[y * (width * 3 + 1)] = 0;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let sum = ~0;
    for (const byte of body) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
    const [length, check32] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check32.writeUInt32BE(~sum >>> 0);
    return Buffer.concat([length, body, check32]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Registers a worker, signs in by the login page, and tells their place. */
async function arrive(page) {
  const username = `worker-${randomUUID()}`;
  await call('POST', '/v1/registrations', {
    username,
    email: `${username}@workers.example`,
    password,
    firstName: 'Wilma',
    lastName: 'Worker',
  });
  await page.goto('/session/login?returnTo=/worker');
  await signIn(page, username, password);
  await page.evaluate(async () => {
    const answer = await fetch('/v1/me', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-groundwork-csrf': '1' },
      body: JSON.stringify({ displayName: 'Wilma', country: 'ES', languages: ['en'] }),
    });
    if (!answer.ok) throw new Error(`profile: ${answer.status}`);
  });
}

const offered = (page, job) => until(page, async (id) => (await fetch(`/v1/offers/${id}`)).ok, job);

async function shell(context, page) {
  const network = await context.newCDPSession(page);
  const scripts = new Set();
  let bytes = 0;
  await network.send('Network.enable');
  await network.send('Network.setCacheDisabled', { cacheDisabled: true });
  // A service worker that was quick to settle would give the scripts from its own cache.
  await network.send('Network.setBypassServiceWorker', { bypass: true });
  network.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto('/worker', { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await network.detach();
  check(bytes > 0, 'no script came over the wire');
  figure("worker's shell, JavaScript on the wire", bytes / 1000, 'kB');
}

/** From the press on Submit until the screen with the next task has been drawn, as the page itself measures it. */
const untilNext = (page, shown) =>
  page.evaluate(
    ([selector]) =>
      new Promise((resolve) => {
        const before = document.querySelector(selector).textContent;
        const submit = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Submit');
        const began = performance.now();
        submit.click();
        const look = () => {
          const now = document.querySelector(selector)?.textContent;
          if (now === undefined || now === before) requestAnimationFrame(look);
          // The frame after the one that has it: by then it is on the glass.
          else requestAnimationFrame(() => resolve(performance.now() - began));
        };
        requestAnimationFrame(look);
      }),
    [shown],
  );

const heldReady = (page, job) =>
  until(
    page,
    async (id) => {
      const { items } = await (await fetch('/v1/assignments?state=CLAIMED&limit=50')).json();
      return items.filter((one) => one.jobId === id).length === 2;
    },
    job,
  );

async function nextTask(page) {
  const job = await openJob(
    'Which animal is it?',
    { animal: { 'x-kind': 'choice', enum: ['cat', 'dog'] } },
    [
      { type: 'view.text', value: { $in: '/text' } },
      { type: 'field.choice', out: '/animal' },
    ],
    { text: { type: 'string' } },
    Array.from({ length: rounds + 3 }, (_, n) => ({ text: `animal number ${n}` })),
  );
  await offered(page, job);
  await page.goto(`/worker/jobs/${job}`);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await page.getByRole('radio', { name: 'cat' }).check();
    await heldReady(page, job);
    times.push(await untilNext(page, '[class*=text]'));
  }
  figure('next task shown after submit', median(times), 'ms');
}

/** Puts an answer into the draft of every task of a job that is claimed, as if it had been made before. */
async function withDrafts(page, job, make) {
  const claimed = await page.evaluate(async (id) => {
    const read = async (path) => (await fetch(path)).json();
    const { items } = await read('/v1/assignments?state=CLAIMED&limit=50');
    return Promise.all(items.filter((one) => one.jobId === id).map((one) => read(`/v1/assignments/${one.id}`)));
  }, job);
  const drafts = claimed.map(({ id, input }) => [id, { past: [], present: make(input), future: [] }]);
  await page.evaluate(async (list) => {
    const { id } = await (await fetch('/session')).json();
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open(`groundwork-work-${id}`);
      opening.onerror = reject;
      opening.onsuccess = () => {
        const change = opening.result.transaction('drafts', 'readwrite');
        for (const [key, history] of list) change.objectStore('drafts').put({ history, savedAt: Date.now() }, key);
        change.onerror = reject;
        change.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
  }, drafts);
  await page.reload();
}

async function drag(page) {
  const { id: medium } = await asRequester('POST', '/v1/media', picture(), 'image/png');
  const job = await openJob(
    'Mark the cars',
    {
      objects: {
        'x-kind': 'boxes',
        'x-labels': ['car', 'bicycle'],
        'x-of': { $in: '/image' },
        'x-size': { width: 400, height: 300 },
      },
    },
    [{ type: 'field.shapes', out: '/objects', tools: ['box'] }],
    { image: { type: 'string', format: 'uri', 'x-media': 'image' } },
    [{ image: `media:${medium}` }, { image: `media:${medium}` }],
  );
  await offered(page, job);
  await page.goto(`/worker/jobs/${job}`);
  await heldReady(page, job);
  await withDrafts(page, job, () => ({
    objects: Array.from({ length: boxes }, (_, n) => ({
      label: n % 2 ? 'car' : 'bicycle',
      x: (n % 20) * 20,
      y: Math.floor(n / 20) * 20,
      width: 16,
      height: 16,
    })),
  }));
  const drawing = page.locator('svg[viewBox="0 0 400 300"]');
  await page.waitForFunction((count) => document.querySelectorAll('svg rect').length === count, boxes);
  const area = await drawing.boundingBox();
  const at = (x, y) => [area.x + (area.width * x) / 400, area.y + (area.height * y) / 300];
  await page.mouse.move(...at(208, 148));
  await page.mouse.down();
  const frames = page.evaluate(
    () =>
      new Promise((resolve) => {
        const began = performance.now();
        let [count, last] = [0, began];
        const gaps = [];
        const tick = (now) => {
          gaps.push(now - last);
          last = now;
          if (++count < 90) requestAnimationFrame(tick);
          else resolve(gaps.slice(5));
        };
        requestAnimationFrame(tick);
      }),
  );
  let moving = true;
  const gaps = frames.finally(() => {
    moving = false;
  });
  for (let step = 0; moving; step++)
    await page.mouse.move(...at(208 + 60 * Math.sin(step / 15), 148 + 40 * Math.cos(step / 15)));
  const each = await gaps;
  await page.mouse.up();
  figure(`a frame while one of ${boxes} boxes is dragged`, each.reduce((sum, gap) => sum + gap, 0) / each.length, 'ms');
}

async function longText(page) {
  const sentence = 'The quick brown fox jumps over the lazy dog near the river. ';
  const job = await openJob(
    'Mark the names',
    { names: { 'x-kind': 'spans', 'x-labels': ['PER', 'LOC'], 'x-of': { $in: '/text' } } },
    [{ type: 'field.spans', out: '/names' }],
    { text: { type: 'string' } },
    Array.from({ length: rounds + 3 }, (_, n) => ({ text: `Text ${n}. ${sentence.repeat(1000)}`.slice(0, letters) })),
  );
  await offered(page, job);
  await page.goto(`/worker/jobs/${job}`);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await heldReady(page, job);
    await withDrafts(page, job, ({ text }) => ({
      names: {
        textHash: createHash('sha256').update(text).digest('hex'),
        spans: Array.from({ length: spans }, (_, n) => ({
          start: 20 + n * 200,
          end: 40 + n * 200,
          label: n % 2 ? 'PER' : 'LOC',
        })),
      },
    }));
    await page.getByRole('textbox').waitFor();
    times.push(await untilNext(page, '[role=textbox]'));
  }
  figure(`the next text of ${letters / 1000} kB with ${spans} marks`, median(times), 'ms');
}

/** From the start of the navigation until the figures, the charts and the agreement of a large job have been drawn. */
async function progressPage(page) {
  const t = texts('en', 'requester');
  await page.goto('/session/login?returnTo=/requester');
  await signIn(page, 'rita', 'demo');
  // A job of this size is looked at in the background for the first time; later looks come from there.
  for (const part of ['charts', 'agreement'])
    await until(page, async (path) => (await fetch(path)).ok, `/v1/jobs/${largeJob.id}/${part}`);
  const wanted = [
    largeJob.tasks.toLocaleString('en'),
    t('chart.answers'),
    t('chart.hourly'),
    beginning(t('agreement.of')),
  ];
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await page.goto(`/requester/jobs/${largeJob.id}`, { waitUntil: 'commit' });
    times.push(
      await page.evaluate(
        (parts) =>
          new Promise((resolve) => {
            const look = () => {
              const shown = document.querySelector('main')?.textContent ?? '';
              if (parts.every((part) => shown.includes(part))) requestAnimationFrame(() => resolve(performance.now()));
              else requestAnimationFrame(look);
            };
            look();
          }),
        wanted,
      ),
    );
  }
  figure(`progress of a job with ${wanted[0]} tasks, loaded`, median(times), 'ms');
}

await launched(async (browser) => {
  const context = await browser.newContext({ ...devices.desk, baseURL: url, locale: 'en', reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await arrive(page);
  await shell(context, page);
  await nextTask(page);
  await drag(page);
  await longText(page);
  const requester = await browser.newContext({ ...devices.desk, baseURL: url, locale: 'en', reducedMotion: 'reduce' });
  requester.setDefaultTimeout(60_000);
  await progressPage(await requester.newPage());
});
