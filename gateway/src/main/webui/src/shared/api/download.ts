import { Problem } from './problem';
import { tellSessionEnded } from './session-events';

/** Saves what an address gives as a file: a link would show a refusal as a page of its own. */
export async function download(url: string, name: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (failure) {
    throw Problem.offline(failure);
  }
  if (response.status === 401) tellSessionEnded();
  if (!response.ok) throw Problem.of(response, await response.json().catch(() => null));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
