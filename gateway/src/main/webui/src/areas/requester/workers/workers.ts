import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { usePages } from '../../../shared/api/pages';
import type { components } from '../../../shared/api/schema';
import { jobsKey } from '../jobs/jobs';

type Schemas = components['schemas'];

/** How the answers of one worker of a job stand. */
export type JobWorker = Given<
  Schemas['JobWorkerView'],
  'workerId' | 'answers' | 'approved' | 'rejected' | 'held' | 'waiting' | 'medianActiveSeconds'
>;
export type Figure = Schemas['Figure'];
export type Confusion = Given<Schemas['ConfusionView'], 'field' | 'labels' | 'counts' | 'result'>;

/** @param field whose agreement is told; empty for the first with labels */
export function useWorkers(jobId: string, field: string) {
  return usePages<JobWorker>(
    [...jobsKey, 'workers', jobId, field],
    (cursor) =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/workers', {
          params: { path: { jobId }, query: { limit: 25, ...(field ? { field } : {}), ...cursor } },
        }),
      ),
    true,
    true,
  );
}

/** Which labels are given where which are the result. @param worker empty for everybody */
export function useConfusion(jobId: string, field: string, worker: string) {
  return useQuery({
    queryKey: [...jobsKey, 'confusion', jobId, field, worker],
    queryFn: () =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/agreement/confusion', {
          params: { path: { jobId }, query: { ...(field ? { field } : {}), ...(worker ? { worker } : {}) } },
        }),
      ) as Promise<unknown> as Promise<Confusion>,
    retry: false,
  });
}
