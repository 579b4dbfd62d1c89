import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../shared/api/problem';
import { tellSessionEnded } from '../shared/api/session-events';

/** How often a request is tried again: never where the server has understood it and refuses. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= 2 || !navigator.onLine) return false;
  return !(error instanceof Problem) || error.status === 0 || error.status >= 502;
}

/** {@link tellSessionEnded} hears of every answer that says that nobody is signed in any more. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof Problem && error.status === 401) tellSessionEnded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== 'session' && onError(error) }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Asked also without a connection: the refusal is what a screen can show.
      queries: { retry: shouldRetry, staleTime: 10_000, refetchOnWindowFocus: true, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
