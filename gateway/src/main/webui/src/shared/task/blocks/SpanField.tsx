import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons';
import { isTyping } from '../hotkeys';
import { marked, pieces, pointsBefore, type Span, textHash, trimmed, words } from '../spans';
import { inputValue, type Json, labelsOf, labelText, propertyOf } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

interface Selection {
  start: number;
  end: number;
}

/**
 * Parts of a text, marked with finger or mouse as one selects text, or by keys: the arrows go from word to word, with Shift they take
 * more words in, and the key of a label marks them.
 */
export function SpanField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec, input, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name];
  const given = inputValue(property?.['x-of'], input);
  const text = typeof given === 'string' ? given : '';
  const points = useMemo(() => [...text], [text]);
  const wordList = useMemo(() => words(points), [points]);
  const labels = labelsOf(property);
  const value = answer[name] as { spans?: Span[] } | undefined;
  const spans = value?.spans ?? [];
  const [selection, setSelection] = useState<Selection | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const nameOf = (label: string) => labelText(block, label, i18n.language);
  const keyOf = (label: string) => keyFor(block.hotkeys, label, labels);

  const put = async (next: Span[]) => {
    set(name, { textHash: await textHash(text), spans: next } as unknown as Json);
  };
  const mark = (label: string) => {
    if (!selection) return;
    void put(marked(spans, { ...selection, label }));
    window.getSelection()?.removeAllRanges();
    setSelection(null);
  };

  // The browser's own selection is the one for fingers and mice.
  useEffect(() => {
    const read = () => {
      const range = selectedRange(area.current);
      if (!range) return;
      setSelection(trimmed(points, pointsBefore(text, range.start), pointsBefore(text, range.end)));
    };
    document.addEventListener('selectionchange', read);
    return () => document.removeEventListener('selectionchange', read);
  }, [points, text]);

  const walk = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction !== 0) {
      event.preventDefault();
      setSelection(stepped(wordList, selection, direction, event.shiftKey));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const label = labels.find((one) => keyOf(one) === event.key.toLowerCase());
    if (label && selection) {
      event.preventDefault();
      event.stopPropagation();
      mark(label);
    }
  };
  const isSelected = (start: number, end: number) =>
    selection !== null && selection.start <= start && end <= selection.end;
  const cut = pieces(points, selection ? [...spans, { ...selection, label: '' }] : spans);
  return (
    <FieldFrame block={block}>
      <Group gap="xs" role="toolbar" aria-label={t('spans.labels')}>
        {labels.map((label) => (
          <button
            key={label}
            type="button"
            className={classes.plainButton}
            disabled={!selection}
            // A press must not take the selection away.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => mark(label)}
          >
            {nameOf(label)}
            {keyOf(label) && (
              <span className={classes.key} aria-hidden="true">
                {keyOf(label)?.toUpperCase()}
              </span>
            )}
          </button>
        ))}
      </Group>
      {/* biome-ignore lint/a11y/useSemanticElements: no element is a text in which one walks with keys */}
      <div
        ref={area}
        className={`${classes.text} ${classes.spans}`}
        role="textbox"
        aria-readonly="true"
        aria-multiline="true"
        aria-labelledby={`label-${name}`}
        aria-describedby={`keys-${name}`}
        tabIndex={0}
        onKeyDown={walk}
      >
        {cut.map((piece) => {
          const own = piece.labels.filter((label) => label !== '');
          return (
            <span
              key={piece.start}
              className={own.length > 0 ? classes.marked : undefined}
              data-selected={isSelected(piece.start, piece.end)}
              style={own[0] ? { borderColor: colours[labels.indexOf(own[0]) % colours.length] } : undefined}
            >
              {piece.text}
            </span>
          );
        })}
      </div>
      <Text size="sm" c="dimmed" id={`keys-${name}`}>
        {t('spans.keys')}
      </Text>
      <Text size="sm" role="status">
        {selection
          ? t('spans.selected', { text: points.slice(selection.start, selection.end).join('') })
          : value !== undefined && spans.length === 0
            ? t('nothingMarked')
            : ''}
      </Text>
      {value === undefined && (
        <Group>
          <Button variant="default" size="md" onClick={() => put([])}>
            {t('nothingThere')}
          </Button>
        </Group>
      )}
      <ul className={classes.ranking}>
        {spans.map((span) => {
          const words = points.slice(span.start, span.end).join('');
          return (
            <li key={`${span.start} ${span.end} ${span.label}`} className={classes.ranked}>
              <span>
                <strong>{words}</strong> {nameOf(span.label)}
              </span>
              <span className={classes.moves}>
                <ActionIcon
                  variant="default"
                  size={44}
                  aria-label={t('spans.remove', { text: words })}
                  onClick={() => put(spans.filter((other) => other !== span))}
                >
                  <Icon name="trash" />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ul>
    </FieldFrame>
  );
}

const colours = ['#e8590c', '#1c7ed6', '#2f9e44', '#9c36b5', '#c2255c', '#0b7285'];

function keyFor(hotkeys: BlockProps['block']['hotkeys'], label: string, labels: readonly string[]): string | undefined {
  if (hotkeys === 'none') return undefined;
  if (typeof hotkeys === 'object') return hotkeys[label]?.toLowerCase();
  const place = labels.indexOf(label);
  return place >= 0 && place < 9 ? String(place + 1) : undefined;
}

/** {@return the words that are taken in after a step} */
function stepped(
  list: readonly Selection[],
  now: Selection | null,
  direction: number,
  extend: boolean,
): Selection | null {
  if (list.length === 0) return null;
  if (!now) return list[direction > 0 ? 0 : list.length - 1] ?? null;
  const first = list.findIndex((word) => word.end > now.start);
  const last = list.findLastIndex((word) => word.start < now.end);
  const start = list[first];
  if (extend) {
    const end = list[Math.min(list.length - 1, Math.max(first, last + direction))];
    return start && end ? { start: start.start, end: end.end } : now;
  }
  return list[Math.min(list.length - 1, Math.max(0, (direction > 0 ? last : first) + direction))] ?? now;
}

/** {@return what is selected within an element, in UTF-16 units of its text; null where nothing is} */
function selectedRange(element: HTMLElement | null): Selection | null {
  const selection = window.getSelection();
  if (!element || !selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = range.cloneRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}
