import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Schemes } from '../../../shared/benefits/Schemes';
import { BookTabs } from './BookTabs';

/** What is laid aside of workers' earnings; operators add and end schemes. */
export default function BenefitsPage() {
  const { t } = useTranslation('benefits');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <BookTabs />
      <Schemes />
    </Stack>
  );
}
