import { useState } from 'react';

/** In the session of the tab: what was heard to its end need not be heard again after a reload, nor when the worker goes back. */
const nameOf = (assignmentId: string) => `groundwork-played-${assignmentId}`;

function read(assignmentId: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(assignmentId)) ?? '[]');
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}

/** {@return pointers to what has come to its end, and how to say that another one has} Use with a key for each assignment. */
export function usePlayed(assignmentId: string): [readonly string[], (pointer: string) => void] {
  const [played, setPlayed] = useState(() => read(assignmentId));
  const add = (pointer: string) => {
    const next = [...new Set([...played, pointer])];
    setPlayed(next);
    try {
      sessionStorage.setItem(nameOf(assignmentId), JSON.stringify(next));
    } catch {
      // It counts until the page is left.
    }
  };
  return [played, add];
}
