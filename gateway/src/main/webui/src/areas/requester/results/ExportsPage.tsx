import { Anchor, Button, Checkbox, Group, NativeSelect, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { formatCount } from '../../../shared/format/number';
import { formatDay, formatInstant } from '../../../shared/format/time';
import type { TaskSpec } from '../../../shared/task/spec';
import { BarLine } from '../../../shared/ui/charts';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import type { Job } from '../jobs/jobs';
import classes from '../requester.module.css';
import { type ExportView, exportsKey, type Format, isUnderWay, useExports } from './results';

const formats: readonly Format[] = ['jsonl', 'csv', 'parquet', 'label-studio', 'hugging-face', 'coco', 'yolo', 'conll'];

/** The kinds of which one property goes into a format; all others take every job. */
const kindsOf: Partial<Record<Format, readonly string[]>> = {
  coco: ['boxes', 'polygons', 'keypoints'],
  yolo: ['boxes', 'polygons', 'keypoints'],
  conll: ['spans'],
};

const options = ['includeAnswers', 'includeWorkers', 'includeControl', 'idsOnly'] as const;
const filters = ['answeredOnly', 'decidedOnly'] as const;

/** Snapshots of the job, written in the background and kept for a week. */
export default function ExportsPage({ job }: { job: Job }) {
  const { t } = useTranslation('review');
  const exports = useExports(job.id);
  return (
    <Stack>
      <NewExport job={job} />
      <Title order={2} size="h4">
        {t('export.made')}
      </Title>
      {exports.isPending && <Loading />}
      {exports.isError && <ProblemNotice failure={exports.error} onRetry={() => exports.refetch()} />}
      {exports.data?.length === 0 && <Empty title={t('export.none')} />}
      <ul className={classes.list}>
        {exports.data?.map((one) => (
          <li key={one.id}>
            <Row job={job} one={one} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function NewExport({ job }: { job: Job }) {
  const { t } = useTranslation('review');
  const queries = useQueryClient();
  const [format, setFormat] = useState<Format>('jsonl');
  const [field, setField] = useState('');
  const [ticked, setTicked] = useState<readonly string[]>(['answeredOnly']);
  const properties = Object.entries((job.spec as unknown as TaskSpec).output.properties);
  const fieldsFor = (chosen: Format) =>
    properties.filter(([, property]) => kindsOf[chosen]?.includes(property['x-kind'] ?? '')).map(([name]) => name);
  const fields = fieldsFor(format);
  const takes = formats.filter((name) => !kindsOf[name] || fieldsFor(name).length > 0);
  const has = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => ticked.includes(name)).map((name) => [name, true]));
  const make = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/jobs/{jobId}/exports', {
          params: { path: { jobId: job.id }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: {
            format,
            filters: has(filters),
            options: { ...has(options), ...(fields.length > 1 ? { field: field || (fields[0] ?? '') } : {}) },
          },
        }),
      ) as Promise<unknown>,
    onSuccess: () => queries.invalidateQueries({ queryKey: exportsKey(job.id) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NativeSelect
            label={t('export.format')}
            size="md"
            value={format}
            data={takes.map((name) => ({ value: name, label: t(`format.${name}`) }))}
            onChange={(event) => setFormat(event.currentTarget.value as Format)}
          />
          {fields.length > 1 && (
            <NativeSelect
              label={t('export.field')}
              size="md"
              value={field || fields[0]}
              data={fields}
              onChange={(event) => setField(event.currentTarget.value)}
            />
          )}
        </SimpleGrid>
        <Checkbox.Group label={t('export.what')} value={[...ticked]} onChange={setTicked}>
          <Group mt="xs" gap="md">
            {[...filters, ...options].map((name) => (
              <Checkbox key={name} value={name} label={t(`export.${name}`)} size="md" />
            ))}
          </Group>
        </Checkbox.Group>
        {make.error && <ProblemNotice failure={make.error} />}
        <Group>
          <Button type="submit" size="md" loading={make.isPending}>
            {t('export.button')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Row({ job, one }: { job: Job; one: ExportView }) {
  const { t, i18n } = useTranslation('review');
  const total = one.progress?.total ?? 0;
  const done = one.progress?.tasks ?? 0;
  const underWay = isUnderWay(one.state);
  const named = { format: t(`format.${one.format}`), at: formatInstant(one.createdAt ?? '', i18n.language) };
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE('/v1/jobs/{jobId}/exports/{exportId}', {
          params: { path: { jobId: job.id, exportId: one.id } },
        }),
      ) as Promise<unknown>,
    // Also after a refusal: somebody else may have removed it.
    onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(job.id) }),
  });
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <div>
          <Text fw={600}>{t(`format.${one.format}`)}</Text>
          <Text size="sm" c="dimmed">
            {formatInstant(one.createdAt ?? '', i18n.language)}
            {one.rows !== undefined &&
              ` · ${t('export.rows', { count: one.rows, rows: formatCount(one.rows, i18n.language) })}`}
            {one.expiresAt && ` · ${t('export.until', { day: formatDay(one.expiresAt, i18n.language) })}`}
          </Text>
        </div>
        <Group gap="sm">
          <span className={classes.state} data-state={one.state} role="status">
            {t(`export.state.${one.state}`)}
          </span>
          {one.state === 'READY' && (
            <Anchor
              href={`/v1/jobs/${job.id}/exports/${one.id}/file`}
              download
              underline="always"
              style={{ display: 'inline-flex', alignItems: 'center', minHeight: 44 }}
            >
              {t('export.download')}
            </Anchor>
          )}
          <Button
            variant="default"
            size="sm"
            h={44}
            loading={remove.isPending}
            aria-label={underWay ? t('export.stopNamed', named) : t('export.removeNamed', named)}
            onClick={() => remove.mutate()}
          >
            {underWay ? t('export.stop') : t('export.remove')}
          </Button>
        </Group>
      </Group>
      {remove.error && <ProblemNotice failure={remove.error} />}
      {underWay && <BarLine share={total > 0 ? done / total : 0} />}
      {one.failure && (
        <Text size="sm" lang="en" c="var(--gw-bad)">
          {one.failure}
        </Text>
      )}
      {(one.notes?.length ?? 0) > 0 && (
        <ul lang="en" style={{ marginBottom: 0 }}>
          {one.notes?.map((note) => (
            <li key={note.code}>
              {note.detail} ({note.count})
            </li>
          ))}
        </ul>
      )}
    </Paper>
  );
}
