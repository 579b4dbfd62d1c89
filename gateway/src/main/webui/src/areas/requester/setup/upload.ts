import { Problem } from '../../../shared/api/problem';
import { good, type Sent, send } from '../../../shared/api/send';

/** What is wrong with one row of an upload, as the server says it. */
export interface RowError {
  row: number;
  column?: string;
  pointer?: string;
  code: string;
  detail: string;
}

export interface UploadReport {
  received: number;
  added: number;
  repeated: number;
  rejectedRows: number;
  rejected: RowError[];
}

/** An upload of which nothing was kept, for the rows that are named. */
export class UploadRejected extends Problem {
  constructor(
    problem: Problem,
    readonly received: number,
    readonly rejectedRows: number,
    readonly rows: readonly RowError[],
  ) {
    super(problem.status, problem.code, problem.detail);
  }
}

/** {@return the media type that a file of tasks is sent as} @param name of the file */
export function taskType(name: string): 'text/csv' | 'application/x-ndjson' {
  return /\.(csv|tsv|txt)$/i.test(name) ? 'text/csv' : 'application/x-ndjson';
}

/** {@return the body of a good answer} @throws Problem otherwise; UploadRejected where rows are named */
export function taken<T>(sent: Sent): T {
  try {
    return good<T>(sent);
  } catch (problem) {
    const said = (sent.body ?? {}) as { received?: number; rejectedRows?: number; errors?: RowError[] };
    if (problem instanceof Problem && problem.code === 'upload-rejected' && Array.isArray(said.errors)) {
      throw new UploadRejected(problem, said.received ?? 0, said.rejectedRows ?? 0, said.errors);
    }
    throw problem;
  }
}

export async function uploadTasks(
  jobId: string,
  file: Blob | string,
  type: string,
  partial: boolean,
  onProgress: (share: number) => void,
): Promise<UploadReport> {
  const url = `/v1/jobs/${encodeURIComponent(jobId)}/tasks${partial ? '?partial=true' : ''}`;
  return taken<UploadReport>(await send(url, type, file, onProgress));
}

export interface Medium {
  id: string;
  width?: number;
  height?: number;
  durationSeconds?: number;
}

export async function uploadMedium(file: File, onProgress: (share: number) => void): Promise<Medium> {
  return taken<Medium>(await send('/v1/media', file.type || 'application/octet-stream', file, onProgress));
}

/** {@return a task that shows a medium, as a line of an upload; what is known of the medium fills the inputs that ask for it} */
export function taskOfMedium(
  name: string,
  medium: Medium,
  inputs: readonly { name: string; media: string | undefined }[],
): string {
  const known: Record<string, string | number | undefined> = {
    width: medium.width,
    height: medium.height,
    durationMs: medium.durationSeconds === undefined ? undefined : Math.round(medium.durationSeconds * 1000),
  };
  const shown = inputs.find(({ media }) => media);
  const input = Object.fromEntries(
    inputs.flatMap((one) => {
      const value = one === shown ? `media:${medium.id}` : known[one.name];
      return value === undefined ? [] : [[one.name, value] as const];
    }),
  );
  return JSON.stringify({ externalId: name, input });
}
