import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../api/client';
import type { Given } from '../api/given';
import type { components } from '../api/schema';

type Schemas = components['schemas'];
type Month = Given<Schemas['BenefitMonth'], 'month' | 'earned' | 'laidAside'>;
export type Scheme = Omit<
  Given<Schemas['BenefitScheme'], 'code' | 'name' | 'currency' | 'rate' | 'firstMonth'>,
  'months'
> & { months: readonly Month[] };
export type NewScheme = Schemas['NewScheme'];

const key = ['benefit-schemes'] as const;

export function useSchemes() {
  return useQuery({
    queryKey: key,
    queryFn: async () => ((await unwrap(api.GET('/v1/benefit-schemes'))).items ?? []) as Scheme[],
  });
}

export function useAddScheme() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (scheme: NewScheme) => unwrap(api.POST('/v1/benefit-schemes', { body: scheme })) as Promise<unknown>,
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export function useEndScheme(code: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (lastMonth: string) =>
      unwrap(api.POST('/v1/benefit-schemes/{code}/end', { params: { path: { code } }, body: { lastMonth } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
