import { useCallback, useEffect, useRef } from 'react';
import { type Hotkey, isTyping } from '../../../shared/task/hotkeys';

interface Keys {
  hotkeys: readonly Hotkey[];
  enterSubmits: boolean;
  onHotkey: (hotkey: Hotkey) => void;
  onSubmit: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onHelp: () => void;
}

/** The keys of the task, wherever the focus is; none of them while somebody types or a dialog is open. */
export function useTaskKeys(keys: Keys) {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  const listen = useCallback((event: KeyboardEvent) => {
    const now = current.current;
    if (event.defaultPrevented || event.isComposing || document.querySelector('[role="dialog"]')) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === 'Enter') {
      event.preventDefault();
      // A key that is held down would submit the next task, too.
      if (!event.repeat) now.onSubmit();
      return;
    }
    // While typing, Ctrl+Z is the text's own.
    if (isTyping(event.target)) return;
    if (control && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      if (event.shiftKey) now.onRedo();
      else now.onUndo();
      return;
    }
    if (control && event.key.toLowerCase() === 'y') {
      event.preventDefault();
      now.onRedo();
      return;
    }
    if (control || event.altKey) return;
    if (event.key === '?') {
      now.onHelp();
      return;
    }
    const onButton = event.target instanceof HTMLElement && event.target.closest('button, a, summary, audio, video');
    if (event.key === 'Enter' && now.enterSubmits && !onButton) {
      event.preventDefault();
      if (!event.repeat) now.onSubmit();
      return;
    }
    const hotkey = now.hotkeys.find(({ key }) => key !== '' && key === event.key.toLowerCase());
    if (hotkey) {
      event.preventDefault();
      now.onHotkey(hotkey);
    }
  }, []);
  useEffect(() => {
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [listen]);
}
