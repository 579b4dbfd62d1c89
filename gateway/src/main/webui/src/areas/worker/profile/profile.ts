import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';

export type Profile = components['schemas']['ProfileView'];

export const profileKey = ['worker', 'profile'] as const;

/** {@return the worker's profile; null before they told who they are} */
export function useProfile() {
  return useQuery({
    queryKey: profileKey,
    queryFn: async (): Promise<Profile | null> => {
      try {
        return await unwrap(api.GET('/v1/me'));
      } catch (failure) {
        if (failure instanceof Problem && failure.status === 404) return null;
        throw failure;
      }
    },
  });
}
