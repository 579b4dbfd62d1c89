import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons';
import { type Block, inputValue, type Json, labelsOf, labelText, type OutputProperty, propertyOf } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

interface Candidate {
  id: string;
  text: string;
}

/** {@return what is to be ranked, in the order in which it came} */
export function candidatesOf(
  property: OutputProperty | undefined,
  block: Block,
  input: Json,
  language: string,
): Candidate[] {
  const given = inputValue(property?.['x-of'], input);
  if (!Array.isArray(given))
    return labelsOf(property).map((label) => ({ id: label, text: labelText(block, label, language) }));
  return given.map((item) => {
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      const id = String(item.id);
      return { id, text: typeof item.text === 'string' ? item.text : typeof item.title === 'string' ? item.title : id };
    }
    return { id: String(item), text: String(item) };
  });
}

/** {@return the list with one moved to another place} */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  const item = list[from];
  return item === undefined ? [...list] : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Moved by buttons, which thumbs, keys and screen readers all can. */
export function RankingField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec, input, answer, set } = useTask();
  const name = propertyOf(block);
  const candidates = candidatesOf(spec.output.properties[name], block, input, i18n.language);
  const value = answer[name];
  const order = Array.isArray(value) ? value.map(String) : candidates.map(({ id }) => id);
  const move = (from: number, to: number) => {
    if (to >= 0 && to < order.length) set(name, moved(order, from, to));
  };
  return (
    <FieldFrame block={block}>
      <ol className={classes.ranking}>
        {order.map((id, index) => {
          const text = candidates.find((candidate) => candidate.id === id)?.text ?? id;
          return (
            <li key={id} className={classes.ranked}>
              <span className={classes.place}>{index + 1}</span>
              <span>{text}</span>
              <span className={classes.moves}>
                <ActionIcon
                  variant="default"
                  size={44}
                  disabled={index === 0}
                  aria-label={t('moveUp', { text })}
                  onClick={() => move(index, index - 1)}
                >
                  <Icon name="up" />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size={44}
                  disabled={index === order.length - 1}
                  aria-label={t('moveDown', { text })}
                  onClick={() => move(index, index + 1)}
                >
                  <Icon name="down" />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
      {!Array.isArray(value) && (
        <button type="button" className={classes.plainButton} onClick={() => set(name, order)}>
          {t('orderIsRight')}
        </button>
      )}
    </FieldFrame>
  );
}
