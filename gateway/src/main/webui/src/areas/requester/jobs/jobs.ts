import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import type { Money } from '../../../shared/format/money';

type View = components['schemas']['JobView'];
type ProgressView = components['schemas']['ProgressView'];

export type JobState = components['schemas']['JobState'];

/** A job whose members that are always there are known to be. */
export type Job = View & { id: string; title: string; state: JobState; reward: Money };

/** Progress whose counts are always there. */
export type Progress = ProgressView & {
  [name in CountName]: number;
} & { state: JobState; spent: Money };

type CountName =
  | 'tasks'
  | 'tasksDone'
  | 'assignments'
  | 'open'
  | 'claimed'
  | 'submitted'
  | 'approved'
  | 'acceptedUnused'
  | 'rejectionHeld'
  | 'appealed'
  | 'rejected'
  | 'screenedOut'
  | 'returned'
  | 'expired';

export const jobsKey = ['requester', 'jobs'] as const;
export const jobKey = (jobId: string) => [...jobsKey, 'one', jobId] as const;
export const progressKey = (jobId: string) => [...jobsKey, 'progress', jobId] as const;

export function useJobs(state: JobState | '') {
  return useInfiniteQuery({
    queryKey: [...jobsKey, 'list', state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/jobs', {
          params: { query: { limit: 20, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => (page.items ?? []) as Job[]),
  });
}

export function useJob(jobId: string) {
  return useQuery({
    queryKey: jobKey(jobId),
    queryFn: async () => (await unwrap(api.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } }))) as Job,
    // The money of a published job is held by another service, a moment later.
    refetchInterval: ({ state }) => (state.data?.state === 'FUNDING' ? 1000 : false),
  });
}

export function isPublished(state: JobState): boolean {
  return state !== 'DRAFT' && state !== 'FUNDING';
}

export function hasEnded(state: JobState): boolean {
  return state === 'COMPLETED' || state === 'CANCELLED';
}

/** {@return whether nothing will change any more} */
export function isFinal(progress: Progress): boolean {
  const { state, claimed, submitted, rejectionHeld, appealed } = progress;
  return hasEnded(state) && claimed + submitted + rejectionHeld + appealed === 0;
}

export function useProgress(jobId: string, enabled = true) {
  return useQuery({
    queryKey: progressKey(jobId),
    queryFn: async () =>
      (await unwrap(api.GET('/v1/jobs/{jobId}/progress', { params: { path: { jobId } } }))) as Progress,
    enabled,
  });
}

const tryAgainMillis = 5000;

/**
 * The progress as it changes, by server-sent events. A connection that breaks is tried again by the browser; one that was refused, as
 * after the end of a session, by this page.
 *
 * @returns whether what is shown is live
 */
export function useLiveProgress(jobId: string, enabled: boolean): boolean {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (event: MessageEvent<string>) => {
      const progress = JSON.parse(event.data) as Progress;
      queries.setQueryData(progressKey(jobId), progress);
      const known = queries.getQueryData<Job>(jobKey(jobId));
      if (known && known.state !== progress.state) queries.invalidateQueries({ queryKey: jobKey(jobId) });
      setLive(true);
      if (isFinal(progress)) source.close();
    };
    const connect = () => {
      source = new EventSource(`/v1/jobs/${encodeURIComponent(jobId)}/progress/events`);
      source.addEventListener('progress', hear);
      source.onerror = () => {
        setLive(false);
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, tryAgainMillis);
      };
    };
    connect();
    return () => {
      source.close();
      clearTimeout(timer);
      setLive(false);
    };
  }, [jobId, enabled, queries]);
  return live;
}

export type Charts = components['schemas']['ChartsView'];
export type Agreement = components['schemas']['AgreementView'];
export type Quote = Omit<components['schemas']['QuoteView'], 'floor'> & {
  assignments: number;
  base: Money;
  fee: Money;
  reserve: Money;
  total: Money;
  floor: FloorCheck;
};

/** Whether a reward passes the wage floor, and why; amounts are decimal texts in the currency of the reward. */
export interface FloorCheck {
  passes: boolean;
  currency: string;
  required: string;
  shortfall: string;
  floor: { per_hour: string; place: string; source: string; kind: string };
  time: { statistic: string; seconds: number; median_seconds: number; workers: number };
  implied_hourly: { at_price_time: string; at_median: string };
}

const chartsEveryMillis = 15_000;

export function useCharts(jobId: string, running: boolean) {
  return useQuery({
    queryKey: [...jobsKey, 'charts', jobId],
    queryFn: () =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/charts', { params: { path: { jobId } } }),
      ) as Promise<unknown> as Promise<Charts>,
    refetchInterval: running ? chartsEveryMillis : false,
  });
}

export function useAgreement(jobId: string, running: boolean) {
  return useQuery({
    queryKey: [...jobsKey, 'agreement', jobId],
    queryFn: () =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/agreement', { params: { path: { jobId } } }),
      ) as Promise<unknown> as Promise<Agreement>,
    refetchInterval: running ? chartsEveryMillis : false,
  });
}

export const quoteKey = (jobId: string) => [...jobsKey, 'quote', jobId] as const;

export function useQuote(jobId: string, enabled: boolean) {
  return useQuery({
    queryKey: quoteKey(jobId),
    queryFn: async () =>
      (await unwrap(api.GET('/v1/jobs/{jobId}/quote', { params: { path: { jobId } } }))) as unknown as Quote,
    enabled,
  });
}
