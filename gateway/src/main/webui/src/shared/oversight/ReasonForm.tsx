import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';
import { ProblemNotice } from '../ui/states';

interface Props {
  /** Who reads it. */
  description: string;
  choices: readonly { name: string; title: string }[];
  /** Names the form where a screen has several. */
  label: string;
  most: number;
  busy: boolean;
  failure: unknown;
  onChoose: (name: string, reason: string) => void;
}

/** A decision in one of a few ways, with the reason that others will read. */
export function ReasonForm({ description, choices, label, most, busy, failure, onChoose }: Props) {
  const { t } = useTranslation('oversight');
  const [reason, setReason] = useState('');
  const problem = failure instanceof Problem ? failure : null;
  const submit = (event: FormEvent) => event.preventDefault();
  return (
    <Stack component="form" gap="sm" onSubmit={submit} aria-label={label}>
      <Textarea
        label={t('reason')}
        description={description}
        size="md"
        autosize
        minRows={2}
        required
        maxLength={most}
        value={reason}
        error={problem?.fault('/reason') ?? problem?.fault('/note')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {failure ? <ProblemNotice failure={failure} /> : null}
      <Group>
        {choices.map(({ name, title }, index) => (
          <Button
            key={name}
            size="md"
            variant={index === 0 ? 'filled' : 'default'}
            loading={busy}
            disabled={!reason.trim()}
            onClick={() => onChoose(name, reason.trim())}
          >
            {title}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
