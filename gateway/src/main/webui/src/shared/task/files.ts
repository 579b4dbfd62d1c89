/** A file that is kept as a part of an answer. */
export interface StoredFile {
  /** What the answer says. */
  value: string;
  mediaType: string;
  bytes: number;
  /** A link that works for a while. */
  url: string;
}

/** What is taken of one file. */
export interface FileLimits {
  mostBytes: number;
  /** Of a picture: its width by its height. */
  mostPixels: number;
}

/** Where the files of an answer are, for those who may look at them or add to them. */
export interface FileStore {
  /** {@return what is known of the file that an answer names, null where there is no such file} */
  find: (value: string) => Promise<StoredFile | null>;
  /** Left out where nothing is uploaded. */
  upload?: (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<StoredFile>;
  limits?: () => Promise<FileLimits>;
  remove?: (value: string) => Promise<void>;
}

const reference = /^media:([0-9a-f-]{36})$/;

/** {@return the id in a value such as media:<id>} */
export function mediumOf(value: unknown): string | undefined {
  return typeof value === 'string' ? reference.exec(value)?.[1] : undefined;
}

const link = /^\/v1\/media\/[0-9a-f-]{36}\/content\?/;

/** {@return whether a value is a link to a file already, as those get it who judge an answer} */
export function isFileLink(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const own = `${globalThis.location?.origin}/`;
  return link.test(value.startsWith(own) ? value.slice(own.length - 1) : value);
}
