import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/api/problem';
import { taken, taskOfMedium, taskType, UploadRejected } from './upload';

describe('an upload', () => {
  it.each([
    ['tasks.CSV', 'text/csv'],
    ['tasks.jsonl', 'application/x-ndjson'],
    ['tasks', 'application/x-ndjson'],
  ])('%s is %s', (name, type) => expect(taskType(name)).toBe(type));

  it('that is refused names its rows', () => {
    const rows = [{ row: 2, column: 'overlap', code: 'invalid-overlap', detail: 'must be a whole number' }];
    const body = { code: 'upload-rejected', detail: 'no', received: 2, rejectedRows: 1, errors: rows };
    expect(() => taken({ status: 422, body })).toThrow(UploadRejected);
    try {
      taken({ status: 422, body });
    } catch (refused) {
      expect((refused as UploadRejected).rows).toEqual(rows);
      expect((refused as UploadRejected).received).toBe(2);
    }
  });

  it('that something else refuses is a problem of its own', () => {
    expect(() => taken({ status: 413, body: null })).toThrow(Problem);
    expect(taken({ status: 200, body: { added: 1 } })).toEqual({ added: 1 });
  });
});

it('makes a task of a picture, with its size where the spec asks for it', () => {
  const inputs = [
    { name: 'image', media: 'image' },
    { name: 'width', media: undefined },
    { name: 'note', media: undefined },
  ];
  expect(JSON.parse(taskOfMedium('a.png', { id: '1', width: 640, height: 480 }, inputs))).toEqual({
    externalId: 'a.png',
    input: { image: 'media:1', width: 640 },
  });
});
