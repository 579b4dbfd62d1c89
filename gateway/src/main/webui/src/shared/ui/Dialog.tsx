import { Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  size?: string;
  children: ReactNode;
}

/** A dialog with its title. The library's own heads are <header>s, which would be a second banner of the page. */
export function Dialog({ opened, onClose, title, size, children }: Props) {
  const { t } = useTranslation('common');
  return (
    // On a phone every line counts: what does not fit is cut off at the dialog's edge until it is scrolled to.
    <Modal.Root opened={opened} onClose={onClose} size={size} yOffset="clamp(1rem, 3vw, 5dvh)">
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb={0}>
          <Modal.Title fw={650}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('close')} size={44} />
        </Group>
        <Modal.Body pt="sm">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
