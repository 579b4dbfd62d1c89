import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FairnessNumbers } from '../../../shared/fairness/FairnessNumbers';
import { useFairness } from '../../../shared/fairness/useFairness';
import { Waiting } from '../../../shared/ui/Page';

export default function FairnessReportPage() {
  const { t } = useTranslation('fairness');
  const report = useFairness();
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <Waiting query={report} />
      {report.data && <FairnessNumbers report={report.data} />}
    </Stack>
  );
}
