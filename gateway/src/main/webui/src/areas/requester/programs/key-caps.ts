import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { amountOf } from '../../../shared/format/decimal';
import type { Money } from '../../../shared/format/money';

/** What a program may publish jobs for in a month, in one currency. */
export type KeyCap = Given<components['schemas']['KeyCap'], 'client' | 'perMonth' | 'used'>;

const capsKey = ['requester', 'key-caps'] as const;

export function useKeyCaps(enabled: boolean) {
  return useQuery({
    queryKey: capsKey,
    queryFn: async () => ((await unwrap(api.GET('/v1/key-caps'))).items ?? []) as KeyCap[],
    enabled,
  });
}

/** The amount goes in as it is typed. */
export function useSetCap(client: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ amount, currency }: Money) =>
      unwrap(
        api.PUT('/v1/key-caps/{client}', {
          params: { path: { client } },
          body: { perMonth: amountOf(amount, currency) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: capsKey }),
  });
}

export function useRemoveCap(client: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (currency: string) =>
      unwrap(
        api.DELETE('/v1/key-caps/{client}', { params: { path: { client }, query: { currency } } }),
      ) as Promise<unknown>,
    onSuccess: () => queries.invalidateQueries({ queryKey: capsKey }),
  });
}
