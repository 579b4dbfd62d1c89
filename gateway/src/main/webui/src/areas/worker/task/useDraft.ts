import { useCallback, useEffect, useRef, useState } from 'react';
import { fresh, type History, redo, replace, set, undo } from '../../../shared/task/answer';
import type { Answer, Json } from '../../../shared/task/spec';
import { DraftSync, isOwn, type KeptDraft, readKept } from './draft-sync';
import { noteSent, readDraft, readSent, saveDraft, type Task } from './store';

/** Where the draft is: on this device, on the server too, or nowhere but on the screen. */
export type Saved = 'saved' | 'saving' | 'failed' | 'everywhere';

/** What another device has of the task, and whether it is on the screen now. */
export interface Elsewhere {
  draft: KeptDraft;
  taken: boolean;
}

/**
 * The answer to one task, kept on this device with every change and on the server now and then. Use with a key for each assignment.
 *
 * @param start how an answer begins that has no draft
 */
export function useDraft(workerId: string, { assignmentId, held }: Task, start: () => Answer) {
  const [history, setHistory] = useState<History | null>(null);
  const [saved, setSaved] = useState<Saved>('saved');
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  const lastField = useRef<{ name: string; at: number } | null>(null);
  const begin = useRef(start);
  // Two changes may come between two drawings of the screen.
  const latest = useRef<History | null>(null);
  const revision = useRef(0);
  const touched = useRef(false);
  const sync = useRef<DraftSync | null>(null);

  const keep = useCallback(
    (next: History, sent = false) => {
      latest.current = next;
      setHistory(next);
      setSaved('saving');
      return saveDraft(workerId, assignmentId, next, revision.current, sent).then(
        () => setSaved('saved'),
        // Stays dirty: what is on the screen is then all that there is, and the screen says so.
        () => setSaved('failed'),
      );
    },
    [workerId, assignmentId],
  );

  const follow = useCallback((next: number) => {
    revision.current = next;
    sync.current?.follow(next);
  }, []);

  /** What was here is one step back. */
  const take = useCallback(
    (draft: KeptDraft, begun: boolean) => {
      const now = latest.current;
      const next = now && begun ? replace(now, draft.answer) : fresh(draft.answer);
      revision.current = draft.revision;
      sync.current?.took(draft.revision, next);
      void keep(next, true);
      setElsewhere({ draft, taken: true });
    },
    [keep],
  );

  useEffect(() => {
    let gone = false;
    const begun = async () => {
      const [draft, { revision: followed, sent }] = await Promise.all([
        readDraft(workerId, assignmentId).catch(() => undefined),
        readSent(workerId, assignmentId).catch(() => ({ revision: 0, sent: false })),
      ]);
      if (gone) return;
      const own = draft ?? fresh(begin.current());
      latest.current = own;
      revision.current = followed;
      setHistory(own);
      sync.current = new DraftSync(assignmentId, followed, {
        onKept: (next, all) => {
          revision.current = next;
          void noteSent(workerId, assignmentId, next, all).catch(() => undefined);
          if (all) setSaved((now) => (now === 'saved' ? 'everywhere' : now));
        },
        onElsewhere: (other) => setElsewhere({ draft: other, taken: false }),
      });
      if (!held) return;
      const kept = await readKept(assignmentId);
      if (gone || !kept || kept.revision === followed) return;
      if (isOwn(latest.current, kept.answer)) follow(kept.revision);
      else if (touched.current || (draft && !sent)) {
        // What is here, the server has never had: it is not put aside without a word.
        sync.current.hold();
        setElsewhere({ draft: kept, taken: false });
      } else take(kept, draft !== undefined);
    };
    void begun();
    const hidden = () => {
      if (document.visibilityState === 'hidden') sync.current?.flush();
    };
    const online = () => sync.current?.flush();
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('online', online);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('online', online);
      sync.current?.stop();
    };
  }, [workerId, assignmentId, held, follow, take]);

  const change = (next: History) => {
    touched.current = true;
    void keep(next);
    // While it is asked which of two to go on with, neither takes the place of the other.
    if (!elsewhere || elsewhere.taken) sync.current?.changed(next);
  };

  return {
    history,
    saved,
    elsewhere,
    takeElsewhere() {
      if (elsewhere) take(elsewhere.draft, true);
    },
    keepOwn() {
      if (!elsewhere) return;
      setElsewhere(null);
      follow(elsewhere.draft.revision);
      if (latest.current) sync.current?.changed(latest.current);
    },
    /** Before the screen is left with the task unfinished. */
    flush() {
      sync.current?.flush();
    },
    /** @param typing changes of one text in quick succession are one step back */
    set(name: string, value: Json | undefined, typing = false) {
      if (!latest.current) return;
      const now = Date.now();
      const merge = typing && lastField.current?.name === name && now - lastField.current.at < 1500;
      lastField.current = typing ? { name, at: now } : null;
      change(set(latest.current, name, value, merge));
    },
    /** An answer of a page, all of it at once. @param typing as for one field */
    setAll(answer: Answer, typing = false) {
      if (!latest.current) return;
      const now = Date.now();
      const merge = typing && lastField.current?.name === '' && now - lastField.current.at < 1500;
      lastField.current = typing ? { name: '', at: now } : null;
      change(replace(latest.current, answer, merge));
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
