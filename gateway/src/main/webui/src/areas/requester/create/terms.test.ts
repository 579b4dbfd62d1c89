import { expect, it } from 'vitest';
import type { SpecDocument } from './spec-edit';
import { newJob, pricedSeconds, rewardOf, usualTerms } from './terms';

const spec = { output: { properties: {} }, ui: { kind: 'blocks' } } as SpecDocument;

it('sends what is typed as the API takes it', () => {
  expect(
    newJob({ ...usualTerms, title: ' Light ', amount: '0,12', overlap: '5', places: 'es, fr', untilSure: true }, spec),
  ).toEqual({
    title: 'Light',
    reward: { amount: '0.12', currency: 'EUR' },
    timeEstimate: 'PT30S',
    timeLimit: 'PT30M',
    overlap: 5,
    reviewWindow: 'P7D',
    places: ['ES', 'FR'],
    review: { policy: 'MANUAL' },
    quality: { overlap: { min: 2, max: 5 } },
    spec,
  });
});

it('leaves the window to the server where nobody looks', () => {
  const job = newJob({ ...usualTerms, silence: true, control: true }, spec);
  expect(job.reviewWindow).toBeUndefined();
  expect(job.review).toEqual({ policy: 'SILENCE' });
  expect(job.quality).toEqual({ control: {} });
});

it('holds the reward against one and a half times the estimate', () => {
  expect(pricedSeconds({ ...usualTerms, estimateSeconds: '15' })).toBe(23);
  expect(rewardOf({ ...usualTerms, amount: '0,05' })).toEqual({ amount: '0.05', currency: 'EUR' });
  expect(rewardOf({ ...usualTerms, amount: 'much' })).toBeNull();
});
