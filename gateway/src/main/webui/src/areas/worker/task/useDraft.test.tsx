import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { fresh } from '../../../shared/task/answer';
import { happens, shown } from '../../../testing/shown';
import type { Task } from './store';

vi.hoisted(() => {
  const phone = { revision: 4, savedAt: '2026-11-22T18:00:12Z', answer: { mood: 'phone' } };
  globalThis.fetch = (async () =>
    new Response(JSON.stringify(phone), { headers: { 'Content-Type': 'application/json' } })) as typeof fetch;
});

const { saveDraft } = await import('./store');
const { useDraft } = await import('./useDraft');

function Screen({ id }: { id: string }) {
  const task: Task = {
    assignmentId: id,
    jobId: 'j',
    input: {},
    reward: { amount: '0.10', currency: 'EUR' },
    deadlineAt: '2099-01-01T00:00:00Z',
    held: true,
  };
  const draft = useDraft('w', task, () => ({}));
  const where = draft.elsewhere ? (draft.elsewhere.taken ? 'taken' : 'asked') : 'alone';
  return <p>{`${String(draft.history?.present.mood)}, ${where}`}</p>;
}

async function opened(id: string) {
  const page = await shown(<Screen id={id} />, { texts: [] });
  for (let turn = 0; turn < 50 && !/taken|asked/.test(page.host.querySelector('p')?.textContent ?? ''); turn++) {
    await happens(() => new Promise((later) => setTimeout(later, 5)));
  }
  const text = page.host.querySelector('p')?.textContent;
  await page.leave();
  return text;
}

it('takes the draft of another device without asking where nothing is here', async () => {
  expect(await opened('none')).toBe('phone, taken');
});

it('takes it where all that is here was sent', async () => {
  await saveDraft('w', 'sent', fresh({ mood: 'desk' }), 3, true);
  expect(await opened('sent')).toBe('phone, taken');
});

it('asks where something is here that was never sent', async () => {
  await saveDraft('w', 'unsent', fresh({ mood: 'desk' }), 3);
  expect(await opened('unsent')).toBe('desk, asked');
});
