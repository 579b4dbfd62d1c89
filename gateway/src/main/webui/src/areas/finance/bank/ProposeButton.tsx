import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../shared/api/problem';
import { ProblemNotice } from '../../../shared/ui/states';
import { useDesk } from '../payouts';
import { type ProposalKind, useProposal } from './bank';

interface Props {
  /** What may be proposed, the usual first. */
  kinds: readonly ProposalKind[];
  /** Id of the line or payout, or the month. */
  subject: string;
  /** Its name for people. */
  what: string;
  /** Payouts that may be meant. */
  candidates?: readonly string[];
}

const needTarget: ReadonlySet<ProposalKind> = new Set(['ASSIGN_TO_REQUESTER', 'ASSIGN_TO_PAYOUT', 'ASSIGN_RETURN']);

/** One person proposes; what it is about changes when another one accepts. */
export function ProposeButton(props: Props) {
  const { t } = useTranslation('bank');
  const { maker } = useDesk();
  const [opened, setOpened] = useState(false);
  if (!maker) return null;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={t('propose.openFor', { what: props.what })}
        onClick={() => setOpened(true)}
      >
        {t('propose.open')}
      </Button>
      {opened && <ProposalForm {...props} onDone={() => setOpened(false)} />}
    </>
  );
}

function ProposalForm({ kinds, subject, what, candidates = [], onDone }: Props & { onDone: () => void }) {
  const { t } = useTranslation('bank');
  const [kind, setKind] = useState<ProposalKind>(kinds[0] as ProposalKind);
  const [target, setTarget] = useState(candidates[0] ?? '');
  const [reason, setReason] = useState('');
  const proposal = useProposal();
  const problem = proposal.error instanceof Problem ? proposal.error : null;
  const targeted = needTarget.has(kind);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    proposal.mutate({ kind, subject, reason, ...(targeted ? { target: target.trim() } : {}) }, { onSuccess: onDone });
  };
  return (
    <Modal
      opened
      onClose={onDone}
      title={t('propose.title', { what })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      centered
    >
      <Stack component="form" onSubmit={submit}>
        <Text size="sm">{t('propose.text')}</Text>
        <NativeSelect
          label={t('propose.kind')}
          size="md"
          data={kinds.map((value) => ({ value, label: t(`proposalKind.${value}`) }))}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as ProposalKind)}
        />
        {targeted && (
          <TextInput
            label={kind === 'ASSIGN_TO_REQUESTER' ? t('propose.requester') : t('propose.payout')}
            size="md"
            required
            maxLength={36}
            value={target}
            error={problem?.fault('/target')}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('propose.reason')}
          size="md"
          required
          maxLength={500}
          value={reason}
          error={problem?.fault('/reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {proposal.error && <ProblemNotice failure={proposal.error} />}
        <Group>
          <Button
            type="submit"
            size="md"
            loading={proposal.isPending}
            disabled={!reason.trim() || (targeted && !target.trim())}
          >
            {t('propose.button')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
