import { useEffect, useRef, useState } from 'react';
import { fresh, type History, redo, set, undo } from '../../../shared/task/answer';
import type { Answer, Json } from '../../../shared/task/spec';
import { readDraft, saveDraft } from './store';

export type Saved = 'saved' | 'saving' | 'failed';

/**
 * The answer to one task, kept on this device with every change. Use with a key for each assignment.
 *
 * @param start how an answer begins that has no draft
 */
export function useDraft(workerId: string, assignmentId: string, start: () => Answer) {
  const [history, setHistory] = useState<History | null>(null);
  const [saved, setSaved] = useState<Saved>('saved');
  const lastField = useRef<{ name: string; at: number } | null>(null);
  const begin = useRef(start);
  // Two changes may come between two drawings of the screen.
  const latest = useRef<History | null>(null);

  useEffect(() => {
    let gone = false;
    readDraft(workerId, assignmentId)
      .catch(() => undefined)
      .then((draft) => {
        if (gone) return;
        latest.current = draft ?? fresh(begin.current());
        setHistory(latest.current);
      });
    return () => {
      gone = true;
    };
  }, [workerId, assignmentId]);

  const change = (next: History) => {
    latest.current = next;
    setHistory(next);
    setSaved('saving');
    saveDraft(workerId, assignmentId, next).then(
      () => setSaved('saved'),
      // Stays dirty: what is on the screen is then all that there is, and the screen says so.
      () => setSaved('failed'),
    );
  };

  return {
    history,
    saved,
    /** @param typing changes of one text in quick succession are one step back */
    set(name: string, value: Json | undefined, typing = false) {
      if (!latest.current) return;
      const now = Date.now();
      const merge = typing && lastField.current?.name === name && now - lastField.current.at < 1500;
      lastField.current = typing ? { name, at: now } : null;
      change(set(latest.current, name, value, merge));
    },
    undo() {
      lastField.current = null;
      if (latest.current) change(undo(latest.current));
    },
    redo() {
      lastField.current = null;
      if (latest.current) change(redo(latest.current));
    },
  };
}
