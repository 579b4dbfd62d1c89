import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../api/client';
import type { Report } from './FairnessNumbers';

/** The numbers that everybody may read; made once a day. */
export function useFairness() {
  return useQuery({
    queryKey: ['fairness'],
    queryFn: async () => (await unwrap(api.GET('/v1/fairness'))) as Report,
    staleTime: 600_000,
  });
}
