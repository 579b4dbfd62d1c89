import { describe, expect, it } from 'vitest';
import {
  fresh,
  missingFields,
  mostPastCharacters,
  redo,
  replace,
  screensOut,
  set,
  startOf,
  undo,
  unplayed,
  withoutHidden,
} from './answer';
import type { TaskSpec } from './spec';

const seen = { input: {}, playedFully: [], opened: [] };

const spec: TaskSpec = {
  output: {
    required: ['topic'],
    properties: { topic: { 'x-kind': 'choice' }, detail: { 'x-kind': 'text' }, source: { 'x-kind': 'text' } },
  },
  ui: {
    kind: 'blocks',
    blocks: [
      { type: 'field.choice', out: '/topic' },
      {
        type: 'group',
        visibleIf: { op: 'eq', path: '/topic', value: 'other' },
        blocks: [
          { type: 'field.text', out: '/detail', required: true },
          { type: 'field.text', out: '/source', visibleIf: { op: 'notEmpty', path: '/detail' } },
        ],
      },
    ],
  },
};

describe('history', () => {
  it('goes back and forth', () => {
    const one = set(fresh(), 'topic', 'a');
    const two = set(one, 'topic', 'b');
    expect(undo(two).present).toEqual({ topic: 'a' });
    expect(undo(undo(two)).present).toEqual({});
    expect(redo(undo(two)).present).toEqual({ topic: 'b' });
    expect(undo(fresh()).present).toEqual({});
  });

  it('takes typing for one step', () => {
    const typed = set(set(set(fresh(), 'detail', 'h'), 'detail', 'he', true), 'detail', 'hey', true);
    expect(undo(typed).present).toEqual({});
  });

  it('keeps no more steps than there is room for, the last ones', () => {
    const long = 'x'.repeat(mostPastCharacters / 4);
    let history = fresh();
    for (let step = 0; step < 20; step++) history = replace(history, { step, long });
    expect(history.past.map(({ step }) => step)).toEqual([16, 17, 18]);
    expect(undo(history).present).toEqual({ step: 18, long });
    expect(redo(undo(history))).toEqual(history);

    const longer = replace(history, { long: 'x'.repeat(mostPastCharacters) });
    expect(replace(longer, {}).past).toEqual([]);
  });

  it('forgets what was undone once something else is done', () => {
    const other = set(undo(set(fresh(), 'topic', 'a')), 'topic', 'b');
    expect(redo(other)).toBe(other);
  });
});

describe('what is submitted', () => {
  it('holds nothing that is hidden, nor what only that made visible', () => {
    expect(withoutHidden(spec, { topic: 'news', detail: 'x', source: 'y' }, seen)).toEqual({ topic: 'news' });
    expect(withoutHidden(spec, { topic: 'other', detail: 'x', source: 'y' }, seen)).toEqual({
      topic: 'other',
      detail: 'x',
      source: 'y',
    });
  });

  it('lacks nothing that is shown and must be there', () => {
    expect(missingFields(spec, {}, seen)).toEqual(['topic']);
    expect(missingFields(spec, { topic: 'other' }, seen)).toEqual(['detail']);
    expect(missingFields(spec, { topic: 'other', detail: '' }, seen)).toEqual(['detail']);
    expect(missingFields(spec, { topic: 'news' }, seen)).toEqual([]);
  });

  it('lacks what is begun and not finished, where it is shown', () => {
    expect(missingFields(spec, { topic: 'news' }, seen, ['topic'])).toEqual(['topic']);
    expect(missingFields(spec, { topic: 'news' }, seen, ['detail'])).toEqual([]);
  });
});

describe('a task that is not for the worker', () => {
  const screening: TaskSpec = { ...spec, screenOut: { output: 'topic', values: ['foreign'] } };

  it('asks for nothing else once they say so', () => {
    const strict = { ...screening, output: { ...spec.output, required: ['topic', 'detail'] } };
    expect(missingFields(strict, { topic: 'foreign' }, seen)).toEqual([]);
    expect(missingFields(strict, { topic: 'other' }, seen)).toEqual(['detail']);
  });

  it('is told by one choice of many, and by nothing where the spec does not say', () => {
    expect(screensOut(screening, { topic: ['news', 'foreign'] })).toBe(true);
    expect(screensOut(screening, { topic: ['news'] })).toBe(false);
    expect(screensOut(screening, {})).toBe(false);
    expect(screensOut(spec, { topic: 'foreign' })).toBe(false);
  });
});

describe('how an answer begins', () => {
  const starting: TaskSpec = {
    output: { required: ['tags'], properties: { tags: { 'x-kind': 'multichoice' }, text: { 'x-kind': 'text' } } },
    ui: {
      kind: 'blocks',
      blocks: [
        { type: 'field.multichoice', out: '/tags' },
        { type: 'field.text', out: '/text', start: { $in: '/draft' } },
      ],
    },
  };

  it('is the text to correct, and the empty list that must be there', () => {
    expect(startOf(starting, { draft: 'Helo' })).toEqual({ tags: [], text: 'Helo' });
    expect(startOf(starting, {})).toEqual({ tags: [] });
  });
});

describe('what must be played', () => {
  const sounds: TaskSpec = {
    output: { properties: { parts: { 'x-of': { $in: '/third' } }, mood: {} } },
    ui: {
      kind: 'blocks',
      blocks: [
        { type: 'view.audio', value: { $in: '/first' } },
        {
          type: 'group',
          blocks: [
            {
              type: 'view.video',
              value: { $in: '/second' },
              visibleIf: { op: 'eq', path: '/mood', value: 'sad' },
            },
          ],
        },
        { type: 'field.segments', out: '/parts' },
        { type: 'view.link', value: { $in: '/fourth' } },
      ],
    },
    screenOut: { output: 'mood', values: ['none'] },
    behaviour: { mustPlayFully: ['/first', '/second', '/third', '/fourth', '/fifth'] },
  };
  const input = { first: '/a', second: '/b', third: '/c', fourth: '/d' };

  it('is what is played on the screen and has not come to its end', () => {
    expect(unplayed(sounds, {}, { ...seen, input })).toEqual(['/first', '/third']);
    expect(unplayed(sounds, { mood: 'sad' }, { ...seen, input, playedFully: ['/first'] })).toEqual([
      '/second',
      '/third',
    ]);
    expect(unplayed(sounds, {}, { ...seen, input: { third: '/c' } })).toEqual(['/third']);
  });

  it('is nothing for whom the task is not, nor where nothing is said of it', () => {
    expect(unplayed(sounds, { mood: 'none' }, { ...seen, input })).toEqual([]);
    expect(unplayed({ ...sounds, behaviour: {} }, {}, { ...seen, input })).toEqual([]);
  });
});
