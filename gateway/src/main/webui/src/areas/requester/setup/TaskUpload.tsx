import { Alert, Button, Checkbox, FileInput, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { faultWords } from '../../../shared/api/faults';
import { formatCount } from '../../../shared/format/number';
import { formatShare } from '../../../shared/format/time';
import { BarLine } from '../../../shared/ui/charts';
import { CodeWords, ProblemNotice } from '../../../shared/ui/states';
import { inputsOf } from '../create/spec-edit';
import type { Job } from '../jobs/jobs';
import classes from '../requester.module.css';
import { type RowError, taskType, UploadRejected, uploadTasks } from './upload';

/** A file of tasks, with what is wrong in it row by row. */
export function TaskUpload({ job, onDone }: { job: Job; onDone: () => void }) {
  const { t, i18n } = useTranslation('requester');
  const [file, setFile] = useState<File | null>(null);
  const [partial, setPartial] = useState(false);
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    mutationFn: (chosen: File) => uploadTasks(job.id, chosen, taskType(chosen.name), partial, setSent),
    onMutate: () => setSent(0),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) upload.mutate(file);
  };
  const count = (value: number) => formatCount(value, i18n.language);
  const inputs = inputsOf(job.spec);
  const refused = upload.error instanceof UploadRejected ? upload.error : null;
  return (
    <Stack component="form" onSubmit={submit} gap="sm">
      <FileInput
        label={t('upload.file')}
        description={t('upload.columns', { columns: inputs.map(({ name }) => name).join(', ') })}
        size="md"
        clearable
        clearButtonProps={{ 'aria-label': t('upload.clear') }}
        accept=".csv,.jsonl,.ndjson,.json,text/csv,application/x-ndjson"
        placeholder={t('upload.choose')}
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          upload.reset();
        }}
      />
      <Checkbox
        size="md"
        label={t('upload.partial')}
        checked={partial}
        onChange={(event) => setPartial(event.currentTarget.checked)}
      />
      <Group>
        <Button type="submit" variant="default" size="md" disabled={!file} loading={upload.isPending}>
          {t('upload.button')}
        </Button>
      </Group>
      {upload.isPending && (
        <div role="status">
          <BarLine share={sent} />
          <Text size="sm">
            {sent < 1 ? t('upload.sending', { share: formatShare(sent, i18n.language) }) : t('upload.checking')}
          </Text>
        </div>
      )}
      {upload.data && (
        <Stack gap="xs" role="status">
          <Text size="sm" fw={600}>
            {t('upload.added', {
              added: count(upload.data.added),
              repeated: count(upload.data.repeated),
              rejected: count(upload.data.rejectedRows),
            })}
          </Text>
          {upload.data.rejected.length > 0 && <Rows rows={upload.data.rejected} />}
        </Stack>
      )}
      {refused && (
        <Alert color="red" variant="outline" title={t('upload.refusedTitle')} role="alert">
          <Text size="sm" mb="xs">
            {t('upload.refused', { rejected: count(refused.rejectedRows), received: count(refused.received) })}
          </Text>
          <Rows rows={refused.rows} />
        </Alert>
      )}
      {upload.error && !refused && <ProblemNotice failure={upload.error} />}
    </Stack>
  );
}

const mostRows = 100;

function Rows({ rows }: { rows: readonly RowError[] }) {
  const { t } = useTranslation('requester');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes.wide} tabIndex={0} aria-label={t('upload.faults')}>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th scope="col">{t('upload.row')}</th>
            <th scope="col">{t('upload.place')}</th>
            <th scope="col">{t('upload.fault')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <tr key={`${row.row} ${row.column ?? ''} ${row.pointer ?? ''} ${row.code}`}>
              <td>{row.row}</td>
              <td>{row.column ?? row.pointer ?? ''}</td>
              <td>
                <CodeWords code={row.code} />
                <br />
                <small>{faultWords(row.detail) ?? <span lang="en">{row.detail}</span>}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
