import { Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskSpec } from '../../../shared/task/spec';
import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemNotice } from '../../../shared/ui/states';
import { fieldName } from '../jobs/spec-texts';
import { clausesOf, type Rejection, type RejectionReason, reasons } from './reviews';

interface Props {
  spec: TaskSpec | undefined;
  /** How many answers are to be rejected; none keeps the dialog closed. */
  count: number;
  busy: boolean;
  failure: unknown;
  onClose: () => void;
  onReject: (rejection: Rejection) => void;
}

/** A rejection says why, shows where, and names the rule: words alone are none. */
export function RejectDialog(props: Props) {
  const { t } = useTranslation('review');
  const { count, onClose } = props;
  return (
    <Dialog opened={count > 0} onClose={onClose} size="lg" title={t('reject.title', { count: Math.max(1, count) })}>
      <RejectForm {...props} />
    </Dialog>
  );
}

/** Made anew whenever the dialog opens. */
function RejectForm({ spec, count, busy, failure, onClose, onReject }: Props) {
  const { t, i18n } = useTranslation('review');
  const [reason, setReason] = useState<RejectionReason | ''>('');
  const [evidence, setEvidence] = useState('');
  const [clause, setClause] = useState('');
  const [items, setItems] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const clauses = clausesOf(spec, i18n.language);
  const fields = Object.keys(spec?.output.properties ?? {});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) onReject({ reason, evidence: evidence.trim(), clause: clause.trim(), items, note });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('reject.text')}</Text>
      <NativeSelect
        label={t('reject.reason')}
        size="md"
        required
        value={reason}
        data={[{ value: '', label: '—' }, ...reasons.map((value) => ({ value, label: t(`reason.${value}`) }))]}
        onChange={(event) => setReason(event.currentTarget.value as RejectionReason | '')}
      />
      {reason && (
        <Text size="sm" c="dimmed">
          {t(`pays.${reason}`)}
        </Text>
      )}
      <Textarea
        label={t('reject.evidence')}
        description={t('reject.evidenceNote')}
        size="md"
        required
        autosize
        minRows={2}
        maxLength={4000}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <Checkbox.Group label={t('reject.items')} value={items} onChange={setItems}>
        <Group mt="xs" gap="md">
          {fields.map((name) => (
            <Checkbox key={name} value={`/${name}`} label={fieldName(spec, name, i18n.language)} size="md" />
          ))}
        </Group>
      </Checkbox.Group>
      {clauses.length > 0 && (
        <NativeSelect
          label={t('reject.pick')}
          size="md"
          value={clauses.includes(clause) ? clause : ''}
          data={[{ value: '', label: '—' }, ...clauses.map((text) => ({ value: text, label: text.slice(0, 120) }))]}
          onChange={(event) => setClause(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t('reject.clause')}
        size="md"
        required
        autosize
        minRows={1}
        maxLength={1000}
        value={clause}
        onChange={(event) => setClause(event.currentTarget.value)}
      />
      <Textarea
        label={t('reject.note')}
        size="md"
        autosize
        minRows={1}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {failure !== null && failure !== undefined && <ProblemNotice failure={failure} />}
      <Group>
        <Button
          type="submit"
          size="md"
          color="red.9"
          loading={busy}
          disabled={!reason || !evidence.trim() || !clause.trim()}
        >
          {t('reject.button', { count: Math.max(1, count) })}
        </Button>
        <Button variant="default" size="md" onClick={onClose}>
          {t('reject.back')}
        </Button>
      </Group>
    </Stack>
  );
}
