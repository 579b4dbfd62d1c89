import createClient, { type Middleware } from 'openapi-fetch';
import { Problem } from './problem';
import type { paths } from './schema';

/** Another site cannot set a header of its own; the gateway asks for one before a cookie may change anything. */
const meant: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-Groundwork-CSRF', '1');
    return request;
  },
};

/** The API, typed by its own description. Wrap every call in {@link unwrap}. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
api.use(meant);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** {@return the body of a good answer} @throws Problem otherwise */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (failure) {
    throw Problem.offline(failure);
  }
  if (!answer.response.ok) throw Problem.of(answer.response, answer.error);
  return answer.data as NonNullable<T>;
}

/** {@return a key under which a request may be sent again without doing its work twice} */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
