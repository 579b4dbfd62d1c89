import { api, unwrap } from '../../../shared/api/client';
import { mediaLimits } from '../../../shared/api/media';
import { good, send } from '../../../shared/api/send';
import type { FileStore, StoredFile } from '../../../shared/task/files';
import { mediumOf } from '../../../shared/task/files';

/** {@return the files that a worker uploads for one assignment} */
export function answerFiles(assignmentId: string): FileStore {
  const url = `/v1/assignments/${encodeURIComponent(assignmentId)}/files`;
  return {
    async find(value) {
      const list = await unwrap(api.GET('/v1/assignments/{id}/files', { params: { path: { id: assignmentId } } }));
      return ((list.items ?? []) as StoredFile[]).find((file) => file.value === value) ?? null;
    },
    async upload(file, onProgress, signal) {
      return good<StoredFile>(await send(url, file.type || 'application/octet-stream', file, onProgress, signal));
    },
    limits: mediaLimits,
    async remove(value) {
      const fileId = mediumOf(value);
      if (!fileId) return;
      await unwrap(
        api.DELETE('/v1/assignments/{id}/files/{fileId}', { params: { path: { id: assignmentId, fileId } } }),
      );
    },
  };
}
