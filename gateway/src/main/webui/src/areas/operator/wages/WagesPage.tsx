import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDate, formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import { Section, Waiting } from '../../../shared/ui/Page';
import { ProblemNotice } from '../../../shared/ui/states';
import { FloorForm } from './FloorForm';
import { FloorInForce } from './FloorInForce';
import { PayTabs } from './PayTabs';
import { RatesImport } from './RatesImport';
import { useChanges, useReckon } from './wages';

/** What an hour costs at least, where, and from when. */
export default function WagesPage() {
  const { t } = useTranslation('wages');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <PayTabs />
      <Text maw={720}>{t('text')}</Text>
      <FloorInForce />
      <RatesImport />
      <FloorForm />
      <Reckoning />
      <Changes />
    </Stack>
  );
}

/** Weeks that a new floor concerns are reckoned anew by themselves, a little later. */
function Reckoning() {
  const { t } = useTranslation('wages');
  const reckon = useReckon();
  return (
    <Section title={t('reckon.title')}>
      <Text maw={720}>{t('reckon.text')}</Text>
      <Group>
        <Button variant="default" size="md" loading={reckon.isPending} onClick={() => reckon.mutate()}>
          {t('reckon.button')}
        </Button>
        <Text size="sm" role="status">
          {reckon.isSuccess && t('reckon.done')}
        </Text>
      </Group>
      {reckon.error && <ProblemNotice failure={reckon.error} />}
    </Section>
  );
}

function Changes() {
  const { t, i18n } = useTranslation('wages');
  const changes = useChanges();
  return (
    <Section title={t('changes.title')}>
      <Waiting query={changes} />
      {changes.data?.length === 0 && <Text>{t('changes.none')}</Text>}
      {changes.data && changes.data.length > 0 && (
        <DataTable
          caption={t('changes.caption')}
          rows={changes.data}
          rowKey={(change) => `${change.place} ${change.kind} ${change.effectiveFrom}`}
          columns={[
            { title: t('place'), cell: (change) => change.place },
            { title: t('kind'), cell: (change) => t(`kinds.${change.kind}`) },
            { title: t('from'), cell: (change) => formatDate(change.effectiveFrom, i18n.language) },
            { title: t('reason'), cell: (change) => change.reason },
            { title: t('changes.at'), cell: (change) => formatInstant(change.changedAt, i18n.language) },
          ]}
        />
      )}
    </Section>
  );
}
