import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** What the server says of the session: null where nothing comes back at all. */
const server = vi.hoisted(() => {
  const made: { session: { status: number; body: unknown } | null; asked: number } = { session: null, asked: 0 };
  // The API's client takes it once, when it is loaded.
  globalThis.fetch = (async () => {
    made.asked++;
    if (!made.session) throw new TypeError('Failed to fetch');
    const { status, body } = made.session;
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
  }) as typeof fetch;
  return made;
});

const { createQueryClient } = await import('./query-client');
const { SessionProvider, useSession } = await import('./session');

/** The dialog is loaded when it is first needed, beside much else on a busy machine. */
const patience = 4000;

function Screen() {
  const { who } = useSession();
  return <p>{who ? `${who.name ?? 'nameless'} (${who.roles.join()})` : 'nobody'}</p>;
}

let root: Root;
let assign: ReturnType<typeof vi.spyOn>;
beforeEach(async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  assign = vi.spyOn(window.location, 'assign').mockImplementation(() => undefined);
  localStorage.setItem('groundwork.who', JSON.stringify({ id: 'w1', username: 'ada', roles: ['worker'] }));
  server.session = null;
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <SessionProvider>
          <Screen />
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await shows('nameless (worker)');
});
afterEach(() => root.unmount());

const shows = (text: string) => vi.waitFor(() => expect(document.querySelector('p')?.textContent).toBe(text), patience);
const comeBack = () => window.dispatchEvent(new Event('online'));

it('reads the session again after a start without a connection', async () => {
  server.session = { status: 200, body: { id: 'w1', username: 'ada', name: 'Ada', roles: ['worker', 'requester'] } };
  comeBack();
  await shows('Ada (worker,requester)');
  // Known now: there is nothing more to ask.
  const { asked } = server;
  comeBack();
  expect(server.asked).toBe(asked);
});

it('leaves the screen as it is where the session has ended meanwhile, and asks to sign in', async () => {
  server.session = { status: 401, body: { code: 'not-authenticated' } };
  comeBack();
  await vi.waitFor(() => expect(document.querySelector('[role="dialog"]')).not.toBeNull(), patience);
  await shows('nameless (worker)');
});

it('begins anew where somebody else is signed in meanwhile', async () => {
  server.session = { status: 200, body: { id: 'w2', username: 'bob', roles: ['worker'] } };
  comeBack();
  await vi.waitFor(() => expect(assign).toHaveBeenCalledWith('/'), patience);
});
