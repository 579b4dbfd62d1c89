import { Button, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../shared/api/problem';
import { formatCount } from '../../../shared/format/number';
import { formatSeconds, formatShare } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import { Id } from '../../../shared/ui/Id';
import { CodeWords, Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import { isPublished, type Job, useAgreement } from '../jobs/jobs';
import { fieldName, labelName } from '../jobs/spec-texts';
import classes from '../requester.module.css';
import { Cases } from './Cases';
import { type Confusion, type Figure, type JobWorker, useConfusion, useWorkers } from './workers';

/** Who answered, how their answers stand to those of others, and which labels are taken for which. */
export default function WorkersPage({ job }: { job: Job }) {
  return <Workers key={job.id} job={job} />;
}

function Workers({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('review');
  const [field, setField] = useState('');
  const workers = useWorkers(job.id, field);
  const compared = useAgreement(job.id, false).data?.fields ?? [];
  const fields = compared.map((one) => one.field ?? '');
  // Where none is chosen, it is the one that the service takes.
  const shown = field || (compared.find(({ labels }) => labels)?.field ?? fields[0] ?? '');
  if (workers.data?.length === 0)
    return <Empty title={t('workers.none')} text={isPublished(job.state) ? t('workers.noneText') : ''} />;
  return (
    <Stack gap="lg">
      {fields.length > 1 && (
        <NativeSelect
          label={t('workers.field')}
          size="md"
          maw={420}
          value={shown}
          data={fields.map((name) => ({ value: name, label: fieldName(job.spec, name, i18n.language) }))}
          onChange={(event) => setField(event.currentTarget.value)}
        />
      )}
      {workers.isPending && <Loading />}
      {workers.isError && <ProblemNotice failure={workers.error} onRetry={() => workers.refetch()} />}
      {workers.data && <WorkerTable workers={workers.data} />}
      {workers.hasNextPage && (
        <Button
          variant="default"
          size="md"
          loading={workers.isFetchingNextPage}
          onClick={() => workers.fetchNextPage()}
        >
          {t('common:more')}
        </Button>
      )}
      {workers.data && <Mistakes job={job} field={field} workers={workers.data} />}
      <Cases job={job} />
    </Stack>
  );
}

function WorkerTable({ workers }: { workers: readonly JobWorker[] }) {
  const { t, i18n } = useTranslation('review');
  const count = (value: number) => formatCount(value, i18n.language);
  const share = (figure: Figure | undefined) =>
    figure?.value === undefined || figure.value === null ? '–' : formatShare(figure.value, i18n.language);
  return (
    <DataTable
      caption={t('workers.caption')}
      rows={workers}
      rowKey={({ workerId }) => workerId}
      columns={[
        { title: t('fact.worker'), cell: ({ workerId }) => <Id value={workerId} /> },
        { title: t('workers.answers'), number: true, cell: (one) => count(one.answers) },
        { title: t('workers.withResults'), number: true, cell: (one) => share(one.agreementWithResults) },
        { title: t('workers.withOthers'), number: true, cell: (one) => share(one.agreementWithOthers) },
        {
          title: t('workers.control'),
          number: true,
          cell: ({ controlAccuracy }) =>
            controlAccuracy
              ? t('control.rightOf', {
                  right: count(controlAccuracy.right ?? 0),
                  answers: count(controlAccuracy.answered ?? 0),
                })
              : '–',
        },
        {
          title: t('workers.time'),
          number: true,
          cell: (one) => formatSeconds(one.medianActiveSeconds, i18n.language),
        },
        { title: t('workers.approved'), number: true, cell: (one) => count(one.approved) },
        { title: t('workers.waiting'), number: true, cell: (one) => count(one.waiting) },
        { title: t('workers.rejected'), number: true, cell: (one) => count(one.rejected + one.held) },
      ]}
    />
  );
}

function Mistakes({ job, field, workers }: { job: Job; field: string; workers: readonly JobWorker[] }) {
  const { t } = useTranslation('review');
  const [worker, setWorker] = useState('');
  const confusion = useConfusion(job.id, field, worker);
  // That a property has no labels, or too many of them, is no failure.
  const plain =
    confusion.error instanceof Problem && ['field-without-labels', 'too-many-labels'].includes(confusion.error.code)
      ? confusion.error.code
      : null;
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('workers.mistakes')}
      </Title>
      <Stack gap="sm">
        <Text>{t('workers.mistakesText')}</Text>
        <NativeSelect
          label={t('workers.whose')}
          size="md"
          maw={420}
          value={worker}
          data={[
            { value: '', label: t('workers.everybody') },
            ...workers.map(({ workerId }) => ({ value: workerId, label: workerId.slice(-12) })),
          ]}
          onChange={(event) => setWorker(event.currentTarget.value)}
        />
        {confusion.isPending && <Loading />}
        {plain && (
          <Text>
            <CodeWords code={plain} />
          </Text>
        )}
        {confusion.isError && !plain && <ProblemNotice failure={confusion.error} onRetry={() => confusion.refetch()} />}
        {confusion.data && <Matrix job={job} confusion={confusion.data} />}
      </Stack>
    </section>
  );
}

function Matrix({ job, confusion }: { job: Job; confusion: Confusion }) {
  const { t, i18n } = useTranslation('review');
  const name = (label: string) => labelName(job.spec, confusion.field, label, i18n.language);
  const rows = confusion.labels.map((label, at) => ({ label, at, counts: confusion.counts[at] ?? [] }));
  const share = confusion.accuracy?.value;
  return (
    <>
      <DataTable
        caption={t('workers.matrix', { field: fieldName(job.spec, confusion.field, i18n.language) })}
        rows={rows}
        rowKey={({ label }) => label}
        columns={[
          { title: t('workers.result'), cell: ({ label }) => name(label) },
          ...confusion.labels.map((label, column) => ({
            title: t('workers.given', { label: name(label) }),
            number: true,
            cell: ({ at, counts }: (typeof rows)[number]) => {
              const shown = formatCount(counts[column] ?? 0, i18n.language);
              return at === column ? <strong>{shown}</strong> : shown;
            },
          })),
        ]}
      />
      {share !== undefined && share !== null && (
        <Text size="sm">{t('workers.equal', { share: formatShare(share, i18n.language) })}</Text>
      )}
      {confusion.result !== 'results' && (
        <Text size="sm" className={classes.dim ?? ''}>
          {t('workers.majority')}
        </Text>
      )}
    </>
  );
}
