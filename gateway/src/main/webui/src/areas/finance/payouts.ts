import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../../app/session';
import { api, unwrap } from '../../shared/api/client';
import type { Given } from '../../shared/api/given';
import { readPages, usePages } from '../../shared/api/pages';
import type { components } from '../../shared/api/schema';

type Schemas = components['schemas'];

export type Batch = Given<
  Schemas['PayoutBatch'],
  'id' | 'rail' | 'state' | 'minimum' | 'payoutCount' | 'total' | 'contentHash' | 'proposedBy' | 'proposedAt'
>;
export type Progress = Schemas['PayoutBatchWithPayouts'];
export type Payout = Given<Schemas['Payout'], 'id' | 'batchId' | 'workerId' | 'amount' | 'state' | 'endToEndId'>;
export type PayoutState = Payout['state'];
export type Comparison = Given<
  Schemas['PayoutBatchComparison'],
  'batchId' | 'releasedAt' | 'payoutCount' | 'total' | 'joined' | 'left' | 'accountsChanged' | 'changes'
>;

export const financeKey = ['finance'] as const;

/** What the person at the desk may do. */
export function useDesk() {
  const { who } = useSession();
  return {
    id: who?.id ?? '',
    maker: who?.roles.includes('finance-maker') ?? false,
    checker: who?.roles.includes('finance-checker') ?? false,
  };
}

export function usePayables() {
  return useQuery({ queryKey: [...financeKey, 'payables'], queryFn: () => unwrap(api.GET('/v1/payables')) });
}

export function useBatches() {
  return usePages<Batch>([...financeKey, 'batches'], (cursor) =>
    unwrap(
      api.GET('/v1/payout-batches', {
        params: { query: { limit: 25, ...cursor } },
      }),
    ),
  );
}

/** Batches that wait for a decision, however old: the list is of all states, newest first. */
export function useUndecided() {
  return useQuery({
    queryKey: [...financeKey, 'batches', 'undecided'],
    queryFn: async () => {
      const all = await readPages<Batch>((cursor) =>
        unwrap(api.GET('/v1/payout-batches', { params: { query: { limit: 500, ...cursor } } })),
      );
      return all.filter(({ state }) => state === 'FROZEN' || state === 'APPROVED');
    },
  });
}

/** A batch, and its payouts page by page. */
export function useBatch(batchId: string) {
  return useInfiniteQuery({
    queryKey: [...financeKey, 'batch', batchId],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/payout-batches/{batchId}', {
          params: { path: { batchId }, query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.payouts?.next ?? undefined,
    select: (data) => ({
      batch: data.pages[0] as Batch & Progress,
      payouts: data.pages.flatMap((page) => (page.payouts?.items ?? []) as Payout[]),
    }),
  });
}

export function useReview(batchId: string) {
  return useQuery({
    queryKey: [...financeKey, 'batch', batchId, 'review'],
    queryFn: () => unwrap(api.GET('/v1/payout-batches/{batchId}/review', { params: { path: { batchId } } })),
  });
}

export function useActions(batchId: string) {
  return useQuery({
    queryKey: [...financeKey, 'batch', batchId, 'actions'],
    queryFn: () => unwrap(api.GET('/v1/payout-batches/{batchId}/actions', { params: { path: { batchId } } })),
  });
}

export function usePayouts(state: PayoutState) {
  return usePages<Payout>([...financeKey, 'payouts', state], (cursor) =>
    unwrap(api.GET('/v1/payouts', { params: { query: { state, limit: 50, ...cursor } } })),
  );
}

export interface NewBatch {
  rail: string;
  currency: string;
  minimum: string;
  draft: boolean;
}

/** @param key one for each form: sent again after a lost answer, it proposes nothing twice */
export function usePropose(key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ minimum, ...batch }: NewBatch) =>
      (await unwrap(
        api.POST('/v1/payout-batches', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...batch, ...(minimum ? { minimum } : {}) },
        }),
      )) as Batch,
    onSuccess: () => forget(queries),
  });
}

/** What a person does with a batch whose content they have seen. */
export type Step =
  | { name: 'approve' | 'release' | 'freeze' | 'cancel' | 'sent' | 'settle' | 'close' }
  | { name: 'reject'; reason: string }
  | { name: 'exclude'; payoutId: string; reason: string };

export function useStep(batchId: string, contentHash: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: Step) => take(batchId, contentHash, step),
    // Also after a refusal: what the screen shows may be what was refused.
    onSettled: () => forget(queries),
  });
}

function take(batchId: string, contentHash: string, step: Step): Promise<unknown> {
  const path = { batchId };
  switch (step.name) {
    case 'approve':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/approve', { params: { path }, body: { contentHash } }));
    case 'release':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/release', { params: { path }, body: { contentHash } }));
    case 'reject':
      return unwrap(
        api.POST('/v1/payout-batches/{batchId}/reject', {
          params: { path },
          body: { contentHash, reason: step.reason },
        }),
      );
    case 'exclude':
      return unwrap(
        api.POST('/v1/payout-batches/{batchId}/payouts/{payoutId}/exclude', {
          params: { path: { batchId, payoutId: step.payoutId } },
          body: { reason: step.reason },
        }),
      );
    case 'freeze':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/freeze', { params: { path } }));
    case 'cancel':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/cancel', { params: { path } }));
    case 'sent':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/sent', { params: { path } }));
    case 'settle':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/settle', { params: { path } }));
    case 'close':
      return unwrap(api.POST('/v1/payout-batches/{batchId}/close', { params: { path } }));
  }
}

export function forget(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: financeKey });
}
