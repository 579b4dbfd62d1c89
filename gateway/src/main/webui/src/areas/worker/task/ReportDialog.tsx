import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { asProblem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemNotice } from '../../../shared/ui/states';

type Fault = components['schemas']['TaskFault'];

const faults: readonly Fault[] = [
  'MEDIA_MISSING',
  'INSTRUCTIONS_UNCLEAR',
  'NO_ANSWER_FITS',
  'PERSONAL_DATA',
  'HARMFUL',
  'OTHER',
];

/** What can be said of any task, whatever its requester asks to be told. */
const harms: readonly Fault[] = ['PERSONAL_DATA', 'HARMFUL'];

interface Props {
  assignmentId: string;
  /** Whether the requester asks to be told of nothing else. */
  harmOnly: boolean;
  onClose: () => void;
  /** @param andReturn whether the task is given back now */
  onReported: (andReturn: boolean) => void;
}

/** What is wrong with the task itself, from a short list and in the worker's words. */
export default function ReportDialog({ assignmentId, harmOnly, onClose, onReported }: Props) {
  const { t } = useTranslation('work');
  const [fault, setFault] = useState<Fault | ''>('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const wordless = fault === 'OTHER' && !note.trim();

  const send = async (andReturn: boolean) => {
    if (!fault || wordless || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await unwrap(
        api.PUT('/v1/assignments/{id}/report', {
          params: { path: { id: assignmentId } },
          body: { fault, ...(note.trim() ? { note: note.trim() } : {}) },
        }),
      );
      onReported(andReturn);
    } catch (problem) {
      setFailure(problem);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(false);
  };
  return (
    <Dialog opened onClose={onClose} title={t('report.title')}>
      <Stack component="form" onSubmit={submit}>
        <Text size="sm">{t('report.text')}</Text>
        <Radio.Group aria-label={t('report.title')} value={fault} onChange={(value) => setFault(value as Fault)}>
          <Stack gap={0}>
            {(harmOnly ? harms : faults).map((value) => (
              <Radio key={value} value={value} size="md" py={10} label={t(`fault.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={fault === 'OTHER' ? t('report.note') : t('report.noteOptional')}
          size="md"
          autosize
          minRows={2}
          maxLength={1000}
          required={fault === 'OTHER'}
          value={note}
          error={failure ? asProblem(failure).fault('/note') : undefined}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {failure !== null && <ProblemNotice failure={failure} />}
        <Group>
          <Button type="submit" size="md" loading={busy} disabled={!fault || wordless}>
            {t('report.send')}
          </Button>
          <Button variant="default" size="md" disabled={!fault || wordless || busy} onClick={() => void send(true)}>
            {t('report.sendAndReturn')}
          </Button>
          <Button variant="default" size="md" onClick={onClose}>
            {t('report.back')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
