import { expect, it } from 'vitest';
import { Heights, mostEchoes, tallest } from './heights';

function followed() {
  let now = 10_000;
  const heights = new Heights(400, () => now);
  return {
    says: (pixels: number) => heights.follow(pixels),
    pass: (millis: number) => {
      now += millis;
    },
  };
}

it('does not grow for ever with a page that is always a little taller than its frame', () => {
  for (const taller of [(frame: number) => frame + 16, (frame: number) => frame * 1.2]) {
    const { says, pass } = followed();
    let frame = 400;
    const seen = new Set<number>();
    for (let second = 0; second < 120; second++) {
      const before = frame;
      frame = says(taller(frame));
      seen.add(frame);
      // Such a page says nothing where its frame has not changed.
      if (frame === before) break;
      pass(120);
    }
    expect(seen.size).toBe(mostEchoes + 1);
    expect(frame).toBeLessThan(1_000);

    // Somebody opens a part of it.
    pass(5_000);
    expect(says(1_500)).toBe(1_500);
  }
});

it('follows a page that grows by itself, and one that becomes shorter', () => {
  const { says, pass } = followed();
  for (let row = 1; row <= 20; row++) {
    pass(600);
    expect(says(400 + row * 40)).toBe(400 + row * 40);
  }
  pass(100);
  expect(says(700)).toBe(700);
  pass(100);
  expect(says(90)).toBe(400);
  pass(1_000);
  expect(says(1_000_000)).toBe(tallest);
});

it('goes on once a page that grew by steps has come to rest', () => {
  const { says, pass } = followed();
  let pictures = 400;
  for (let i = 0; i < 20; i++) {
    pictures += 100;
    says(pictures);
    pass(100);
  }
  pass(400);
  expect(says(pictures + 50)).toBe(pictures + 50);
});
