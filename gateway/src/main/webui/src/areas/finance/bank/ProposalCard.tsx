import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../../shared/format/time';
import classes from '../../../shared/ui/data.module.css';
import { Facts } from '../../../shared/ui/Facts';
import { ProblemNotice } from '../../../shared/ui/states';
import { useDesk } from '../payouts';
import { type Proposal, useDecideProposal } from './bank';

/** What one person proposed; another one decides it, and whoever proposed it may take it back. */
export function ProposalCard({ proposal, subject = proposal.subject }: { proposal: Proposal; subject?: string }) {
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
                {subject}
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
