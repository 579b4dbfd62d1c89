import { expect, it } from 'vitest';
import type { Job } from '../jobs/jobs';
import type { SpecDocument } from './spec-edit';
import { newJob, pricedSeconds, rewardOf, termsOf, usualTerms } from './terms';

const spec = { output: { properties: {} }, ui: { kind: 'blocks' } } as SpecDocument;

it('sends what is typed as the API takes it', () => {
  expect(
    newJob(
      {
        ...usualTerms,
        title: ' Light ',
        amount: '0,12',
        overlap: '5',
        places: 'es, fr',
        languages: ['ca', 'yo'],
        untilSure: true,
      },
      spec,
    ),
  ).toEqual({
    title: 'Light',
    reward: { amount: '0.12', currency: 'EUR' },
    timeEstimate: 'PT30S',
    timeLimit: 'PT30M',
    overlap: 5,
    reviewWindow: 'P7D',
    places: ['ES', 'FR'],
    languages: ['ca', 'yo'],
    review: { policy: 'MANUAL', revisionWindow: 'PT2M' },
    quality: { overlap: { min: 2, max: 5 } },
    spec,
  });
});

it('says how many are paid beside the answers where the spec screens workers out, and nowhere else', () => {
  const screening: SpecDocument = { ...spec, screenOut: { output: 'dialect', values: ['foreign'] } };
  const terms = { ...usualTerms, screenOuts: '40' };
  expect(newJob(terms, screening).screenOuts).toBe(40);
  expect(newJob(terms, spec)).not.toHaveProperty('screenOuts');
  expect(newJob(usualTerms, screening)).not.toHaveProperty('screenOuts');
  expect(newJob(termsOf({ ...old, screenOuts: 0 }), screening).screenOuts).toBe(0);
});

it('leaves the window to the server where nobody looks', () => {
  const job = newJob({ ...usualTerms, silence: true, control: true }, spec);
  expect(job.reviewWindow).toBeUndefined();
  expect(job.review).toEqual({ policy: 'SILENCE', revisionWindow: 'PT2M' });
  expect(job.quality).toEqual({ control: {} });
});

it('holds the reward against one and a half times the estimate', () => {
  expect(pricedSeconds({ ...usualTerms, estimateSeconds: '15' })).toBe(23);
  expect(rewardOf({ ...usualTerms, amount: '0,05' })).toEqual({ amount: '0.05', currency: 'EUR' });
  expect(rewardOf({ ...usualTerms, amount: 'much' })).toBeNull();
  expect(rewardOf({ ...usualTerms, amount: '1.000' })).toBeNull();
  expect(() => newJob({ ...usualTerms, amount: '1.000' }, spec)).toThrowError();
});

const old: Job = {
  id: 'j',
  title: 'Mood',
  state: 'COMPLETED',
  reward: { amount: '0.10', currency: 'EUR' },
  description: 'For a study',
  budget: { amount: '50.00', currency: 'EUR' },
  floorPolicy: 'UNIFORM_MAX',
  languages: ['ca', 'es'],
  pilotWorkers: 25,
  overlap: 7,
  timeEstimateSeconds: 30,
  timeLimitSeconds: 1800,
  reviewWindowSeconds: 129_600,
  review: { policy: 'AUTO_BY_CONTROL_SCORE', threshold: 0.85, revisionWindowSeconds: 120 },
  quality: {
    overlap: { min: 3, max: 7, confidence: 0.95, ambiguityMargin: 0.1, calibrated: true },
    control: { share: 0.3, floor: 0.1, reliableAt: 0.95, maxUses: 50, perWorker: 20, namedClaims: true },
    training: { tasks: 4, threshold: 0.75, attempts: 3, workers: 20 },
  },
};

it('takes along from a job what the form does not ask for', () => {
  expect(newJob(termsOf(old), spec)).toEqual({
    title: 'Mood',
    description: 'For a study',
    reward: { amount: '0.10', currency: 'EUR' },
    budget: { amount: '50.00', currency: 'EUR' },
    floorPolicy: 'UNIFORM_MAX',
    pilotWorkers: 25,
    languages: ['ca', 'es'],
    timeEstimate: 'PT30S',
    timeLimit: 'PT30M',
    overlap: 7,
    reviewWindow: 'PT129600S',
    review: { policy: 'AUTO_BY_CONTROL_SCORE', threshold: 0.85, revisionWindow: 'PT120S' },
    quality: old.quality,
    spec,
  });
});

it('lets the form have the last word on a job that is copied', () => {
  const terms = { ...termsOf(old), languages: [], control: false, overlap: '2', currency: 'USD', reviewDays: '5' };
  const job = newJob(terms, spec);
  expect(job.budget).toBeUndefined();
  expect(job.languages).toBeUndefined();
  expect(job.reviewWindow).toBe('P5D');
  expect(job.review).toEqual({ policy: 'MANUAL', revisionWindow: 'PT120S' });
  expect(job.quality).toEqual({
    overlap: { ...old.quality?.overlap, min: 2, max: 2 },
    training: old.quality?.training,
  });
  expect(newJob({ ...terms, silence: true }, spec).reviewWindow).toBeUndefined();
  const final = termsOf({ ...old, review: { policy: 'MANUAL' } });
  expect(newJob(final, spec).review).toEqual({ policy: 'MANUAL' });
});
