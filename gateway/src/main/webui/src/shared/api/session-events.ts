/** What the parts of the client, and its windows, tell each other about the session. */

const ended = new Set<() => void>();
const channelName = 'groundwork-session';

export function tellSessionEnded(): void {
  for (const hear of ended) hear();
}

/** {@return how to hear it no more} */
export function hearSessionEnded(hear: () => void): () => void {
  ended.add(hear);
  return () => {
    ended.delete(hear);
  };
}

/** Told by the window in which somebody signed in to all others of this site. */
export function tellSignedIn(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('signed-in');
  channel.close();
}

export function hearSignedIn(hear: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (message) => {
    if (message.data === 'signed-in') hear();
  };
  return () => channel.close();
}

const leaving = new Set<() => Promise<unknown>>();

/** @param finish sends what must go in this session; where that fails, nobody is signed out {@return how to hear it no more} */
export function hearSigningOut(finish: () => Promise<unknown>): () => void {
  leaving.add(finish);
  return () => {
    leaving.delete(finish);
  };
}

/** Before the server is told: done when every part of the client has sent what must go. */
export async function tellSigningOut(): Promise<void> {
  await Promise.all([...leaving].map((finish) => finish()));
}
