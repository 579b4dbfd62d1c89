import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../shared/api/client';
import type { Given } from '../../shared/api/given';
import type { components } from '../../shared/api/schema';

type Schemas = components['schemas'];

export type Part = Given<Schemas['MarketPart'], 'name' | 'ready' | 'signals'>;
export type Signal = Given<Schemas['MarketSignal'], 'name' | 'value'>;

const aMinute = 60_000;

export function useHealth() {
  return useQuery({
    queryKey: ['operator', 'health'],
    queryFn: () => unwrap(api.GET('/v1/market-health')),
    refetchInterval: aMinute,
  });
}

/** How many of each wait, up to the hundred that one look counts. */
export function useWaiting() {
  return useQuery({
    queryKey: ['operator', 'waiting'],
    queryFn: async () => {
      const [cases, locks, times] = await Promise.all([
        unwrap(api.GET('/v1/cases', { params: { query: { state: 'OPEN', limit: 100 } } })),
        unwrap(api.GET('/v1/rejection-locks', { params: { query: { state: 'OPEN', limit: 100 } } })),
        unwrap(api.GET('/v1/time-disputes', { params: { query: { state: 'OPEN', limit: 100 } } })),
      ]);
      return { cases: count(cases), locks: count(locks), times: count(times) };
    },
    refetchInterval: aMinute,
  });
}

function count(page: { items?: readonly unknown[]; next?: string }): { count: number; more: boolean } {
  return { count: page.items?.length ?? 0, more: page.next !== undefined && page.next !== null };
}
