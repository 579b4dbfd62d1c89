import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { More, Waiting } from '../../../shared/ui/Page';
import { Empty } from '../../../shared/ui/states';
import { BankTabs } from './BankTabs';
import { type ProposalState, useProposals } from './bank';
import { ProposalCard } from './ProposalCard';

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
