import { Button, Group, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { hasUpdate, hearUpdate, loadUpdate } from './service-worker';

export function UpdateNotice() {
  const { t } = useTranslation('common');
  const there = useSyncExternalStore(hearUpdate, hasUpdate);
  if (!there) return null;
  return (
    <Group role="status" mb="md" gap="sm">
      <Text>{t('update.text')}</Text>
      <Button variant="default" size="md" onClick={loadUpdate}>
        {t('update.load')}
      </Button>
    </Group>
  );
}
