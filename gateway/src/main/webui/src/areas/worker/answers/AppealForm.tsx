import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { formatInstant } from '../../../shared/format/time';
import { ProblemNotice } from '../../../shared/ui/states';
import { answersKey } from './answers';

/** One tap is enough: the words to begin with are there, and may be changed. */
export function AppealForm({ id, until }: { id: string; until: string }) {
  const { t, i18n } = useTranslation('pay');
  const queries = useQueryClient();
  const [reason, setReason] = useState(() => t('appeal.usual'));
  const appeal = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/assignments/{id}/appeal', { params: { path: { id } }, body: { reason } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: answersKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    appeal.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} gap="xs">
      <Text size="sm">{t('appeal.text', { until: formatInstant(until, i18n.language) })}</Text>
      <Textarea
        label={t('appeal.reason')}
        size="md"
        autosize
        minRows={2}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {appeal.error && <ProblemNotice failure={appeal.error} />}
      <Button type="submit" size="md" loading={appeal.isPending} disabled={!reason.trim()}>
        {t('appeal.button')}
      </Button>
    </Stack>
  );
}
