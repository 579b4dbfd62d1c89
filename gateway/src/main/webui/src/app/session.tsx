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
import { hearSessionEnded, hearSignedIn, tellSigningOut } from '../shared/api/session-events';
import { forgetMedia } from '../shared/task/kept-media';

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
  /** Fails where the server does not hear of it, or what must go before does not; then the session goes on. */
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

/** Who the server says is signed in; null where that is nobody. */
async function askServer(): Promise<Who | null> {
  try {
    const who: components['schemas']['Who'] = await unwrap(api.GET('/session'));
    return {
      id: who.id ?? '',
      username: who.username ?? '',
      roles: who.roles ?? [],
      ...(who.name ? { name: who.name } : {}),
      ...(who.requesterId ? { requesterId: who.requesterId } : {}),
      ...(who.requesterRole ? { requesterRole: who.requesterRole } : {}),
    };
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) return null;
    throw failure;
  }
}

interface Known {
  who: Who | null;
  /** Known from the last time, for want of a connection. */
  recalled: boolean;
}

async function readSession(): Promise<Known> {
  try {
    const who = await askServer();
    remember(who);
    return { who, recalled: false };
  } catch (failure) {
    const who = failure instanceof Problem && failure.status === 0 ? recall() : null;
    if (who) return { who, recalled: true };
    throw failure;
  }
}

/** The device may say that it has a connection, and have none; or the server comes back without the device noticing. */
const askAgainMillis = 15_000;

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data, isPending } = useQuery({
    queryKey: ['session'],
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [ended, setEnded] = useState(false);
  const who = data?.who ?? null;
  const recalled = data?.recalled ?? false;

  const goOn = useCallback(
    async (now: Who) => {
      if (who && now.id !== who.id) {
        window.location.assign('/');
        return;
      }
      remember(now);
      queries.setQueryData<Known>(['session'], { who: now, recalled: false });
      setEnded(false);
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
    [queries, who],
  );

  // A session that ends leaves every screen as it is: only what was asked in vain waits behind the dialog.
  useEffect(() => hearSessionEnded(() => who && setEnded(true)), [who]);
  useEffect(
    () =>
      hearSignedIn(async () => {
        const now = await askServer().catch(() => null);
        if (now) await goOn(now);
      }),
    [goOn],
  );

  // Who started without a connection may be signed out meanwhile, or have other roles.
  useEffect(() => {
    if (!recalled) return undefined;
    let gone = false;
    const again = async () => {
      const now = await askServer().catch(() => undefined);
      if (gone || now === undefined) return;
      if (now) await goOn(now);
      else {
        queries.setQueryData<Known>(['session'], { who, recalled: false });
        setEnded(true);
      }
    };
    const timer = setInterval(again, askAgainMillis);
    window.addEventListener('online', again);
    return () => {
      gone = true;
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [recalled, who, goOn, queries]);

  const signOut = useCallback(async () => {
    await tellSigningOut();
    await unwrap(api.POST('/session/logout')).catch((failure) => {
      // Whose session has ended meanwhile is signed out already.
      if (!(failure instanceof Problem && failure.status === 401)) throw failure;
    });
    remember(null);
    await forgetMedia();
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
