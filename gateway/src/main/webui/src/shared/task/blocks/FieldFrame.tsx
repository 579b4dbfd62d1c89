import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { propertyOf, textIn } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';

/**
 * The question of a field, and what keeps it from being taken.
 *
 * @param unfinished what is to be finished, while something is
 */
export function FieldFrame({
  block,
  role = 'group',
  unfinished,
  children,
}: BlockProps & { role?: 'group' | 'radiogroup'; unfinished?: string | undefined; children: ReactNode }) {
  const { t, i18n } = useTranslation('work');
  const { missing } = useTask();
  const name = propertyOf(block);
  const label = textIn(block.label, i18n.language);
  const isMissing = missing.includes(name);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: group and radiogroup both are named by their label
    <div
      className={classes.field}
      role={role}
      aria-labelledby={`label-${name}`}
      aria-describedby={isMissing ? `missing-${name}` : undefined}
      id={`field-${name}`}
      tabIndex={-1}
      data-missing={isMissing}
    >
      <Text fw={600} id={`label-${name}`} lang={label.lang}>
        {label.text || name}
      </Text>
      {children}
      {isMissing && (
        <Text size="sm" c="var(--mantine-color-error)" id={`missing-${name}`}>
          {unfinished ?? t('missing')}
        </Text>
      )}
    </div>
  );
}
