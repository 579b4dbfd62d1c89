import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { happens, shown } from '../../../testing/shown';
import { Problem } from '../../api/problem';
import type { FileStore, StoredFile } from '../files';
import type { Answer, TaskSpec } from '../spec';
import { TaskProvider } from '../TaskContext';
import { Blocks } from './Blocks';

const spec: TaskSpec = {
  output: { required: ['proof'], properties: { proof: { 'x-kind': 'file' } } },
  ui: { kind: 'blocks', blocks: [{ type: 'field.file', out: '/proof', label: 'Your receipt', accept: 'image/*' }] },
};
const stored: StoredFile = {
  value: 'media:0198c0de-0000-7000-8000-00000000ac3e',
  mediaType: 'application/pdf',
  bytes: 2_483_911,
  url: '/v1/media/0198c0de-0000-7000-8000-00000000ac3e/content?expires=1&signature=x',
};
const limits = { mostBytes: 12_000_000, mostPixels: 2_000 };
const nothing = () => undefined;

function Screen({ files, start = {}, tell }: { files?: FileStore; start?: Answer; tell?: (answer: Answer) => void }) {
  const [answer, setAnswer] = useState<Answer>(start);
  return (
    <TaskProvider
      value={{
        spec,
        input: {},
        answer,
        seen: { input: {}, playedFully: [], opened: [] },
        hotkeys: [],
        missing: [],
        set: (name, value) => {
          const next = value === undefined ? {} : { [name]: value };
          setAnswer(next);
          tell?.(next);
        },
        played: nothing,
        opened: nothing,
        sign: nothing,
        ...(files ? { files } : {}),
      }}
    >
      <Blocks blocks={spec.ui.blocks ?? []} />
    </TaskProvider>
  );
}

/** A store whose upload waits to be told how it ends. */
function store() {
  const told = { removed: [] as string[], progress: nothing as (share: number) => void };
  let end: { resolve: (file: StoredFile) => void; reject: (problem: unknown) => void } | null = null;
  const files: FileStore = {
    find: async (value) => (value === stored.value ? stored : null),
    upload: (_file, onProgress) => {
      told.progress = onProgress;
      return new Promise((resolve, reject) => {
        end = { resolve, reject };
      });
    },
    limits: async () => limits,
    remove: async (value) => {
      told.removed.push(value);
    },
  };
  return { files, told, arrives: () => end?.resolve(stored), fails: (problem: Problem) => end?.reject(problem) };
}

async function choose(host: HTMLElement, file = new File(['x'], 'receipt.pdf')) {
  const input = host.querySelector('input[type=file]') as HTMLInputElement;
  expect(input.accept).toBe('image/*');
  Object.defineProperty(input, 'files', { value: [file] });
  await happens(() => input.dispatchEvent(new Event('change', { bubbles: true })));
}

it('sends a chosen file, says how far it is, and answers with it once it is there', async () => {
  const { files, told, arrives } = store();
  const answers: Answer[] = [];
  const page = await shown(<Screen files={files} tell={(answer) => answers.push(answer)} />, { texts: ['work'] });
  await choose(page.host);
  await happens(() => told.progress(0.5));
  expect(page.host.textContent).toContain('“receipt.pdf” is on its way.');
  expect(page.host.querySelector('progress')?.value).toBe(0.5);
  expect(answers).toEqual([]);

  await happens(arrives);
  await happens(nothing);
  expect(answers).toEqual([{ proof: stored.value }]);
  expect(page.host.querySelector('a')?.getAttribute('href')).toBe(stored.url);
  expect(page.host.textContent).toContain('application/pdf, 2.48 MB');

  await happens(() => page.button('Remove the file')?.click());
  expect(answers.at(-1)).toEqual({});
  // It may come back by a step back.
  expect(told.removed).toEqual([]);
  await page.leave();
});

it('says why a file was not taken, and sends it again', async () => {
  const { files, arrives, fails } = store();
  const answers: Answer[] = [];
  const page = await shown(<Screen files={files} tell={(answer) => answers.push(answer)} />, { texts: ['work'] });
  await choose(page.host);
  await happens(() => fails(new Problem(413, 'files-too-large', 'The files of one answer are too large.')));
  expect(page.host.textContent).toContain('The files of this answer are too large together.');
  await happens(() => page.button('Try again')?.click());
  await happens(arrives);
  expect(answers).toEqual([{ proof: stored.value }]);
  await page.leave();
});

it('sends nothing that is too large, and does not offer to try it again', async () => {
  const { files } = store();
  const page = await shown(<Screen files={files} tell={() => undefined} />, { texts: ['work'] });
  await happens(nothing);
  expect(page.host.textContent).toContain('At most 12 MB.');
  const file = new File(['x'], 'street.mp4');
  Object.defineProperty(file, 'size', { value: limits.mostBytes + 1 });
  await choose(page.host, file);
  expect(page.host.textContent).toContain('This file is too large.');
  expect(page.host.querySelector('progress')).toBeNull();
  expect(page.button('Try again')).toBeUndefined();
  await page.leave();
});

/** Pictures of a width and a height, as a browser tells them that has loaded one; of no width, they cannot be read. */
function pictures(width: number, height: number) {
  vi.stubGlobal(
    'Image',
    class {
      onload = nothing;
      onerror = nothing;
      naturalWidth = width;
      naturalHeight = height;
      set src(url: string) {
        expect(url).toMatch(/^blob:/);
        queueMicrotask(() => (width > 0 ? this.onload() : this.onerror()));
      }
    },
  );
}

it.each([
  { picture: 'with more pixels than are taken', width: 50, height: 41, taken: false },
  { picture: 'with as many pixels as are taken', width: 50, height: 40, taken: true },
  { picture: 'that this browser cannot read', width: 0, height: 0, taken: true },
])('sends a picture $picture: $taken', async ({ width, height, taken }) => {
  pictures(width, height);
  const { files, arrives } = store();
  const answers: Answer[] = [];
  const page = await shown(<Screen files={files} tell={(answer) => answers.push(answer)} />, { texts: ['work'] });
  await happens(nothing);
  await choose(page.host, new File(['x'], 'street.png', { type: 'image/png' }));
  await happens(nothing);
  await happens(arrives);
  expect(answers).toEqual(taken ? [{ proof: stored.value }] : []);
  if (!taken) {
    expect(page.host.textContent).toContain('This picture has too many pixels. Send a smaller one.');
    expect(page.button('Try again')).toBeUndefined();
  }
  await page.leave();
  vi.unstubAllGlobals();
});

it('makes room with what was removed, and keeps the focus in the field', async () => {
  const { files, told, arrives, fails } = store();
  const answers: Answer[] = [];
  const page = await shown(
    <Screen files={files} start={{ proof: stored.value }} tell={(answer) => answers.push(answer)} />,
    { texts: ['work'] },
  );
  await happens(nothing);
  const remove = page.button('Remove the file');
  remove?.focus();
  await happens(() => remove?.click());
  expect(document.activeElement?.id).toBe('field-proof');

  await choose(page.host);
  await happens(() => fails(new Problem(409, 'too-many-files', 'One answer has at most 1 file.')));
  expect(told.removed).toEqual([stored.value]);
  await happens(arrives);
  expect(answers.at(-1)).toEqual({ proof: stored.value });
  await page.leave();
});

it('shows a file by the link that those have who judge, and lets nobody upload who may not', async () => {
  const page = await shown(<Screen start={{ proof: stored.url }} />, { texts: ['work'] });
  expect(page.host.querySelector('a')?.getAttribute('href')).toBe(stored.url);
  expect(page.host.querySelector('input')).toBeNull();
  expect(page.button('Remove the file')).toBeUndefined();
  await page.leave();
});
