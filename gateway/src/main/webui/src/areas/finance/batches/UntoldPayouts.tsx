import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section, Waiting } from '../../../shared/ui/Page';
import { type ProposalKind, useOpenProposals } from '../bank/bank';
import { ProposalCard } from '../bank/ProposalCard';
import { ProposeButton } from '../bank/ProposeButton';
import type { Batch, Payout, Progress } from '../payouts';

const underWay = ['SUBMITTED', 'ACKNOWLEDGED', 'PARTIAL'];
const withoutWord: ReadonlySet<string> = new Set(['SUBMITTED', 'UNKNOWN', 'ACCEPTED']);
const ends: readonly ProposalKind[] = ['PAYOUT_ARRIVED', 'PAYOUT_NOT_MADE'];

/** What two people may say of a payout whose rail was to tell it; what they said wrongly may be put right. */
export function endsOf(payout: Payout): readonly ProposalKind[] {
  if (withoutWord.has(payout.state)) return ends;
  return payout.state === 'FAILED' && payout.reason === 'not-made' ? ['PAYOUT_ARRIVED'] : [];
}

export function SayEnd({ payout }: { payout: Payout }) {
  const { t } = useTranslation('finance');
  const kinds = endsOf(payout);
  return (
    kinds.length > 0 && (
      <ProposeButton kinds={kinds} subject={payout.id} what={payout.endToEndId.slice(-12)} label={t('untold.say')} />
    )
  );
}

interface Props {
  batch: Batch & Progress;
  payouts: readonly Payout[];
}

/** What one person said of payouts that their rail did not tell the end of, for another one to confirm. */
export function UntoldPayouts({ batch, payouts }: Props) {
  const { t } = useTranslation('finance');
  const open = batch.railReports === true && payouts.some((payout) => endsOf(payout).length > 0);
  const said = useOpenProposals(open);
  if (!open) return null;
  const nameOf = (subject: string) => {
    if (subject === batch.id) return t('untold.batch');
    const payout = payouts.find(({ id }) => id === subject);
    return payout && t('untold.payout', { reference: payout.endToEndId.slice(-12) });
  };
  return (
    <Section title={t('untold.title')}>
      <Text>{t('untold.text')}</Text>
      {underWay.includes(batch.state) && (
        <Group>
          <ProposeButton kinds={ends} subject={batch.id} what={t('untold.all')} label={t('untold.sayAll')} />
        </Group>
      )}
      <Waiting query={said} />
      {said.data?.map((proposal) => {
        const subject = nameOf(proposal.subject);
        return subject && <ProposalCard key={proposal.id} proposal={proposal} subject={subject} />;
      })}
    </Section>
  );
}
