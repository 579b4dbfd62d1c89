import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../shared/ui/Page';
import { ProblemNotice } from '../../../shared/ui/states';
import { type Batch, type Progress, useDesk, useStep } from '../payouts';

const released = ['RELEASED', 'SUBMITTED', 'ACKNOWLEDGED', 'PARTIAL', 'SETTLED', 'CLOSED'];
const underWay = ['SUBMITTED', 'ACKNOWLEDGED', 'PARTIAL'];

/** From the release on: the files, and what a person says of them where the bank does not. */
export function AtTheBank({ batch }: { batch: Batch & Progress }) {
  const { t } = useTranslation('finance');
  const step = useStep(batch.id, batch.contentHash);
  const desk = useDesk();
  if (!released.includes(batch.state)) return null;
  const atTheBank = underWay.includes(batch.state);
  const said = batch.bookedSaidBy;
  return (
    <Section title={t('atBank.title')}>
      <Text>{t(`atBank.next.${batch.state}`)}</Text>
      {atTheBank && batch.railReports && <Text>{t('atBank.reports', { rail: batch.rail })}</Text>}
      {atTheBank && said && (
        <Text role="status">{t(said === desk.id ? 'atBank.youSaidBooked' : 'atBank.saidBooked')}</Text>
      )}
      {step.error && <ProblemNotice failure={step.error} />}
      <Group>
        {Array.from({ length: batch.files ?? 0 }, (_, index) => index + 1).map((part) => (
          <Button
            key={part}
            component="a"
            href={`/v1/payout-batches/${batch.id}/file?part=${part}`}
            download
            variant={batch.state === 'RELEASED' ? 'filled' : 'default'}
            size="md"
          >
            {batch.files === 1 ? t('atBank.file') : t('atBank.filePart', { part, parts: batch.files ?? 0 })}
          </Button>
        ))}
        {batch.state === 'RELEASED' && (
          <Button variant="default" size="md" loading={step.isPending} onClick={() => step.mutate({ name: 'sent' })}>
            {t('atBank.sent')}
          </Button>
        )}
        {atTheBank && !batch.railReports && (
          <>
            <Button component={Link} to="/finance/bank" size="md">
              {t('atBank.answer')}
            </Button>
            <Button
              variant="default"
              size="md"
              loading={step.isPending}
              disabled={said === desk.id}
              onClick={() => step.mutate({ name: 'settle' })}
            >
              {t(said ? 'atBank.confirmBooked' : 'atBank.booked')}
            </Button>
          </>
        )}
        {batch.state === 'SETTLED' && (
          <Button size="md" loading={step.isPending} onClick={() => step.mutate({ name: 'close' })}>
            {t('atBank.close')}
          </Button>
        )}
      </Group>
    </Section>
  );
}
