import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { formatMonth } from '../../../shared/format/months';
import { Downloads } from '../../../shared/ui/Downloads';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { lastMonths } from '../funds/months';
import { type Job, jobsKey } from './jobs';

const numberKey = (jobId: string) => [...jobsKey, 'purchase-order', jobId] as const;

/** What the requester's own books are told of a job: the number that it has there, and its invoices. */
export function Invoices({ job, now = new Date() }: { job: Job; now?: Date }) {
  const { t } = useTranslation('requester');
  const number = useQuery({
    queryKey: numberKey(job.id),
    queryFn: async () =>
      (await unwrap(api.GET('/v1/purchase-orders/{jobId}', { params: { path: { jobId: job.id } } }))).number ?? '',
  });
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('invoice.title')}
      </Title>
      {number.isPending && <Loading />}
      {number.isError && <ProblemNotice failure={number.error} onRetry={() => number.refetch()} />}
      {number.isSuccess && <OwnNumber job={job} known={number.data} />}
      <Documents job={job} now={now} />
    </section>
  );
}

function OwnNumber({ job, known }: { job: Job; known: string }) {
  const { t } = useTranslation('requester');
  const mayChange = useMayChange();
  const queries = useQueryClient();
  const [number, setNumber] = useState(known);
  const keep = useMutation({
    mutationFn: async () => {
      const given = number.trim();
      await (unwrap(
        api.PUT('/v1/purchase-orders/{jobId}', { params: { path: { jobId: job.id } }, body: { number: given } }),
      ) as Promise<unknown>);
      return given;
    },
    onSuccess: (given) => queries.setQueryData(numberKey(job.id), given),
  });
  const wrong = keep.error instanceof Problem ? keep.error.fault('/number') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  if (!mayChange)
    return <Text size="sm">{known ? t('invoice.numberIs', { number: known }) : t('invoice.noNumber')}</Text>;
  return (
    <Stack component="form" onSubmit={submit} gap="xs" align="flex-start">
      <TextInput
        label={t('invoice.number')}
        description={t('invoice.numberNote')}
        size="md"
        w="100%"
        maw={420}
        maxLength={60}
        value={number}
        error={wrong}
        onChange={(event) => {
          setNumber(event.currentTarget.value);
          if (keep.isError) keep.reset();
        }}
      />
      {keep.error && !wrong && <ProblemNotice failure={keep.error} />}
      <Group>
        <Button
          type="submit"
          variant="default"
          size="md"
          loading={keep.isPending}
          disabled={!number.trim() || number.trim() === known}
        >
          {t('invoice.keep')}
        </Button>
        <Text size="sm" role="status">
          {keep.isSuccess && number.trim() === known && t('common:saved')}
        </Text>
      </Group>
    </Stack>
  );
}

/** Months that are over, from the one in which the job was published. */
function Documents({ job, now }: { job: Job; now: Date }) {
  const { t, i18n } = useTranslation('requester');
  const first = (job.publishedAt ?? job.createdAt ?? '').slice(0, 7);
  const months = lastMonths(now, 24).filter((month) => month >= first);
  const [chosen, setMonth] = useState('');
  const month = chosen || months[0];
  if (!month) {
    return (
      <Text size="sm" mt="md">
        {t('invoice.later')}
      </Text>
    );
  }
  return (
    <Stack gap="sm" mt="md">
      <NativeSelect
        label={t('invoice.month')}
        size="md"
        maw={420}
        value={month}
        data={months.map((value) => ({ value, label: formatMonth(value, i18n.language) }))}
        onChange={(event) => setMonth(event.currentTarget.value)}
      />
      <Downloads
        key={month}
        url={`/v1/invoices/${month}?jobId=${encodeURIComponent(job.id)}`}
        name={`invoice-${month}-${job.id.slice(-12)}`}
      />
    </Stack>
  );
}
