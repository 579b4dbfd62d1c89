import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import type { Money } from '../../../shared/format/money';

type View = components['schemas']['OfferView'];

/** An offer whose members that are always there are known to be. */
export type Offer = View & { jobId: string; title: string; reward: Money };

export function useOffers() {
  return useInfiniteQuery({
    queryKey: ['worker', 'offers', 'list'],
    queryFn: async ({ pageParam }) =>
      unwrap(api.GET('/v1/offers', { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => (page.items ?? []) as Offer[]),
  });
}

export function useReasons(jobId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['worker', 'offers', jobId, 'why'],
    queryFn: () => unwrap(api.GET('/v1/offers/{jobId}/why', { params: { path: { jobId } } })),
    enabled,
  });
}

/** Tasks that the worker has taken and not answered yet. */
export function useClaimed() {
  return useQuery({
    queryKey: ['worker', 'assignments', 'CLAIMED'],
    queryFn: () => unwrap(api.GET('/v1/assignments', { params: { query: { state: 'CLAIMED', limit: 50 } } })),
    staleTime: 0,
  });
}
