import { Button, Group, Paper, Radio, Stack, Text, Textarea, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isTyping } from '../../shared/task/hotkeys';
import { ProblemNotice } from '../../shared/ui/states';
import { type Ruling, useRule } from './appeals';
import { useKeys } from './useKeys';

const rulings: readonly { ruling: Ruling; key: string }[] = [
  { ruling: 'OVERTURNED', key: 'o' },
  { ruling: 'UPHELD', key: 'u' },
];

export function RulingForm({ appealId }: { appealId: string }) {
  const { t } = useTranslation('appeals');
  const navigate = useNavigate();
  const [ruling, setRuling] = useState<Ruling | ''>('');
  const [reason, setReason] = useState('');
  const rule = useRule(appealId);
  const ready = ruling !== '' && reason.trim() !== '' && !rule.isPending;
  const send = () => {
    if (ready) rule.mutate({ ruling, reason }, { onSuccess: () => navigate('/adjudicator') });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  useKeys((event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
      return;
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = rulings.find(({ key }) => key === event.key.toLowerCase());
    if (chosen) {
      event.preventDefault();
      setRuling(chosen.ruling);
      document.getElementById('ruling-reason')?.focus();
    }
  });
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit} aria-label={t('ruling.title')}>
      <Stack>
        <Title order={2} size="h3">
          {t('ruling.title')}
        </Title>
        <Radio.Group label={t('ruling.choose')} value={ruling} onChange={(value) => setRuling(value as Ruling)}>
          <Stack gap="xs" mt="xs">
            {rulings.map(({ ruling: value, key }) => (
              <Radio key={value} value={value} size="md" label={`${t(`ruling.${value}`)} (${key.toUpperCase()})`} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          id="ruling-reason"
          label={t('ruling.reason')}
          description={t('ruling.read')}
          size="md"
          autosize
          minRows={3}
          required
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {rule.error && <ProblemNotice failure={rule.error} />}
        <Group>
          <Button type="submit" size="md" loading={rule.isPending} disabled={!ready} aria-keyshortcuts="Control+Enter">
            {t('ruling.button')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('ruling.keys')}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}
