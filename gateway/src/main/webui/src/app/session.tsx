import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { api, unwrap } from '../shared/api/client';
import { Problem } from '../shared/api/problem';
import type { components } from '../shared/api/schema';
import { hearSessionEnded, hearSignedIn } from '../shared/api/session-events';

export interface Who {
  id: string;
  username: string;
  name?: string;
  roles: readonly string[];
  requesterId?: string;
  requesterRole?: string;
}

interface Session {
  /** Null while nobody is signed in, and before that is known. */
  who: Who | null;
  loading: boolean;
  /** Fails where the server does not hear of it; then the session goes on. */
  signOut: () => Promise<void>;
}

const SessionEnded = lazy(() => import('./SessionEnded'));

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no SessionProvider');
  return session;
}

const remembered = 'groundwork.who';

/** Who works here without a connection: no more than tells one worker's kept tasks from another's. Forgotten with signing out. */
function remember(who: Who | null): void {
  try {
    if (who) localStorage.setItem(remembered, JSON.stringify({ id: who.id, username: who.username, roles: who.roles }));
    else localStorage.removeItem(remembered);
  } catch {
    // Private windows may keep nothing; then nobody starts without a connection.
  }
}

function recall(): Who | null {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? 'null') as Who | null;
  } catch {
    return null;
  }
}

async function readSession(): Promise<Who | null> {
  try {
    const who: components['schemas']['Who'] = await unwrap(api.GET('/session'));
    const found = {
      id: who.id ?? '',
      username: who.username ?? '',
      roles: who.roles ?? [],
      ...(who.name ? { name: who.name } : {}),
      ...(who.requesterId ? { requesterId: who.requesterId } : {}),
      ...(who.requesterRole ? { requesterRole: who.requesterRole } : {}),
    };
    remember(found);
    return found;
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) {
      remember(null);
      return null;
    }
    const known = failure instanceof Problem && failure.status === 0 ? recall() : null;
    if (known) return known;
    throw failure;
  }
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data, isPending } = useQuery({
    queryKey: ['session'],
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [ended, setEnded] = useState(false);
  const who = data ?? null;

  // A session that ends leaves every screen as it is: only what was asked in vain waits behind the dialog.
  useEffect(() => hearSessionEnded(() => who && setEnded(true)), [who]);
  useEffect(
    () =>
      hearSignedIn(async () => {
        const now = await readSession().catch(() => null);
        if (!now) return;
        if (who && now.id !== who.id) {
          window.location.assign('/');
          return;
        }
        queries.setQueryData(['session'], now);
        setEnded(false);
        await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      }),
    [queries, who],
  );

  const signOut = useCallback(async () => {
    await unwrap(api.POST('/session/logout')).catch((failure) => {
      // Whose session has ended meanwhile is signed out already.
      if (!(failure instanceof Problem && failure.status === 401)) throw failure;
    });
    remember(null);
    queries.clear();
    window.location.assign('/');
  }, [queries]);

  const session = useMemo(() => ({ who, loading: isPending, signOut }), [who, isPending, signOut]);
  return (
    <SessionContext value={session}>
      {children}
      {ended && (
        <Suspense fallback={null}>
          <SessionEnded onLater={() => setEnded(false)} />
        </Suspense>
      )}
    </SessionContext>
  );
}
