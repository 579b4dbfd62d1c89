import { api, unwrap } from './client';
import type { Given } from './given';
import type { components } from './schema';

type Limits = Given<components['schemas']['MediaLimits'], 'mostBytes'>;

/** {@return the largest file that the server takes, in bytes} */
export async function mostBytes(): Promise<number> {
  return ((await unwrap(api.GET('/v1/media/limits'))) as Limits).mostBytes;
}
