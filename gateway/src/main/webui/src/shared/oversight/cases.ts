import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../api/client';
import type { Given } from '../api/given';
import { usePages } from '../api/pages';
import type { components } from '../api/schema';

export type Case = Given<
  components['schemas']['CaseView'],
  'id' | 'jobId' | 'kind' | 'workers' | 'state' | 'summary' | 'openedAt' | 'seenAt'
> & { evidence?: Record<string, unknown> };
export type CaseState = Case['state'];

const key = ['oversight', 'cases'] as const;

export function useCases(state: CaseState) {
  return usePages<Case>([...key, 'list', state], (cursor) =>
    unwrap(api.GET('/v1/cases', { params: { query: { state, limit: 25, ...cursor } } })),
  );
}

export function useCase(caseId: string) {
  return useQuery({
    queryKey: [...key, caseId],
    queryFn: async () => (await unwrap(api.GET('/v1/cases/{caseId}', { params: { path: { caseId } } }))) as Case,
  });
}

export function useDecideCase(caseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ confirm, reason }: { confirm: boolean; reason: string }) => {
      const call = { params: { path: { caseId } }, body: { reason } };
      return confirm
        ? unwrap(api.POST('/v1/cases/{caseId}/confirm', call))
        : unwrap(api.POST('/v1/cases/{caseId}/dismiss', call));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
