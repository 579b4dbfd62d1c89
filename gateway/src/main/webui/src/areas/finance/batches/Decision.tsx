import { Alert, Button, Group, List, Paper, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { loginUrl } from '../../../app/login-url';
import { api, unwrap } from '../../../shared/api/client';
import { Icon } from '../../../shared/ui/icons';
import { Section } from '../../../shared/ui/Page';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { type Batch, type Progress, type Step, useDesk, useReview, useStep } from '../payouts';

/** What the person at the desk may do with a batch before it leaves, and what keeps them from it. */
export function Decision({ batch }: { batch: Batch & Progress }) {
  const { t } = useTranslation('finance');
  const { maker } = useDesk();
  const step = useStep(batch.id, batch.contentHash);
  if (!['DRAFT', 'FROZEN', 'APPROVED'].includes(batch.state)) return null;
  return (
    <Section title={t('decide.title')}>
      {step.error && <ProblemNotice failure={step.error} />}
      {batch.state === 'DRAFT' ? (
        <Text>{t('decide.draft')}</Text>
      ) : (
        <Verdict batch={batch} onStep={step.mutate} busy={step.isPending} />
      )}
      <Group>
        {batch.state === 'DRAFT' && maker && (
          <Button size="md" loading={step.isPending} onClick={() => step.mutate({ name: 'freeze' })}>
            {t('decide.freeze')}
          </Button>
        )}
        <Button size="md" variant="default" loading={step.isPending} onClick={() => step.mutate({ name: 'cancel' })}>
          {t('decide.cancel')}
        </Button>
      </Group>
    </Section>
  );
}

interface Props {
  batch: Batch & Progress;
  onStep: (step: Step) => void;
  busy: boolean;
}

function Verdict({ batch, onStep, busy }: Props) {
  const { t } = useTranslation('finance');
  const { checker } = useDesk();
  const review = useReview(batch.id);
  if (!checker) return <Text>{t('decide.forCheckers')}</Text>;
  if (review.isPending) return <Loading />;
  // What went wrong stands at the comparison, which is read with it.
  if (review.isError) return null;
  const blocks = review.data.blocks ?? [];
  if (blocks.length > 0) return <Blocks blocks={blocks} />;
  const mine = review.data.approvedByCaller ?? false;
  const given = batch.approvals ?? 0;
  const needed = batch.approvalsNeeded ?? 1;
  const releases = batch.state === 'APPROVED' || given + (mine ? 0 : 1) >= needed;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Text>{releases ? t('decide.releaseText') : mine ? t('decide.waitsForOthers') : t('decide.approveText')}</Text>
        <Group>
          {releases && (
            <Button size="md" loading={busy} onClick={() => onStep({ name: 'release' })}>
              {t('decide.release')}
            </Button>
          )}
          {!mine && batch.state === 'FROZEN' && (
            <Button
              size="md"
              variant={releases ? 'default' : 'filled'}
              loading={busy}
              onClick={() => onStep({ name: 'approve' })}
            >
              {releases ? t('decide.approveOnly') : t('decide.approve')}
            </Button>
          )}
        </Group>
        {batch.state === 'FROZEN' && (
          <RejectForm onReject={(reason) => onStep({ name: 'reject', reason })} busy={busy} />
        )}
      </Stack>
    </Paper>
  );
}

function Blocks({ blocks }: { blocks: readonly { code?: string; detail?: string }[] }) {
  const { t } = useTranslation('finance');
  const { pathname } = useLocation();
  const again = async () => {
    await unwrap(api.POST('/session/logout'));
    window.location.assign(loginUrl(pathname));
  };
  return (
    <Alert color="orange" variant="outline" icon={<Icon name="alert" />} title={t('blocks.title')} role="status">
      <Stack gap="sm" align="flex-start">
        <List size="sm">
          {blocks.map(({ code, detail }) => (
            <List.Item key={code}>
              {t(`blocks.${code}`, { defaultValue: detail ?? '' })}{' '}
              {code === 'approval-limit-reached' && <span lang="en">{detail}</span>}
            </List.Item>
          ))}
        </List>
        {blocks.some(({ code }) => code === 'login-too-old') && (
          <Button variant="default" size="md" onClick={again}>
            {t('blocks.again')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function RejectForm({ onReject, busy }: { onReject: (reason: string) => void; busy: boolean }) {
  const { t } = useTranslation('finance');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReject(reason);
  };
  return (
    <Group component="form" onSubmit={submit} align="flex-end">
      <TextInput
        label={t('decide.rejectReason')}
        size="md"
        style={{ flex: '1 1 260px' }}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" size="md" variant="default" loading={busy} disabled={!reason.trim()}>
        {t('decide.reject')}
      </Button>
    </Group>
  );
}
