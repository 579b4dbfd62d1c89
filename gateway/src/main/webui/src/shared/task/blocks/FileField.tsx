import { Button, Group, Text } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { formatBytes } from '../../format/bytes';
import { Loading, ProblemNotice } from '../../ui/states';
import { type FileLimits, type FileStore, isFileLink, type StoredFile } from '../files';
import { pixelsOf } from '../pixels';
import { propertyOf } from '../spec';
import { useOpen, useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

/** A file as the answer: chosen, on its way, refused, or there. */
export function FileField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { answer, files, set } = useTask();
  const name = propertyOf(block);
  const value = answer[name];
  const limits = useLimits(files);
  // What was removed is kept, as it comes back by going a step back, until its room is needed.
  const removed = useRef<string[]>([]);
  const sending = useUpload(files, limits, removed, (file) => set(name, file.value));
  useOpen(name, sending.state === 'sending');
  const there = typeof value === 'string' ? value : null;
  useFocusKept(`field-${name}`, `${sending.state} ${there ?? ''}`);
  const remove = () => {
    if (there) removed.current.push(there);
    set(name, undefined);
  };
  return (
    <FieldFrame block={block} unfinished={sending.state === 'sending' ? t('file.unfinished') : undefined}>
      {there && sending.state !== 'sending' && (
        <>
          <Shown value={there} files={files} />
          {files?.upload && (
            <Group>
              <Button variant="default" size="md" onClick={remove}>
                {t('file.remove')}
              </Button>
            </Group>
          )}
        </>
      )}
      {!there && sending.state === 'idle' && !files?.upload && <Text size="sm">{t('file.here')}</Text>}
      {!there && sending.state !== 'sending' && files?.upload && (
        <>
          <label className={`${classes.plainButton} ${classes.file}`}>
            <span id={`choose-${name}`}>{t('file.choose')}</span>
            <input
              type="file"
              aria-labelledby={`label-${name} choose-${name}`}
              aria-describedby={`limits-${name}`}
              accept={block.accept}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) sending.send(file);
                // The same file again, once it is smaller, is a choice too.
                event.currentTarget.value = '';
              }}
            />
          </label>
          <Text size="sm" c="dimmed" id={`limits-${name}`}>
            {t('file.limits')}
            {limits && ` ${t('file.most', { size: formatBytes(limits.mostBytes, i18n.language) })}`}
          </Text>
        </>
      )}
      {sending.state === 'sending' && (
        <div className={classes.sending}>
          <Text size="sm" role="status">
            {t('file.sending', { name: sending.file?.name ?? '' })}
          </Text>
          <progress max={1} value={sending.share} aria-label={t('file.progress')} />
          <Button variant="default" size="md" onClick={sending.cancel}>
            {t('file.cancel')}
          </Button>
        </div>
      )}
      {sending.state === 'failed' && (
        <>
          <ProblemNotice failure={sending.failure} />
          {mayWorkAgain(sending.failure) && (
            <Group>
              <Button variant="default" size="md" onClick={() => sending.file && sending.send(sending.file)}>
                {t('file.again')}
              </Button>
            </Group>
          )}
        </>
      )}
    </FieldFrame>
  );
}

type Sending =
  | { state: 'idle'; file?: undefined }
  | { state: 'sending'; file: File; share: number }
  | { state: 'failed'; file: File; failure: unknown };

/** Keys go on from the field where the button that had the focus is not there any more. */
function useFocusKept(id: string, state: string) {
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) document.getElementById(id)?.focus();
  }, [id, state]);
}

/** A file that is too large or of another kind stays that, however often it is sent. */
function mayWorkAgain(failure: unknown): boolean {
  return !(failure instanceof Problem) || !unfit.includes(failure.code);
}

const unfit = ['media-too-large', 'media-type-not-supported', 'media-broken', 'media-too-many-pixels'];
const full = ['too-many-files', 'files-too-large'];

/** Nobody sends as much over a phone's connection to be told this. */
async function requireFit(file: File, { mostBytes, mostPixels }: FileLimits): Promise<void> {
  if (file.size > mostBytes) throw new Problem(413, 'media-too-large', '');
  const pixels = await pixelsOf(file);
  if (pixels !== undefined && pixels > mostPixels) throw new Problem(422, 'media-too-many-pixels', '');
}

/** {@return what is taken of a file, undefined until that is known} */
function useLimits(files: FileStore | undefined): FileLimits | undefined {
  const { data } = useQuery({
    queryKey: ['media-limits'],
    queryFn: files?.limits ?? skipToken,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

function useUpload(
  files: FileStore | undefined,
  limits: FileLimits | undefined,
  removed: { current: string[] },
  onStored: (file: StoredFile) => void,
) {
  const [now, setNow] = useState<Sending>({ state: 'idle' });
  const under = useRef<AbortController | null>(null);
  useEffect(() => () => under.current?.abort(), []);
  const send = async (file: File): Promise<void> => {
    if (!files?.upload) return;
    const control = new AbortController();
    under.current = control;
    setNow({ state: 'sending', file, share: 0 });
    try {
      if (limits) await requireFit(file, limits);
      if (control.signal.aborted) return;
      const stored = await files.upload(
        file,
        (share) => !control.signal.aborted && setNow({ state: 'sending', file, share }),
        control.signal,
      );
      if (control.signal.aborted) return;
      setNow({ state: 'idle' });
      onStored(stored);
    } catch (failure) {
      if (control.signal.aborted) return;
      const { remove } = files;
      if (remove && removed.current.length > 0 && failure instanceof Problem && full.includes(failure.code)) {
        await Promise.allSettled(removed.current.splice(0).map((value) => remove(value)));
        if (!control.signal.aborted) await send(file);
        return;
      }
      setNow({ state: 'failed', file, failure });
    }
  };
  return {
    share: 0,
    failure: null as unknown,
    ...now,
    send: (file: File) => void send(file),
    cancel() {
      under.current?.abort();
      setNow({ state: 'idle' });
    },
  };
}

/** The file that an answer names, to be looked at. */
function Shown({ value, files }: { value: string; files: FileStore | undefined }) {
  const { t, i18n } = useTranslation('work');
  const known = isFileLink(value);
  const found = useQuery({
    queryKey: ['answer-file', value],
    queryFn: async () => (await files?.find(value)) ?? null,
    enabled: !known && files !== undefined,
    staleTime: 45 * 60_000,
  });
  if (known) return <FileLink url={value} text={t('file.open')} />;
  if (!files) return <code>{value}</code>;
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemNotice failure={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Text size="sm">{files.upload ? t('file.gone') : t('file.goneForAll')}</Text>;
  const { url, mediaType, bytes } = found.data;
  const kind = mediaType.split(';')[0] ?? '';
  return (
    <div className={classes.stored}>
      {kind.startsWith('image/') && <img src={url} alt={files.upload ? t('file.picture') : t('file.pictureForAll')} />}
      {/* biome-ignore lint/a11y/useMediaCaption: what a worker recorded has none */}
      {kind.startsWith('audio/') && <audio controls src={url} />}
      {/* biome-ignore lint/a11y/useMediaCaption: what a worker recorded has none */}
      {kind.startsWith('video/') && <video controls src={url} />}
      <FileLink url={url} text={`${t('file.open')} (${kind}, ${formatBytes(bytes, i18n.language)})`} />
    </div>
  );
}

function FileLink({ url, text }: { url: string; text: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className={classes.fileLink}>
      {text}
    </a>
  );
}
