import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../shared/api/problem';
import { SignOut } from './SignOut';

let root: Root;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(() => act(async () => root.unmount()));

async function leave(waiting: number, signOut: () => Promise<void>, onStay: () => void = () => undefined) {
  const unsent = async () => waiting;
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <SignOut unsent={unsent} signOut={signOut} onStay={onStay} />
      </MantineProvider>,
    ),
  );
}

async function press(text: string) {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent === text);
  if (!button) throw new Error(`no button ${text}`);
  await act(async () => button.click());
}

it('signs out at once where nothing waits', async () => {
  const signOut = vi.fn(async () => undefined);
  await leave(0, signOut);
  expect(signOut).toHaveBeenCalledOnce();
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('asks before it signs out while answers wait', async () => {
  const signOut = vi.fn(async () => undefined);
  const stay = vi.fn();
  await leave(2, signOut, stay);
  expect(signOut).not.toHaveBeenCalled();
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('2 answers wait to be sent');
  await press('Stay signed in');
  expect(stay).toHaveBeenCalledOnce();
  await press('Sign out all the same');
  expect(signOut).toHaveBeenCalledOnce();
});

it('says that it did not work, and tries again', async () => {
  const signOut = vi.fn<() => Promise<void>>().mockRejectedValueOnce(Problem.offline(null)).mockResolvedValue();
  await leave(0, signOut);
  expect(document.querySelector('[role="alert"]')?.textContent).toContain('There is no connection.');
  await press('Try again');
  expect(signOut).toHaveBeenCalledTimes(2);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});
