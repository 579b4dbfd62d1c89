import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import { jobsKey } from '../jobs/jobs';

export type ControlTask = components['schemas']['ControlTaskView'] & { taskId: string };
export type Quality = components['schemas']['QualityView'];

export const controlKey = (jobId: string) => [...jobsKey, 'control', jobId] as const;

export function useControlTasks(jobId: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...controlKey(jobId), 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/control-tasks', {
          params: { path: { jobId }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => (page.items ?? []) as ControlTask[]),
    enabled,
  });
}

export function useQuality(jobId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...controlKey(jobId), 'quality'],
    queryFn: () =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/quality', { params: { path: { jobId } } }),
      ) as Promise<unknown> as Promise<Quality>,
    enabled,
  });
}
