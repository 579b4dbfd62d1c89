import { ActionIcon } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon } from '../../ui/icons';
import classes from './blocks.module.css';

interface Props {
  text: string;
  chosen: boolean;
  describedBy: string;
  removeText: string;
  onChoose: () => void;
  onRemove: () => void;
  /** {@return whether the key meant something here} */
  onKey: (event: KeyboardEvent) => boolean;
  children?: ReactNode;
}

/** One mark in the list beside the picture or recording: in words, and moved by keys while it has the focus. */
export function MarkRow({ text, chosen, describedBy, removeText, onChoose, onRemove, onKey, children }: Props) {
  return (
    <li className={classes.ranked}>
      <button
        type="button"
        data-mark
        className={classes.plainButton}
        aria-pressed={chosen}
        aria-describedby={describedBy}
        onClick={onChoose}
        onFocus={onChoose}
        onKeyDown={(event) => {
          if (event.key === 'Delete' || event.key === 'Backspace') {
            event.preventDefault();
            onRemove();
          } else if (!event.ctrlKey && !event.metaKey && onKey(event)) event.preventDefault();
        }}
      >
        {text}
      </button>
      {children}
      <span className={classes.moves}>
        <ActionIcon variant="default" size={44} aria-label={removeText} onClick={onRemove}>
          <Icon name="trash" />
        </ActionIcon>
      </span>
    </li>
  );
}
