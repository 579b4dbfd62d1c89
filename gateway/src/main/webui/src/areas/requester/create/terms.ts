import type { components } from '../../../shared/api/schema';
import { amountOf } from '../../../shared/format/decimal';
import type { Money } from '../../../shared/format/money';
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
  /** Asked for where the spec says which answers screen a worker out. */
  screenOuts: string;
  reviewDays: string;
  places: string;
  /** BCP 47 tags of the languages that the work is in. */
  languages: readonly string[];
  silence: boolean;
  control: boolean;
  untilSure: boolean;
  /** What a job like it has beyond the form; goes along as it is. */
  kept?: Kept;
}

type Kept = Pick<NewJob, 'description' | 'budget' | 'floorPolicy' | 'pilotWorkers' | 'quality' | 'review'> & {
  /** The window of {@link Terms.reviewDays} to the second, and its days as the form shows them. */
  window?: { seconds: number; days: string };
};

export const usualTerms: Terms = {
  title: '',
  amount: '',
  currency: 'EUR',
  estimateSeconds: '30',
  limitMinutes: '30',
  overlap: '3',
  screenOuts: '',
  reviewDays: '7',
  places: '',
  languages: [],
  silence: false,
  control: false,
  untilSure: false,
};

const daySeconds = 86_400;

/** How long the workers of a new job may take an answer back, as nobody has seen it yet. */
const usualRevision = 'PT2M';

/** {@return the terms of a job that is there already, for another like it} */
export function termsOf(job: Job, reward?: string | null): Terms {
  const reviewDays = String(Math.max(1, Math.round((job.reviewWindowSeconds ?? 7 * daySeconds) / daySeconds)));
  const { policy, threshold, revisionWindowSeconds } = job.review ?? {};
  return {
    title: job.title,
    amount: reward ?? job.reward.amount,
    currency: job.reward.currency,
    estimateSeconds: String(job.timeEstimateSeconds ?? 30),
    limitMinutes: String(Math.ceil((job.timeLimitSeconds ?? 1800) / 60)),
    overlap: String(job.overlap ?? 1),
    screenOuts: job.screenOuts === undefined ? '' : String(job.screenOuts),
    reviewDays,
    places: (job.places ?? []).join(', '),
    languages: job.languages ?? [],
    silence: job.review?.policy === 'SILENCE',
    control: Boolean(job.quality?.control),
    untilSure: Boolean(job.quality?.overlap),
    kept: {
      ...(job.description ? { description: job.description } : {}),
      ...(job.budget ? { budget: job.budget } : {}),
      ...(job.floorPolicy ? { floorPolicy: job.floorPolicy } : {}),
      ...(job.pilotWorkers ? { pilotWorkers: job.pilotWorkers } : {}),
      ...(job.quality ? { quality: job.quality } : {}),
      ...(job.reviewWindowSeconds ? { window: { seconds: job.reviewWindowSeconds, days: reviewDays } } : {}),
      review: {
        ...(policy ? { policy } : {}),
        ...(threshold !== undefined ? { threshold } : {}),
        ...(revisionWindowSeconds ? { revisionWindow: `PT${revisionWindowSeconds}S` } : {}),
      },
    },
  };
}

const whole = (text: string, otherwise: number) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : otherwise);

/** {@return the time that a reward is held against before anything is measured: one and a half times the estimate} */
export function pricedSeconds(terms: Terms): number {
  return Math.ceil(whole(terms.estimateSeconds, 0) * 1.5);
}

/** {@return the reward as typed, or null while it is none, or may be read in two ways} */
export function rewardOf(terms: Terms): Money | null {
  try {
    const reward = amountOf(terms.amount, terms.currency);
    return /^\d+(\.\d+)?$/.test(reward.amount) ? reward : null;
  } catch {
    return null;
  }
}

/** A budget in another currency than the reward is none. */
function budgetOf({ kept, currency }: Terms): Pick<NewJob, 'budget'> {
  return kept?.budget?.currency === currency ? { budget: kept.budget } : {};
}

/** Where nobody looks the longest window is left to the server, unless the job that is copied had a shorter one. */
function windowOf({ silence, reviewDays, kept }: Terms): Pick<NewJob, 'reviewWindow'> {
  const wasSilent = kept?.review?.policy === 'SILENCE';
  const same = kept?.window && silence === wasSilent && (silence || kept.window.days === reviewDays);
  if (same) return { reviewWindow: `PT${kept.window?.seconds}S` };
  return silence ? {} : { reviewWindow: `P${whole(reviewDays, 0)}D` };
}

/** Deciding by the control score goes along while there are control tasks to measure it by. */
function reviewOf({ silence, control, kept }: Terms): NewJob['review'] {
  const { policy, threshold, ...others } = kept ? (kept.review ?? {}) : { revisionWindow: usualRevision };
  if (silence) return { ...others, policy: 'SILENCE' };
  if (policy !== 'AUTO_BY_CONTROL_SCORE' || !control) return { ...others, policy: 'MANUAL' };
  return { ...others, policy, ...(threshold !== undefined ? { threshold } : {}) };
}

/** @throws Problem {@code ambiguous-amount} for a reward that may be read in two ways */
export function newJob(terms: Terms, spec: SpecDocument): NewJob {
  const overlap = whole(terms.overlap, 1);
  const kept = terms.kept ?? {};
  const { control, overlap: sure, training } = kept.quality ?? {};
  const quality = {
    ...(terms.control ? { control: control ?? {} } : {}),
    ...(terms.untilSure ? { overlap: { ...sure, min: Math.min(sure?.min ?? 2, overlap), max: overlap } } : {}),
    ...(training ? { training } : {}),
  };
  const places = terms.places
    .split(/[\s,;]+/)
    .map((place) => place.toUpperCase())
    .filter(Boolean);
  return {
    ...(kept.description ? { description: kept.description } : {}),
    ...budgetOf(terms),
    ...(kept.floorPolicy ? { floorPolicy: kept.floorPolicy } : {}),
    ...(kept.pilotWorkers ? { pilotWorkers: kept.pilotWorkers } : {}),
    title: terms.title.trim(),
    reward: amountOf(terms.amount, terms.currency),
    timeEstimate: `PT${whole(terms.estimateSeconds, 0)}S`,
    timeLimit: `PT${whole(terms.limitMinutes, 0)}M`,
    overlap,
    ...(spec.screenOut && terms.screenOuts ? { screenOuts: whole(terms.screenOuts, 0) } : {}),
    ...windowOf(terms),
    ...(places.length > 0 ? { places } : {}),
    ...(terms.languages.length > 0 ? { languages: [...terms.languages] } : {}),
    review: reviewOf(terms),
    ...(Object.keys(quality).length > 0 ? { quality } : {}),
    spec: spec as unknown as NewJob['spec'],
  };
}
