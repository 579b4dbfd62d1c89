import { Problem } from './problem';
import { tellSessionEnded } from './session-events';

/** What came back for a body that was sent. */
export interface Sent {
  body: unknown;
  status: number;
}

/**
 * Sends a body and tells how much of it has gone out, which XMLHttpRequest alone knows.
 *
 * @param signal ends it; the promise is rejected with its reason then
 */
export function send(
  url: string,
  type: string,
  body: Blob | string,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('X-Groundwork-CSRF', '1');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(Problem.offline(null));
    request.onabort = () => reject(signal?.reason);
    request.onload = () => {
      let read: unknown = null;
      try {
        read = JSON.parse(request.responseText);
      } catch {
        // Something in between answered instead of the service; the status says enough.
      }
      resolve({ body: read, status: request.status });
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/** {@return the body of a good answer} @throws Problem otherwise */
export function good<T>({ body, status }: Sent): T {
  if (status >= 200 && status < 300) return body as T;
  if (status === 401) tellSessionEnded();
  throw Problem.of(new Response(null, { status: status >= 200 && status <= 599 ? status : 500 }), body);
}
