import type { components } from '../../../shared/api/schema';
import type { Money } from '../../../shared/format/money';
import { decimal } from '../decimal';
import type { Job } from '../jobs/jobs';
import type { SpecDocument } from './spec-edit';

type NewJob = components['schemas']['NewJob'];

/** The terms of a new job as they stand in the form: what is typed, until it is sent. */
export interface Terms {
  title: string;
  amount: string;
  currency: string;
  estimateSeconds: string;
  limitMinutes: string;
  overlap: string;
  reviewDays: string;
  places: string;
  silence: boolean;
  control: boolean;
  untilSure: boolean;
}

export const usualTerms: Terms = {
  title: '',
  amount: '',
  currency: 'EUR',
  estimateSeconds: '30',
  limitMinutes: '30',
  overlap: '3',
  reviewDays: '7',
  places: '',
  silence: false,
  control: false,
  untilSure: false,
};

const daySeconds = 86_400;

/** {@return the terms of a job that is there already, for another like it} */
export function termsOf(job: Job, reward?: string | null): Terms {
  return {
    title: job.title,
    amount: reward ?? job.reward.amount,
    currency: job.reward.currency,
    estimateSeconds: String(job.timeEstimateSeconds ?? 30),
    limitMinutes: String(Math.ceil((job.timeLimitSeconds ?? 1800) / 60)),
    overlap: String(job.overlap ?? 1),
    reviewDays: String(Math.max(1, Math.round((job.reviewWindowSeconds ?? 7 * daySeconds) / daySeconds))),
    places: (job.places ?? []).join(', '),
    silence: job.review?.policy === 'SILENCE',
    control: Boolean(job.quality?.control),
    untilSure: Boolean(job.quality?.overlap),
  };
}

const whole = (text: string, otherwise: number) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : otherwise);

/** {@return the time that a reward is held against before anything is measured: one and a half times the estimate} */
export function pricedSeconds(terms: Terms): number {
  return Math.ceil(whole(terms.estimateSeconds, 0) * 1.5);
}

/** {@return the reward as typed, or null while it is none} */
export function rewardOf(terms: Terms): Money | null {
  const amount = decimal(terms.amount);
  return /^\d+(\.\d+)?$/.test(amount) ? { amount, currency: terms.currency } : null;
}

export function newJob(terms: Terms, spec: SpecDocument): NewJob {
  const overlap = whole(terms.overlap, 1);
  const quality = {
    ...(terms.control ? { control: {} } : {}),
    ...(terms.untilSure ? { overlap: { min: Math.min(2, overlap), max: overlap } } : {}),
  };
  const places = terms.places
    .split(/[\s,;]+/)
    .map((place) => place.toUpperCase())
    .filter(Boolean);
  return {
    title: terms.title.trim(),
    reward: { amount: decimal(terms.amount), currency: terms.currency },
    timeEstimate: `PT${whole(terms.estimateSeconds, 0)}S`,
    timeLimit: `PT${whole(terms.limitMinutes, 0)}M`,
    overlap,
    ...(terms.silence ? {} : { reviewWindow: `P${whole(terms.reviewDays, 0)}D` }),
    ...(places.length > 0 ? { places } : {}),
    review: { policy: terms.silence ? 'SILENCE' : 'MANUAL' },
    ...(Object.keys(quality).length > 0 ? { quality } : {}),
    spec: spec as unknown as NewJob['spec'],
  };
}
