import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../../shared/format/time';
import classes from '../../../shared/ui/data.module.css';
import { Facts } from '../../../shared/ui/Facts';
import { More, Waiting } from '../../../shared/ui/Page';
import { Empty, ProblemNotice } from '../../../shared/ui/states';
import { useDesk } from '../payouts';
import { BankTabs } from './BankTabs';
import { type Proposal, type ProposalState, useDecideProposal, useProposals } from './bank';

const states: readonly ProposalState[] = ['PROPOSED', 'ACCEPTED', 'DECLINED'];

export default function ProposalsPage() {
  const { t } = useTranslation('bank');
  const [state, setState] = useState<ProposalState>('PROPOSED');
  const proposals = useProposals(state);
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('proposals.title')}
      </Title>
      <BankTabs />
      <Text>{t('proposals.text')}</Text>
      <NativeSelect
        label={t('proposals.show')}
        size="md"
        maw={300}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as ProposalState)}
        data={states.map((value) => ({ value, label: t(`proposalState.${value}`) }))}
      />
      <Waiting query={proposals} />
      {proposals.data?.length === 0 && <Empty title={t('proposals.none')} />}
      {proposals.data?.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} />
      ))}
      <More query={proposals} />
    </Stack>
  );
}

function ProposalCard({ proposal }: { proposal: Proposal }) {
  const { t, i18n } = useTranslation('bank');
  const desk = useDesk();
  const decision = useDecideProposal();
  const own = proposal.proposedBy === desk.id;
  const open = proposal.state === 'PROPOSED';
  const person = (id: string) =>
    id === desk.id ? t('proposals.you') : <span className={classes.code}>{id.slice(-12)}</span>;
  return (
    <Paper withBorder p="md" component="article" aria-label={t(`proposalKind.${proposal.kind}`)}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t(`proposalKind.${proposal.kind}`)}
        </Title>
        <Facts
          facts={[
            [
              t('proposals.subject'),
              <span key="subject" className={classes.code}>
                {proposal.subject}
              </span>,
            ],
            [t('proposals.target'), proposal.target && <span className={classes.code}>{proposal.target}</span>],
            [t('proposals.reason'), proposal.reason],
            [t('proposals.by'), person(proposal.proposedBy)],
            [t('proposals.at'), formatInstant(proposal.proposedAt, i18n.language)],
            [t('proposals.decidedBy'), proposal.decidedBy && person(proposal.decidedBy)],
          ]}
        />
        {decision.error && <ProblemNotice failure={decision.error} />}
        {open && own && <Text size="sm">{t('proposals.another')}</Text>}
        {open && (
          <Group>
            {desk.checker && !own && (
              <Button
                size="md"
                loading={decision.isPending}
                onClick={() => decision.mutate({ proposalId: proposal.id, accept: true })}
              >
                {t('proposals.accept')}
              </Button>
            )}
            <Button
              size="md"
              variant="default"
              loading={decision.isPending}
              onClick={() => decision.mutate({ proposalId: proposal.id, accept: false })}
            >
              {own ? t('proposals.takeBack') : t('proposals.decline')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
