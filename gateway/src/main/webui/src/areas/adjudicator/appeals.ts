import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, unwrap } from '../../shared/api/client';
import type { Given } from '../../shared/api/given';
import { usePages } from '../../shared/api/pages';
import type { components } from '../../shared/api/schema';
import type { Answer, Json, TaskSpec, Text } from '../../shared/task/spec';

type View = Given<
  components['schemas']['AppealView'],
  'id' | 'filedAt' | 'dueAt' | 'secondsLeft' | 'reason' | 'clause' | 'outcome'
>;
type Shown = Given<components['schemas']['AppealShown'], 'activeSeconds' | 'evidence' | 'items' | 'appeal'>;

/** An appeal, with its documents as what they are. */
export type Appeal = Omit<View, 'title' | 'instructions' | 'output' | 'ui' | 'input' | 'ownAnswer' | 'shown'> & {
  title?: Text;
  instructions?: TaskSpec['instructions'];
  output?: TaskSpec['output'];
  ui?: TaskSpec['ui'];
  input?: Json;
  ownAnswer?: Answer;
  shown?: Omit<Shown, 'answer' | 'others'> & { answer: Answer; others: { input: Json; answer: Answer }[] };
};

export type Ruling = components['schemas']['Ruling'];

export const appealsKey = ['adjudicator', 'appeals'] as const;

export function useAppeals() {
  return usePages<Appeal>([...appealsKey, 'list'], (cursor) =>
    unwrap(api.GET('/v1/appeals', { params: { query: { limit: 30, ...cursor } } })),
  );
}

export function useAppeal(appealId: string) {
  return useQuery({
    queryKey: [...appealsKey, appealId],
    queryFn: async () =>
      (await unwrap(api.GET('/v1/appeals/{appealId}', { params: { path: { appealId } } }))) as unknown as Appeal,
    // A half-written answer of one's own is not to be swept away by a look at another window.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Shows what was held back: with an answer of one's own, or null to see it without one. */
export function useReveal(appealId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (own: Answer | null) => {
      const params = { path: { appealId } };
      const seen = own
        ? await unwrap(
            api.POST('/v1/appeals/{appealId}/judgement', { params, body: { answer: own as Record<string, never> } }),
          )
        : await unwrap(api.POST('/v1/appeals/{appealId}/reveal', { params }));
      return seen as unknown as Appeal;
    },
    onSuccess: (seen) => queries.setQueryData([...appealsKey, appealId], seen),
  });
}

export function useRule(appealId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { ruling: Ruling; reason: string }) =>
      unwrap(api.POST('/v1/appeals/{appealId}/ruling', { params: { path: { appealId } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...appealsKey, 'list'] }),
  });
}

/** {@return seconds until then, counted along; 0 when it is over} */
export function useSecondsUntil(instant: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(ticking);
  }, []);
  return Math.max(0, Math.round((Date.parse(instant) - now) / 1000));
}
