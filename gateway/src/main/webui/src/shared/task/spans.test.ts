import { describe, expect, it } from 'vitest';
import { marked, pieces, pointsBefore, textHash, trimmed, words } from './spans';

const points = (text: string) => [...text];

describe('spans', () => {
  it('count code points, not the units of a browser', () => {
    const text = '😀 Ada';
    expect(pointsBefore(text, 3)).toBe(2);
    expect(pieces(points(text), [{ start: 2, end: 5, label: 'PER' }]).map((piece) => piece.text)).toEqual([
      '😀 ',
      'Ada',
    ]);
  });

  it('may lie within each other', () => {
    const cut = pieces(points('New York City'), [
      { start: 0, end: 13, label: 'ORG' },
      { start: 0, end: 8, label: 'LOC' },
    ]);
    expect(cut.map(({ text, labels }) => [text, labels])).toEqual([
      ['New York', ['ORG', 'LOC']],
      [' City', ['ORG']],
    ]);
  });

  it('have no blanks around them', () => {
    expect(trimmed(points('a  bc  '), 1, 7)).toEqual({ start: 3, end: 5 });
    expect(trimmed(points('a  bc  '), 5, 1)).toEqual({ start: 3, end: 5 });
    expect(trimmed(points('   '), 0, 3)).toBeNull();
  });

  it('stand in the order of the text, each once', () => {
    const one = { start: 4, end: 6, label: 'A' };
    const two = { start: 0, end: 2, label: 'A' };
    expect(marked(marked(marked([], one), two), one)).toEqual([two, one]);
  });

  it('go by words, whatever the script', () => {
    expect(
      words(points('Què és l’Àrea?')).map(({ start, end }) => points('Què és l’Àrea?').slice(start, end).join('')),
    ).toEqual(['Què', 'és', 'l’Àrea']);
  });

  it('carry the hash that the presets carry', async () => {
    expect(await textHash('It rained all day.')).toBe(
      'fad7039ea5a8ad0b07b7b3756146b7507ecaca74fc11c2590c1d647c5823550d',
    );
  });
});
