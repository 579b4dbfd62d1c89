import { expect, it, vi } from 'vitest';
import { Problem } from '../../../shared/api/problem';
import { happens, shown } from '../../../testing/shown';
import type { Job } from '../jobs/jobs';
import { MediaUpload } from './MediaUpload';
import * as upload from './upload';

const job = {
  id: 'j',
  spec: {
    input: { required: ['picture'], properties: { picture: { type: 'string', 'x-media': 'image' } } },
    output: { properties: {} },
    ui: { blocks: [{ type: 'show.image', source: '{{picture}}' }] },
  },
} as unknown as Job;

it('names the file that is refused, and goes on without it and without sending the others again', async () => {
  const medium = vi.spyOn(upload, 'uploadMedium').mockImplementation(async (file) => {
    if (file.name === 'b.png') throw new Problem(422, 'media-broken', '');
    return { id: `m-${file.name}` };
  });
  const tasks = vi
    .spyOn(upload, 'uploadTasks')
    .mockResolvedValue({ received: 2, added: 2, repeated: 0, rejectedRows: 0, rejected: [] });
  const { host, button, leave } = await shown(<MediaUpload job={job} onDone={() => undefined} />, {
    texts: ['requester'],
  });
  const field = host.querySelector('input[type="file"]') as HTMLInputElement;
  const files = ['a.png', 'b.png', 'c.png'].map((name) => new File(['x'], name, { type: 'image/png' }));
  Object.defineProperty(field, 'files', { value: files });
  await happens(() => field.dispatchEvent(new Event('change', { bubbles: true })));

  await happens(() => button('Upload files')?.click());
  expect(host.textContent).toContain('Not taken: b.png.');
  expect(host.textContent).toContain('This file is broken');
  expect(tasks).not.toHaveBeenCalled();

  await happens(() => button('Leave it out and go on')?.click());
  expect(medium.mock.calls.map(([file]) => file.name)).toEqual(['a.png', 'b.png', 'c.png']);
  expect(tasks.mock.calls[0]?.[1]).toBe(
    ['a.png', 'c.png'].map((name) => `{"externalId":"${name}","input":{"picture":"media:m-${name}"}}\n`).join(''),
  );
  await leave();
});
