import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { More, Waiting } from '../../../shared/ui/Page';
import { Empty } from '../../../shared/ui/states';
import { useBatches, useDesk } from '../payouts';
import { BatchTable } from './BatchTable';
import { BatchTabs } from './BatchTabs';
import { ProposeForm } from './ProposeForm';

export default function BatchesPage() {
  const { t } = useTranslation('finance');
  const { maker } = useDesk();
  const batches = useBatches();
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('batches.title')}
      </Title>
      <BatchTabs />
      {maker && <ProposeForm />}
      <Waiting query={batches} />
      {batches.data?.length === 0 && <Empty title={t('batches.none')} text={t('batches.noneText')} />}
      {batches.data && batches.data.length > 0 && (
        <BatchTable batches={batches.data} caption={t('batches.newestFirst')} />
      )}
      <More query={batches} />
    </Stack>
  );
}
