// Run by Maven (gateway/pom.xml): "build" makes the client when something of it changed, "test" checks and tests it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const root = path.join(import.meta.dirname, '..');
const target = path.join(root, '../../../target');
const output = path.join(target, 'classes/META-INF/resources');
const budgetBytes = 180_000;

const [command = 'build'] = process.argv.slice(2);

function run(program, args) {
  const done = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CI: 'true' },
  });
  if (done.error) throw done.error;
  if (done.status !== 0) {
    console.error(`${path.basename(program)} ${args.join(' ')} failed`);
    process.exit(done.status ?? 1);
  }
}

const tool = (file, ...args) => run(process.execPath, [path.join(root, 'node_modules', file), ...args]);
const hashOf = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(file);
    else yield file;
  }
}

function inputs() {
  const hash = createHash('sha256').update(process.version);
  for (const file of files(root)) hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Only when the lock changed, so that a machine that has built once needs no network. */
function install() {
  const stamp = path.join(root, 'node_modules/.groundwork-lock');
  const lock = hashOf(readFileSync(path.join(root, 'package-lock.json')), process.version);
  if (read(stamp) === lock) return;
  // A new folder must not make ./groundwork believe that the sources have changed.
  const { atime, mtime } = statSync(root);
  run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
  utimesSync(root, atime, mtime);
}

/** What a worker's browser must fetch before the first screen: the entry, the worker's area, and what they import. */
function checkBudget(manifest) {
  const needed = new Set();
  const add = (key) => {
    if (needed.has(key)) return;
    needed.add(key);
    for (const other of manifest[key].imports ?? []) add(other);
  };
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  add(entry);
  for (const key of ['src/areas/worker/routes.tsx', 'src/areas/worker/offers/OffersPage.tsx'])
    if (manifest[key]) add(key);
  const sizes = [...needed].map((key) => [
    manifest[key].file,
    gzipSync(readFileSync(path.join(output, manifest[key].file))).length,
  ]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(
    `web client: the worker's shell is ${(total / 1000).toFixed(1)} kB of JavaScript (gzip), ${budgetBytes / 1000} at most`,
  );
  if (total > budgetBytes) {
    for (const [file, size] of sizes.sort((a, b) => b[1] - a[1]))
      console.error(`  ${String(size).padStart(7)}  ${file}`);
    console.error('Load what the first screen does not need lazily.');
    process.exit(1);
  }
}

/** What the service worker keeps from the start: what a worker's tasks need, in all languages. Other parts it keeps when they are asked for. */
function shellFiles(manifest) {
  const wanted = new Set();
  const add = (key) => {
    if (wanted.has(key) || /^src\/areas\/(?!worker\/|public\/)/.test(key)) return;
    wanted.add(key);
    for (const other of [...(manifest[key].imports ?? []), ...(manifest[key].dynamicImports ?? [])]) add(other);
  };
  add(Object.keys(manifest).find((key) => manifest[key].isEntry));
  const texts = /^src\/shared\/i18n\/\w+\/(\w+)\.json$/;
  const ofWorkers = new Set(['common', 'public', 'worker', 'work', 'pay']);
  const hashed = [...wanted]
    .filter((key) => !texts.test(key) || ofWorkers.has(key.match(texts)[1]))
    .flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? []), ...(manifest[key].assets ?? [])]);
  const fixed = readdirSync(path.join(root, 'public/assets')).map((name) => `assets/${name}`);
  return [...new Set([...hashed, ...fixed])].sort();
}

function writeServiceWorker(manifest) {
  const list = shellFiles(manifest);
  const source = readFileSync(path.join(root, 'service-worker/sw.js'), 'utf8');
  const version = hashOf(source, ...list.map((file) => readFileSync(path.join(output, file)))).slice(0, 16);
  const text = source
    .replace('__VERSION__', version)
    .replace("['__FILES__']", JSON.stringify(list.map((file) => `/${file}`)));
  if (/__(VERSION|FILES)__/.test(text)) throw new Error('the service worker has no place for its files');
  writeFileSync(path.join(output, 'sw.js'), text);
}

function build() {
  const stamp = path.join(target, 'webui.stamp');
  const wanted = inputs();
  if (read(stamp) === wanted && existsSync(path.join(output, 'index.html'))) {
    console.log('web client: unchanged');
    return;
  }
  install();
  rmSync(stamp, { force: true });
  tool('vite/bin/vite.js', 'build', '--logLevel', 'warn');
  const manifestFile = path.join(output, '.vite/manifest.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  checkBudget(manifest);
  writeServiceWorker(manifest);
  rmSync(path.dirname(manifestFile), { recursive: true });
  // Compressed once here instead of at every request.
  for (const file of files(path.join(output, 'assets'))) {
    if (/\.(js|css|svg)$/.test(file)) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  }
  mkdirSync(target, { recursive: true });
  writeFileSync(stamp, wanted);
}

function test() {
  install();
  tool('@biomejs/biome/bin/biome', 'check', '.');
  tool('typescript/bin/tsc', '--noEmit');
  const report = path.join(target, 'webui-tests.json');
  rmSync(report, { force: true });
  tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  const { numTotalTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`Tests run: ${numTotalTests}, Failures: ${numFailedTests}, Errors: 0, Skipped: ${numPendingTests}`);
}

if (command === 'build') build();
else if (command === 'test') test();
else {
  console.error('usage: node scripts/build.mjs build|test');
  process.exit(2);
}
