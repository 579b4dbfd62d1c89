import { Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../shared/format/number';
import { BarLine } from '../../../shared/ui/charts';
import { ProblemNotice } from '../../../shared/ui/states';
import { inputsOf } from '../create/spec-edit';
import type { Job } from '../jobs/jobs';
import { type Medium, taskOfMedium, uploadMedium, uploadTasks } from './upload';

const accepted: Record<string, string> = {
  image: 'image/png,image/jpeg,image/gif,image/webp',
  audio: 'audio/mpeg,audio/wav,audio/ogg,audio/flac,audio/mp4',
  video: 'video/mp4',
};

/** Pictures or sounds become a task each. Shown where nothing else is needed for a task than the file and what is known of it. */
export function MediaUpload({ job, onDone }: { job: Job; onDone: () => void }) {
  const { t, i18n } = useTranslation('requester');
  const [files, setFiles] = useState<File[]>([]);
  const [sent, setSent] = useState(0);
  const inputs = inputsOf(job.spec);
  const medium = inputs.find(({ media }) => media);
  const known = new Set([medium?.name, 'width', 'height', 'durationMs']);
  // What arrived is not sent again when another file is refused.
  const stored = useRef(new Map<File, Medium>());
  const upload = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      const lines: string[] = [];
      for (const [index, file] of chosen.entries()) {
        const medium =
          stored.current.get(file) ?? (await uploaded(file, (share) => setSent((index + share) / chosen.length)));
        stored.current.set(file, medium);
        lines.push(taskOfMedium(file.name, medium, inputs));
      }
      return uploadTasks(job.id, `${lines.join('\n')}\n`, 'application/x-ndjson', false, () => undefined);
    },
    onMutate: () => setSent(0),
    onSuccess: () => {
      stored.current.clear();
      setFiles([]);
      onDone();
    },
  });
  if (!medium?.media || inputs.some(({ name, required }) => required && !known.has(name))) return null;
  const refused = upload.error instanceof FileRefused ? upload.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    upload.mutate(files);
  };
  return (
    <Stack component="form" onSubmit={submit} gap="sm">
      <FileInput
        label={t('media.files')}
        description={t('media.note')}
        size="md"
        multiple
        clearable
        clearButtonProps={{ 'aria-label': t('upload.clear') }}
        accept={accepted[medium.media] ?? ''}
        placeholder={t('upload.choose')}
        value={files}
        onChange={(chosen) => {
          setFiles(chosen);
          upload.reset();
        }}
      />
      <Group>
        <Button type="submit" variant="default" size="md" disabled={files.length === 0} loading={upload.isPending}>
          {t('media.button')}
        </Button>
      </Group>
      {upload.isPending && <BarLine share={sent} />}
      {upload.data && (
        <Text size="sm" fw={600} role="status">
          {t('media.added', {
            added: formatCount(upload.data.added, i18n.language),
            repeated: formatCount(upload.data.repeated, i18n.language),
          })}
        </Text>
      )}
      {upload.error && !refused && <ProblemNotice failure={upload.error} />}
      {refused && (
        <>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('media.refused', { name: refused.file.name })}
          </Text>
          <ProblemNotice failure={refused.cause} />
          <Group>
            <Button
              variant="default"
              onClick={() => {
                const others = files.filter((file) => file !== refused.file);
                setFiles(others);
                if (others.length > 0) upload.mutate(others);
                else upload.reset();
              }}
            >
              {t('media.leaveOut')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

/** One of many files that did not arrive, and why. */
class FileRefused extends Error {
  constructor(
    readonly file: File,
    override readonly cause: unknown,
  ) {
    super(file.name);
  }
}

async function uploaded(file: File, onProgress: (share: number) => void): Promise<Medium> {
  try {
    return await uploadMedium(file, onProgress);
  } catch (failure) {
    throw new FileRefused(file, failure);
  }
}
