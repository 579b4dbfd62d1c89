import { api, unwrap } from '../../../shared/api/client';
import { mediaLimits } from '../../../shared/api/media';
import { good, send } from '../../../shared/api/send';
import { type FileStore, mediumOf, type StoredFile } from '../../../shared/task/files';

/** The files of answers to a requester's jobs: their own media. */
export const answerMedia: FileStore = {
  async find(value) {
    const id = mediumOf(value);
    if (!id) return null;
    const found = await unwrap(api.GET('/v1/media/{id}', { params: { path: { id } } }));
    return { value, mediaType: found.mediaType ?? '', bytes: found.bytes ?? 0, url: found.url ?? '' };
  },
};

/** The same where the requester answers a task themselves. */
export const ownAnswerMedia: FileStore = {
  ...answerMedia,
  limits: mediaLimits,
  async upload(file, onProgress, signal) {
    const type = file.type || 'application/octet-stream';
    const kept = good<StoredFile & { id: string }>(await send('/v1/media', type, file, onProgress, signal));
    return { ...kept, value: `media:${kept.id}` };
  },
};
