import { MantineProvider } from '@mantine/core';
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { SessionProvider, type Who } from '../app/session';
import { i18n } from '../shared/i18n/i18n';

export const editor: Who = {
  id: 'w',
  username: 'eva',
  roles: ['requester'],
  requesterId: 'r',
  requesterRole: 'editor',
};

interface Given {
  who?: Who;
  /** Texts that the screen needs. */
  texts: string[];
  path?: string;
  queries?: QueryClient;
}

// Answers reach the screen within the act that gives them.
notifyManager.setScheduler(queueMicrotask);

/** Draws a screen as the app does, for somebody who is signed in; {@code leave} takes it away. */
export async function shown(screen: ReactNode, { who = editor, texts, path = '/', queries = quietQueries() }: Given) {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  // Fields that grow with their text measure again once fonts are there.
  if (!document.fonts) Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
  await i18n.loadNamespaces(texts);
  queries.setQueryData(['session'], { who, recalled: false });
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <QueryClientProvider client={queries}>
          <MemoryRouter initialEntries={[path]}>
            <SessionProvider>
              <Suspense>{screen}</Suspense>
            </SessionProvider>
          </MemoryRouter>
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  return {
    host,
    buttons: () => [...host.querySelectorAll('button')].map((button) => button.textContent),
    button: (name: string) => [...host.querySelectorAll('button')].find((button) => button.textContent === name),
    leave: async () => {
      await act(async () => root.unmount());
      host.remove();
    },
  };
}

/** Asks once and keeps what it was given. */
export function quietQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY }, mutations: { retry: false } },
  });
}

/** Does something, and lets happen what follows from it without anything more. */
export async function happens(what: () => unknown): Promise<void> {
  await act(async () => {
    await what();
    await new Promise((turn) => setTimeout(turn));
  });
}

/** Types into a field as a person would. */
export async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  await act(async () => {
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
