import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../shared/api/client';
import type { Given } from '../../shared/api/given';
import { readPages, usePages } from '../../shared/api/pages';
import type { components } from '../../shared/api/schema';

type Schemas = components['schemas'];

export type Lock = Given<
  Schemas['RejectionLock'],
  'id' | 'requesterId' | 'jobId' | 'cause' | 'rejections' | 'decided' | 'allowed' | 'lockedAt' | 'state'
>;
export type LockState = Lock['state'];

/** A rejection behind a lock; whose answer it is, is not said. */
export interface LockedRejection {
  assignmentId: string;
  rejectedAt: string;
  state: Schemas['AssignmentState'];
  outcome?: Schemas['RejectionOutcome'];
  activeSeconds: number;
  rejection?: { reason?: Schemas['RejectionReason']; evidence?: string; clause?: string };
  input?: unknown;
  answer?: unknown;
}

const key = ['operator', 'locks'] as const;

export function useLocks(state: LockState) {
  return usePages<Lock>([...key, 'list', state], (cursor) =>
    unwrap(
      api.GET('/v1/rejection-locks', {
        params: { query: { state, limit: 25, ...cursor } },
      }),
    ),
  );
}

/** One lock, found in the list of all: there is no other way to it. Null where there is none. */
export function useLock(lockId: string) {
  return useQuery({
    queryKey: [...key, lockId],
    queryFn: async () => {
      const isIt = (lock: Lock) => lock.id === lockId;
      const read = await readPages<Lock>(
        (cursor) => unwrap(api.GET('/v1/rejection-locks', { params: { query: { limit: 200, ...cursor } } })),
        isIt,
      );
      return read.find(isIt) ?? null;
    },
  });
}

export function useLockedRejections(lockId: string) {
  return usePages<LockedRejection>(
    [...key, lockId, 'rejections'],
    async (cursor) =>
      (await unwrap(
        api.GET('/v1/rejection-locks/{lockId}/rejections', {
          params: { path: { lockId }, query: { limit: 25, ...cursor } },
        }),
        // Its description does not say what comes.
      )) as { items: LockedRejection[]; next?: string },
  );
}

export function useReviewLock(lockId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ lift, reason }: { lift: boolean; reason: string }) => {
      const call = { params: { path: { lockId } }, body: { reason } };
      return lift
        ? unwrap(api.POST('/v1/rejection-locks/{lockId}/lift', call))
        : unwrap(api.POST('/v1/rejection-locks/{lockId}/confirm', call));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
