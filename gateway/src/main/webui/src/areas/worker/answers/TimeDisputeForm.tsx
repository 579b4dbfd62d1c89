import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { ProblemNotice } from '../../../shared/ui/states';
import { type Assignment, answersKey } from './answers';

/** {@return the seconds of minutes and seconds such as 3:20, or of minutes alone; null where it is neither} */
export function readMinutes(text: string): number | null {
  const parts = text.trim().match(/^(\d{1,4})(?::([0-5]?\d))?$/);
  return parts ? Number(parts[1]) * 60 + Number(parts[2] ?? 0) : null;
}

export function TimeDisputeForm({ answer }: { answer: Assignment }) {
  const { t } = useTranslation('pay');
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [minutes, setMinutes] = useState('');
  const [reason, setReason] = useState('');
  const seconds = readMinutes(minutes);
  const dispute = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/assignments/{id}/time-dispute', {
          params: { path: { id: answer.id ?? '' } },
          body: { claimedSeconds: seconds ?? 0, reason },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: answersKey }),
  });
  if (dispute.isSuccess) return <Text role="status">{t('dispute.done')}</Text>;
  if (!opened) {
    return (
      <Group>
        <Button variant="default" size="md" onClick={() => setOpened(true)}>
          {t('dispute.open')}
        </Button>
      </Group>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    dispute.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} gap="xs">
      <Text size="sm">{t('dispute.text')}</Text>
      <TextInput
        label={t('dispute.minutes')}
        placeholder="3:20"
        size="md"
        maw={200}
        inputMode="numeric"
        value={minutes}
        error={minutes !== '' && seconds === null ? t('dispute.notMinutes') : undefined}
        onChange={(event) => setMinutes(event.currentTarget.value)}
      />
      <Textarea
        label={t('dispute.reason')}
        size="md"
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {dispute.error && <ProblemNotice failure={dispute.error} />}
      <Group>
        <Button type="submit" size="md" loading={dispute.isPending} disabled={seconds === null || !reason.trim()}>
          {t('dispute.button')}
        </Button>
      </Group>
    </Stack>
  );
}
