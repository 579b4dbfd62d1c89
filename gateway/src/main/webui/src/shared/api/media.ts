import { api, unwrap } from './client';
import type { Given } from './given';
import type { components } from './schema';

type Limits = Given<components['schemas']['MediaLimits'], 'mostBytes' | 'mostPixels'>;

/** {@return the largest file that the server takes, and the largest picture} */
export async function mediaLimits(): Promise<Limits> {
  return (await unwrap(api.GET('/v1/media/limits'))) as Limits;
}
