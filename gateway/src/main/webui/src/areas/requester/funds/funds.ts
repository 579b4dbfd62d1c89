import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import type { Money } from '../../../shared/format/money';

export type Balance = components['schemas']['RequesterBalance'] & { currency: string };
export type Deposit = components['schemas']['Deposit'] & { id: string; amount: Money };
export type Entry = components['schemas']['LedgerEntry'];

const fundsKey = ['requester', 'funds'] as const;
export const balanceKey = [...fundsKey, 'balance'] as const;
export const depositsKey = [...fundsKey, 'deposits'] as const;
export const refundsKey = [...fundsKey, 'refunds'] as const;
export const entriesKey = [...fundsKey, 'entries'] as const;

export function useBalances() {
  return useQuery({
    queryKey: balanceKey,
    queryFn: async () =>
      ((await (unwrap(api.GET('/v1/balance')) as Promise<unknown>)) as { balances?: Balance[] }).balances ?? [],
  });
}

/** How this marketplace takes money: its account, and what it books without a transfer. */
export function useDepositInstructions() {
  return useQuery({
    queryKey: [...fundsKey, 'instructions'],
    queryFn: () => unwrap(api.GET('/v1/deposit-instructions')),
  });
}

export function useDeposits() {
  return useInfiniteQuery({
    queryKey: depositsKey,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/deposits', { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } } }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => (page.items ?? []) as Deposit[]),
  });
}

export function useEntries() {
  return useInfiniteQuery({
    queryKey: entriesKey,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/v1/ledger', { params: { query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items ?? []),
  });
}
