import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Hotkey, keyFault, placeOf } from '../../../shared/task/hotkeys';
import { fieldsOf, labelText, propertyOf, type TaskSpec } from '../../../shared/task/spec';
import classes from './TaskPage.module.css';

interface Props {
  spec: TaskSpec;
  hotkeys: readonly Hotkey[];
  changed: boolean;
  /** @param key '' switches the key off */
  onKey: (hotkey: Hotkey, key: string) => void;
  onReset: () => void;
  onClose: () => void;
}

/** The keys of a task, each of which can be changed or switched off. */
export default function KeysDialog({ spec, hotkeys, changed, onKey, onReset, onClose }: Props) {
  const { t, i18n } = useTranslation('work');
  const [asked, setAsked] = useState<string | null>(null);
  const [fault, setFault] = useState<'reserved' | 'taken' | null>(null);
  const nameOf = (hotkey: Hotkey) => {
    const block = fieldsOf(spec.ui.blocks).find((field) => propertyOf(field) === hotkey.field);
    if (block?.type === 'field.boolean') return t(hotkey.label === 'true' ? 'yes' : 'no');
    return block ? labelText(block, hotkey.label, i18n.language) : hotkey.label;
  };
  const press = (event: React.KeyboardEvent, hotkey: Hotkey) => {
    if (asked !== placeOf(hotkey) || ['Tab', 'Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setAsked(null);
      setFault(null);
      return;
    }
    const off = event.key === 'Delete' || event.key === 'Backspace';
    const found = off ? null : keyFault(hotkeys, hotkey, event.key);
    setFault(found);
    if (found) return;
    onKey(hotkey, off ? '' : event.key.toLowerCase());
    setAsked(null);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={asked === null}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {hotkeys.length > 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t('keys.how')}
        </Text>
      )}
      <dl className={classes.keys}>
        {hotkeys.map((hotkey) => {
          const waits = asked === placeOf(hotkey);
          const key = waits ? t('keys.press') : hotkey.key.toUpperCase() || t('keys.off');
          return (
            <div key={placeOf(hotkey)} style={{ display: 'contents' }}>
              <dt>
                <Button
                  variant="default"
                  size="compact-md"
                  h={44}
                  aria-label={t('keys.change', { label: nameOf(hotkey), key })}
                  aria-pressed={waits}
                  onClick={() => {
                    setFault(null);
                    setAsked(waits ? null : placeOf(hotkey));
                  }}
                  onKeyDown={(event) => press(event, hotkey)}
                  onBlur={() => waits && setAsked(null)}
                >
                  {key}
                </Button>
              </dt>
              <dd>{nameOf(hotkey)}</dd>
            </div>
          );
        })}
        <dt>{spec.behaviour?.submitKey === 'enter' ? 'Enter, Ctrl+Enter' : 'Ctrl+Enter'}</dt>
        <dd>{t('submit')}</dd>
        <dt>Ctrl+Z</dt>
        <dd>{t('undo')}</dd>
        <dt>Ctrl+Y</dt>
        <dd>{t('redo')}</dd>
        <dt>?</dt>
        <dd>{t('keys.title')}</dd>
      </dl>
      <Text size="sm" role="status" c="var(--mantine-color-error)">
        {fault ? t(`keys.fault.${fault}`) : ''}
      </Text>
      {changed && (
        <Group mt="sm">
          <Button variant="default" size="md" onClick={onReset}>
            {t('keys.reset')}
          </Button>
        </Group>
      )}
    </Modal>
  );
}
