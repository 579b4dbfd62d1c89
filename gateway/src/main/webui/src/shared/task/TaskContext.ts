import { createContext, useContext, useEffect } from 'react';
import type { Seen } from './answer';
import type { FileStore } from './files';
import type { Hotkey } from './hotkeys';
import type { Answer, Json, TaskSpec } from './spec';

/** What is told of the work on a task: that it is in front, that something was done (not what), that media play. */
export type SignKind = 'focus' | 'blur' | 'input' | 'media-play' | 'media-stop';

/** All that a block may know of and do to the task that it is part of. */
export interface TaskContextValue {
  spec: TaskSpec;
  input: Json;
  answer: Answer;
  seen: Seen;
  hotkeys: readonly Hotkey[];
  /** Names of fields that keep the answer from being submitted, since that was tried. */
  missing: readonly string[];
  set: (name: string, value: Json | undefined, typing?: boolean) => void;
  played: (pointer: string) => void;
  opened: (pointer: string) => void;
  sign: (kind: SignKind) => void;
  /** Told of a medium that does not load. @param again whether somebody asks for it once more. Left out where no other address can be had */
  mediaFailed?: (again: boolean) => void;
  /** Asked for the address of a medium that does not load, where it is kept on the device; null where it is not. Left out where none is */
  keptMedium?: (source: string) => Promise<string | null>;
  /** Pointers to sounds and films that must come to their end before the answer is taken, and have not. */
  unplayed?: readonly string[];
  /** Left out where the files of answers can neither be seen nor added. */
  files?: FileStore;
  /** Told of a field in which something is begun and not finished. Left out where nothing is submitted. */
  setOpen?: (name: string, isOpen: boolean) => void;
}

const TaskContext = createContext<TaskContextValue | null>(null);

export const TaskProvider = TaskContext.Provider;

export function useTask(): TaskContextValue {
  const task = useContext(TaskContext);
  if (!task) throw new Error('a block outside of a task');
  return task;
}

/** Keeps the task from being submitted while something of a field is begun and not finished: it is no part of the answer yet. */
export function useOpen(name: string, isOpen: boolean): void {
  const { setOpen } = useTask();
  useEffect(() => {
    if (!isOpen || !setOpen) return undefined;
    setOpen(name, true);
    return () => setOpen(name, false);
  }, [name, isOpen, setOpen]);
}
