import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hotkey } from './hotkeys';
import { fieldsOf, labelText, propertyOf, type TaskSpec } from './spec';
import classes from './TaskPage.module.css';

interface Props {
  spec: TaskSpec;
  hotkeys: readonly Hotkey[];
  onClose: () => void;
}

export default function KeysDialog({ spec, hotkeys, onClose }: Props) {
  const { t, i18n } = useTranslation('work');
  const nameOf = (hotkey: Hotkey) => {
    const block = fieldsOf(spec.ui.blocks).find((field) => propertyOf(field) === hotkey.field);
    return block ? labelText(block, hotkey.label, i18n.language) : hotkey.label;
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <dl className={classes.keys}>
        {hotkeys.map((hotkey) => (
          <div key={hotkey.key} style={{ display: 'contents' }}>
            <dt>{hotkey.key.toUpperCase()}</dt>
            <dd>{nameOf(hotkey)}</dd>
          </div>
        ))}
        <dt>{spec.behaviour?.submitKey === 'enter' ? 'Enter, Ctrl+Enter' : 'Ctrl+Enter'}</dt>
        <dd>{t('submit')}</dd>
        <dt>Ctrl+Z</dt>
        <dd>{t('undo')}</dd>
        <dt>Ctrl+Y</dt>
        <dd>{t('redo')}</dd>
        <dt>?</dt>
        <dd>{t('keys.title')}</dd>
      </dl>
    </Modal>
  );
}
