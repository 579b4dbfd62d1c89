import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import type { Json } from '../../../shared/task/spec';
import { jobsKey } from '../jobs/jobs';

/** What the answers to one property of a task come to. */
export interface FieldResult {
  value?: Json;
  votes?: number;
  share?: number;
  tie?: boolean;
  confidence?: number;
  agreement?: number;
  method?: string;
}

export interface TaskResult {
  taskId: string;
  externalId: string;
  answers: number;
  state: components['schemas']['ResultState'];
  confidence?: number | null;
  result: Record<string, FieldResult>;
}

interface ResultPage {
  items?: TaskResult[];
  next?: string | null;
  refreshedAt?: string;
  pendingTasks?: number;
}

export type ExportView = components['schemas']['ExportView'] & { id: string };
export type Format = components['schemas']['Format'];

export const resultsKey = (jobId: string) => [...jobsKey, 'results', jobId] as const;
export const exportsKey = (jobId: string) => [...jobsKey, 'exports', jobId] as const;

export function useResults(jobId: string) {
  return useInfiniteQuery({
    queryKey: resultsKey(jobId),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/results', {
          params: { path: { jobId }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ) as Promise<unknown> as Promise<ResultPage>,
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => ({
      items: data.pages.flatMap((page) => page.items ?? []),
      pendingTasks: data.pages[0]?.pendingTasks ?? 0,
    }),
  });
}

export function isUnderWay(state: ExportView['state']): boolean {
  return state === 'QUEUED' || state === 'RUNNING';
}

export function useExports(jobId: string) {
  return useQuery({
    queryKey: exportsKey(jobId),
    queryFn: async () =>
      ((
        (await unwrap(
          api.GET('/v1/jobs/{jobId}/exports', { params: { path: { jobId }, query: { limit: 50 } } }),
        )) as unknown as { items?: ExportView[] }
      ).items ?? []) as ExportView[],
    refetchInterval: ({ state }) => (state.data?.some((one) => isUnderWay(one.state)) ? 1000 : false),
  });
}
