import { createContext, useContext } from 'react';
import type { Seen } from './answer';
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
}

const TaskContext = createContext<TaskContextValue | null>(null);

export const TaskProvider = TaskContext.Provider;

export function useTask(): TaskContextValue {
  const task = useContext(TaskContext);
  if (!task) throw new Error('a block outside of a task');
  return task;
}
