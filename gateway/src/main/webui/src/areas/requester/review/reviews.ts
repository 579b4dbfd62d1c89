import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import type { Answer, Json, TaskSpec } from '../../../shared/task/spec';
import { textIn } from '../../../shared/task/spec';
import { jobsKey, progressKey } from '../jobs/jobs';

type View = components['schemas']['AssignmentView'];
export type AssignmentState = components['schemas']['AssignmentState'];
export type RejectionReason = components['schemas']['RejectionReason'];
export type Reviewed = components['schemas']['Reviewed'];

/** An answer whose members that are always there are known to be. */
export type Given = Omit<View, 'answer'> & { id: string; externalId: string; state: AssignmentState; answer: Answer };

export const reasons: readonly RejectionReason[] = [
  'INSTRUCTIONS_NOT_FOLLOWED',
  'WRONG_ANSWER',
  'NO_ATTEMPT',
  'FRAUD',
  'TOO_FAST',
  'GOLD_MISS',
  'TASK_FAULTY',
];

export interface Rejection {
  reason: RejectionReason;
  evidence: string;
  clause: string;
  items: string[];
  note: string;
}

export type Decision =
  | { kind: 'approve'; ids: readonly string[] }
  | { kind: 'softReject'; ids: readonly string[] }
  | { kind: 'reject'; ids: readonly string[]; rejection: Rejection }
  | { kind: 'approveAll' };

/** A decision that takes one press. */
export type Quick = Extract<Decision, { kind: 'approve' | 'softReject' }>;

const answersKey = (jobId: string) => [...jobsKey, 'answers', jobId] as const;

export function useGiven(jobId: string, state: AssignmentState | '') {
  return useInfiniteQuery({
    queryKey: [...answersKey(jobId), state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/jobs/{jobId}/assignments', {
          params: {
            path: { jobId },
            query: { limit: 50, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) =>
      data.pages
        .flatMap((page) => (page.items ?? []) as unknown as Given[])
        .filter(({ answer }) => answer !== undefined && answer !== null),
  });
}

/** The task that an answer is to, found by its name in the job. */
export function useTaskInput(jobId: string, externalId: string) {
  return useQuery({
    queryKey: [...jobsKey, 'tasks', jobId, externalId],
    queryFn: async () => {
      const page = await unwrap(
        api.GET('/v1/jobs/{jobId}/tasks', { params: { path: { jobId }, query: { externalId, limit: 1 } } }),
      );
      return (page.items?.[0]?.input ?? null) as unknown as Json;
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: externalId !== '',
  });
}

/** One answer by itself is refused with the whole reason; of many, those that cannot be decided are skipped and named. */
export function useDecide(jobId: string) {
  const renew = useRenew(jobId);
  return useMutation({
    mutationFn: (decision: Decision): Promise<Reviewed> => send(jobId, decision),
    onSuccess: renew,
  });
}

/** Sends decisions of one press in one request, which the browser finishes though the page is gone. Nothing is read anew: {@link useRenew}. */
export function useDecideQuickly(jobId: string) {
  return useMutation({
    mutationFn: (decisions: readonly Quick[]): Promise<Reviewed> => {
      const of = (kind: Quick['kind']) => decisions.filter((one) => one.kind === kind).flatMap(({ ids }) => ids);
      const lists = { approve: of('approve'), softReject: of('softReject') };
      const body = Object.fromEntries(Object.entries(lists).filter(([, ids]) => ids.length > 0));
      return unwrap(
        api.POST('/v1/jobs/{jobId}/reviews', {
          params: { path: { jobId } },
          body,
          // Browsers take no more than 64 KiB of such requests together.
          keepalive: lists.approve.length + lists.softReject.length <= 1_000,
        }),
      ) as Promise<unknown> as Promise<Reviewed>;
    },
  });
}

/** {@return reads anew what decisions change; done when the answers are there} */
export function useRenew(jobId: string) {
  const queries = useQueryClient();
  return () => {
    queries.invalidateQueries({ queryKey: progressKey(jobId) });
    queries.invalidateQueries({ queryKey: [...jobsKey, 'results', jobId] });
    return queries.invalidateQueries({ queryKey: answersKey(jobId) });
  };
}

async function send(jobId: string, decision: Decision): Promise<Reviewed> {
  if (decision.kind === 'reject' && decision.ids.length === 1) {
    await (unwrap(
      api.POST('/v1/assignments/{id}/reject', {
        params: { path: { id: decision.ids[0] ?? '' } },
        body: bodyOf(decision.rejection),
      }),
    ) as Promise<unknown>);
    return { approved: 0, acceptedUnused: 0, rejected: 1, skipped: [] };
  }
  const body =
    decision.kind === 'approveAll'
      ? { approveAll: true }
      : decision.kind === 'reject'
        ? { reject: decision.ids.map((id) => ({ id, ...bodyOf(decision.rejection) })) }
        : { [decision.kind]: [...decision.ids] };
  return unwrap(
    api.POST('/v1/jobs/{jobId}/reviews', { params: { path: { jobId } }, body }),
  ) as Promise<unknown> as Promise<Reviewed>;
}

function bodyOf({ reason, evidence, clause, items, note }: Rejection) {
  return {
    reason,
    evidence,
    clause,
    ...(items.length > 0 ? { items } : {}),
    ...(note.trim() ? { note } : {}),
  };
}

const longestClause = 1000;

/** {@return the rules of the instructions, one by one, as a rejection may name them} */
export function clausesOf(spec: TaskSpec | undefined, language: string): string[] {
  const texts = [spec?.instructions?.short, spec?.instructions?.full].map((text) => textIn(text, language).text);
  const sentences = texts.flatMap((text) =>
    text
      .split(/\n+|(?<=[^\d\s][.!?])\s+(?=\p{Lu})/u)
      .map((clause) => clause.trim().slice(0, longestClause))
      .filter((clause) => /\p{L}/u.test(clause)),
  );
  return [...new Set(sentences)];
}
