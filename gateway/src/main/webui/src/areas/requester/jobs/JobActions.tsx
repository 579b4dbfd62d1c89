import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { amountFault } from '../../../shared/api/amount-fault';
import { api, unwrap } from '../../../shared/api/client';
import { amountOf } from '../../../shared/format/decimal';
import { formatMoney } from '../../../shared/format/money';
import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemNotice } from '../../../shared/ui/states';
import { hasEnded, isPublished, type Job, jobKey, jobsKey } from './jobs';

type Verb = 'pause' | 'resume' | 'cancel';

/** What may be done with a job as it stands now. */
export function JobActions({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('requester');
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const [open, setOpen] = useState<'cancel' | 'raise' | null>(null);
  const act = useMutation({
    mutationFn: (verb: Verb) => {
      const at = { params: { path: { jobId: job.id } } };
      if (verb === 'pause') return unwrap(api.POST('/v1/jobs/{jobId}/pause', at)) as Promise<unknown>;
      if (verb === 'resume') return unwrap(api.POST('/v1/jobs/{jobId}/resume', at)) as Promise<unknown>;
      return unwrap(api.POST('/v1/jobs/{jobId}/cancel', at)) as Promise<unknown>;
    },
    onSuccess: (changed) => {
      setOpen(null);
      queries.setQueryData(jobKey(job.id), changed);
      return queries.invalidateQueries({ queryKey: jobsKey });
    },
  });
  if (hasEnded(job.state) || job.state === 'FUNDING') return null;
  return (
    <Stack gap="xs">
      {mayChange && (
        <Group>
          {job.state === 'OPEN' && (
            <Button variant="default" loading={act.isPending && !open} onClick={() => act.mutate('pause')}>
              {t('action.pause')}
            </Button>
          )}
          {job.state === 'PAUSED' && (
            <Button loading={act.isPending && !open} onClick={() => act.mutate('resume')}>
              {t('action.resume')}
            </Button>
          )}
          {isPublished(job.state) && (
            <Button variant="default" onClick={() => setOpen('raise')}>
              {t('action.raise')}
            </Button>
          )}
          <Button variant="default" onClick={() => setOpen('cancel')}>
            {t('action.cancel')}
          </Button>
        </Group>
      )}
      {job.raise?.reward && (
        <Text size="sm" role="status">
          {t(job.raise.refusal ? 'raise.refused' : 'raise.waiting', {
            reward: formatMoney(job.raise.reward, i18n.language),
          })}
        </Text>
      )}
      {act.error && !open && <ProblemNotice failure={act.error} />}
      <Dialog opened={open === 'cancel'} onClose={() => setOpen(null)} title={t('cancel.title')}>
        <Stack>
          <Text>{isPublished(job.state) ? t('cancel.text') : t('cancel.draftText')}</Text>
          {act.error && <ProblemNotice failure={act.error} />}
          <Group>
            <Button color="red.9" loading={act.isPending} onClick={() => act.mutate('cancel')}>
              {t('cancel.button')}
            </Button>
            <Button variant="default" onClick={() => setOpen(null)}>
              {t('cancel.keep')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
      <Dialog opened={open === 'raise'} onClose={() => setOpen(null)} title={t('raise.title')}>
        <RaiseForm job={job} onDone={() => setOpen(null)} />
      </Dialog>
    </Stack>
  );
}

function RaiseForm({ job, onDone }: { job: Job; onDone: () => void }) {
  const { t, i18n } = useTranslation('requester');
  const queries = useQueryClient();
  const [amount, setAmount] = useState(job.reward.amount);
  const raise = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/jobs/{jobId}/reward', {
          params: { path: { jobId: job.id } },
          body: { reward: amountOf(amount, job.reward.currency) },
        }),
      ) as Promise<unknown>,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: jobsKey });
      onDone();
    },
  });
  const wrong = amountFault(raise.error, '/reward');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    raise.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('raise.text', { reward: formatMoney(job.reward, i18n.language) })}</Text>
      <TextInput
        label={t('raise.reward', { currency: job.reward.currency })}
        size="md"
        inputMode="decimal"
        required
        value={amount}
        error={wrong}
        onChange={(event) => {
          setAmount(event.currentTarget.value);
          if (!raise.isPending) raise.reset();
        }}
      />
      {raise.error && !wrong && <ProblemNotice failure={raise.error} />}
      <Button type="submit" size="md" loading={raise.isPending}>
        {t('raise.button')}
      </Button>
    </Stack>
  );
}
