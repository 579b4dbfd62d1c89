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
  /** What stands on the button, where it is more than that something is proposed. */
  label?: string;
}

/** What a line belongs to, for the kinds that say so. */
const targets: Partial<Record<ProposalKind, 'requester' | 'payout' | 'refund' | 'rail'>> = {
  ASSIGN_TO_REQUESTER: 'requester',
  ASSIGN_TO_PAYOUT: 'payout',
  ASSIGN_TO_REFUND: 'refund',
  ASSIGN_RETURN: 'payout',
  TRANSFER: 'rail',
};

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
        aria-label={
          props.label
            ? t('propose.labelFor', { label: props.label, what: props.what })
            : t('propose.openFor', { what: props.what })
        }
        onClick={() => setOpened(true)}
      >
        {props.label ?? t('propose.open')}
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
  const targeted = targets[kind];
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
          onChange={(event) => {
            const chosen = event.currentTarget.value as ProposalKind;
            setKind(chosen);
            if (targets[chosen] !== targeted) setTarget((targets[chosen] === 'payout' && candidates[0]) || '');
          }}
        />
        {targeted && (
          <TextInput
            label={t(`propose.${targeted}`)}
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
            disabled={!reason.trim() || (targeted !== undefined && !target.trim())}
          >
            {t('propose.button')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
