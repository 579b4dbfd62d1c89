import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';

export type Assignment = components['schemas']['AssignmentView'];
export type AssignmentState = components['schemas']['AssignmentState'];

export const answersKey = ['worker', 'assignments'] as const;

export function useAnswers(state: AssignmentState | '') {
  return useInfiniteQuery({
    queryKey: [...answersKey, 'list', state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/assignments', {
          params: { query: { limit: 30, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items ?? []),
  });
}

export function useAnswer(id: string) {
  return useQuery({
    queryKey: [...answersKey, id],
    queryFn: () => unwrap(api.GET('/v1/assignments/{id}', { params: { path: { id } } })),
  });
}
