import { Container, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { tellSignedIn } from '../../shared/api/session-events';

/** Where a login leads that was begun beside unfinished work: says so to that window and goes away. */
export default function SignedInPage() {
  const { t } = useTranslation('common');
  useEffect(() => {
    tellSignedIn();
    window.close();
  }, []);
  return (
    <Container component="main" py="xl">
      <Text>{t('signedIn')}</Text>
    </Container>
  );
}
