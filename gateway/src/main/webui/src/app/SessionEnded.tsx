import { Button, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { loginUrl } from './login-url';

/** Over whatever screen there is, which stays as it is. */
export default function SessionEnded({ onLater }: { onLater: () => void }) {
  const { t } = useTranslation('common');
  const signIn = () => {
    const popup = window.open(loginUrl('/signed-in'), 'groundwork-login', 'popup,width=480,height=720');
    if (!popup) window.location.assign(loginUrl(window.location.pathname));
  };
  return (
    <Modal
      opened
      onClose={onLater}
      title={t('sessionEnded.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
      centered
    >
      <Stack>
        <Text>{t('sessionEnded.text')}</Text>
        <Button onClick={signIn} size="md">
          {t('sessionEnded.button')}
        </Button>
      </Stack>
    </Modal>
  );
}
