import { useSession } from './session';

/** {@return whether the person may change the things of their organisation: a viewer looks at them and takes results away} */
export function useMayChange(): boolean {
  const { who } = useSession();
  return who?.requesterRole !== 'viewer';
}

/** {@return whether the person is an owner of their organisation, who alone lets programs in} */
export function useIsOwner(): boolean {
  const { who } = useSession();
  return who?.requesterRole === 'owner';
}
