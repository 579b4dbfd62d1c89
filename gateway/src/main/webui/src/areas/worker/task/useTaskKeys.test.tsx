import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { useTaskKeys } from './useTaskKeys';

const nothing = () => undefined;
const others = { onHotkey: nothing, onUndo: nothing, onRedo: nothing, onHelp: nothing };

function Screen({ onSubmit }: { onSubmit: () => void }) {
  useTaskKeys({ hotkeys: [], enterSubmits: true, onSubmit, ...others });
  return null;
}

it('submits once, however long the key is held down', async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  const submit = vi.fn();
  const root = createRoot(document.createElement('div'));
  await act(async () => root.render(<Screen onSubmit={submit} />));
  const press = (init: KeyboardEventInit) =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...init }));

  press({});
  press({ repeat: true });
  expect(submit).toHaveBeenCalledTimes(1);
  press({ ctrlKey: true });
  press({ ctrlKey: true, repeat: true });
  expect(submit).toHaveBeenCalledTimes(2);
  await act(async () => root.unmount());
});
