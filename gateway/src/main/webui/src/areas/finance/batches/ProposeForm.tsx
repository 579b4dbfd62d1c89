import { Button, Checkbox, Group, NativeSelect, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { idempotencyKey } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { ProblemNotice } from '../../../shared/ui/states';
import { type NewBatch, usePropose } from '../payouts';

const rails = ['SEPA', 'CSV', 'STRIPE', 'PAYPAL'] as const;

export function ProposeForm() {
  const { t } = useTranslation('finance');
  const navigate = useNavigate();
  const [asked] = useSearchParams();
  const [batch, setBatch] = useState<NewBatch>({
    rail: 'SEPA',
    currency: asked.get('currency') ?? 'EUR',
    minimum: '',
    draft: false,
  });
  const [key, setKey] = useState(idempotencyKey);
  const propose = usePropose(key);
  const problem = propose.error instanceof Problem ? propose.error : null;
  const change = (part: Partial<NewBatch>) => {
    setBatch((before) => ({ ...before, ...part }));
    // Another batch than the one that was refused.
    setKey(idempotencyKey());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate(batch, { onSuccess: (made) => navigate(`/finance/batches/${made.id}`) });
  };
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit} aria-label={t('propose.title')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('propose.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('propose.text')}
        </Text>
        <Group align="flex-start">
          <NativeSelect
            label={t('batch.rail')}
            size="md"
            data={rails.map((value) => ({ value, label: t(`rail.${value}`) }))}
            value={batch.rail}
            error={problem?.fault('/rail')}
            onChange={(event) => change({ rail: event.currentTarget.value })}
          />
          <TextInput
            label={t('propose.currency')}
            size="md"
            w={110}
            required
            maxLength={3}
            value={batch.currency}
            error={problem?.fault('/currency')}
            onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
          />
          <TextInput
            label={t('propose.minimum')}
            placeholder="1.00"
            size="md"
            w={200}
            inputMode="decimal"
            value={batch.minimum}
            error={
              problem?.fault('/minimum') ??
              (/^\d*([.]\d+)?$/.test(batch.minimum) ? undefined : t('propose.notAnAmount'))
            }
            onChange={(event) => change({ minimum: event.currentTarget.value.trim() })}
          />
        </Group>
        <Checkbox
          label={t('propose.draft')}
          checked={batch.draft}
          onChange={(event) => change({ draft: event.currentTarget.checked })}
        />
        {propose.error && <ProblemNotice failure={propose.error} />}
        <Group>
          <Button type="submit" size="md" loading={propose.isPending}>
            {t('propose.button')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
