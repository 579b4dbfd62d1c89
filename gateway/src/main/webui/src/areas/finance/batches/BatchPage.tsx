import { Anchor, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { formatMoney } from '../../../shared/format/money';
import { formatDate, formatInstant } from '../../../shared/format/time';
import classes from '../../../shared/ui/data.module.css';
import { Facts } from '../../../shared/ui/Facts';
import { More, Section, Waiting } from '../../../shared/ui/Page';
import { type Batch, type Payout, type Progress, useBatch } from '../payouts';
import { AtTheBank } from './AtTheBank';
import { BatchTrail } from './BatchTrail';
import { ComparisonTable } from './ComparisonTable';
import { Decision } from './Decision';
import { PayoutTable } from './PayoutTable';
import { UntoldPayouts } from './UntoldPayouts';

export default function BatchPage() {
  const { t } = useTranslation('finance');
  const { batchId = '' } = useParams();
  const query = useBatch(batchId);
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/finance/batches" underline="always">
        {t('batches.back')}
      </Anchor>
      <Waiting query={query} />
      {query.data && <BatchView batch={query.data.batch} payouts={query.data.payouts} more={<More query={query} />} />}
    </Stack>
  );
}

interface Props {
  batch: Batch & Progress;
  payouts: readonly Payout[];
  /** The way to more payouts. */
  more: ReactNode;
}

function BatchView({ batch, payouts, more }: Props) {
  const { t, i18n } = useTranslation('finance');
  const undecided = batch.state === 'FROZEN' || batch.state === 'APPROVED';
  return (
    <>
      <div>
        <Title order={1} size="h2">
          {formatMoney(batch.total, i18n.language)} · {t(`batchState.${batch.state}`)}
        </Title>
      </div>
      <Facts
        facts={[
          [t('batch.rail'), batch.rail],
          [t('batch.payouts'), batch.payoutCount],
          [t('batch.minimum'), formatMoney(batch.minimum, i18n.language)],
          [t('batch.proposed'), formatInstant(batch.proposedAt, i18n.language)],
          [t('batch.valueDate'), batch.valueDate && formatDate(batch.valueDate, i18n.language)],
          [t('batch.cutOff'), undecided && batch.cutOffAt && formatInstant(batch.cutOffAt, i18n.language)],
          [t('batch.heldOut'), batch.heldCount || null],
          [
            t('batch.approvals'),
            t('batch.approvalsOf', { given: batch.approvals ?? 0, needed: batch.approvalsNeeded ?? 1 }),
          ],
          [
            t('batch.copyOf'),
            batch.copyOf && <Link to={`/finance/batches/${batch.copyOf}`}>{t('batch.copyOfRejected')}</Link>,
          ],
          [t('batch.released'), batch.releasedAt && formatInstant(batch.releasedAt, i18n.language)],
          [
            t('batch.content'),
            <span key="hash" className={classes.code}>
              {batch.contentHash}
            </span>,
          ],
        ]}
      />
      <Decision batch={batch} />
      <AtTheBank batch={batch} />
      <UntoldPayouts batch={batch} payouts={payouts} />
      <ComparisonTable batchId={batch.id} />
      <Section title={t('payouts.title')}>
        <PayoutTable payouts={payouts} batch={batch} />
        {more}
      </Section>
      <BatchTrail batchId={batch.id} />
    </>
  );
}
