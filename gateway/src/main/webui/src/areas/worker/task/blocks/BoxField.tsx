import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../../shared/ui/icons';
import {
  type Box,
  between,
  type Corner,
  centred,
  cornerOf,
  corners,
  fitted,
  isMeant,
  nudged,
  reshaped,
  type Size,
} from '../box';
import { inputValue, isPointer, type Json, labelsOf, labelText, propertyOf } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

type Drag =
  | { kind: 'draw'; from: { x: number; y: number }; box: Box }
  | { kind: 'move'; index: number; from: { x: number; y: number }; before: Box; box: Box }
  | { kind: 'reshape'; index: number; corner: Corner; box: Box };

const colours = ['#e8590c', '#1c7ed6', '#2f9e44', '#9c36b5', '#c2255c', '#0b7285', '#5c940d', '#862e9c'];

/** The boxes of an answer, in the pixels of the picture. Drawn with finger, pen, mouse, or by keys alone. */
export function BoxField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec, input, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name];
  const source = inputValue(property?.['x-of'], input);
  const labels = labelsOf(property);
  const [size, setSize] = useState<Size | null>(() => sizeOf(property?.['x-size'], input));
  const [label, setLabel] = useState(labels[0] ?? '');
  const [chosen, setChosen] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const boxes = (Array.isArray(answer[name]) ? answer[name] : []) as unknown as Box[];
  const put = (next: Box[], merge = false) => set(name, next as unknown as Json, merge);
  const colour = (of: string) => colours[Math.max(0, labels.indexOf(of)) % colours.length];
  const nameOf = (of: string) => labelText(block, of, i18n.language);

  const place = (event: PointerEvent): { x: number; y: number } => {
    const area = drawing.current?.getBoundingClientRect();
    if (!area || !size) return { x: 0, y: 0 };
    return {
      x: ((event.clientX - area.left) / area.width) * size.width,
      y: ((event.clientY - area.top) / area.height) * size.height,
    };
  };
  const begin = (event: PointerEvent) => {
    if (!size || !event.isPrimary || event.button !== 0) return;
    const from = place(event);
    setChosen(null);
    setDrag({ kind: 'draw', from, box: between(label, from, from, size) });
    drawing.current?.setPointerCapture(event.pointerId);
  };
  const grasp = (event: PointerEvent, next: Drag & { index: number }) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.stopPropagation();
    setChosen(next.index);
    setDrag(next);
    drawing.current?.setPointerCapture(event.pointerId);
  };
  const go = (event: PointerEvent) => {
    if (!drag || !size || !event.isPrimary) return;
    const now = place(event);
    if (drag.kind === 'draw') setDrag({ ...drag, box: between(label, drag.from, now, size) });
    else if (drag.kind === 'move') {
      const { before, from } = drag;
      setDrag({
        ...drag,
        box: fitted({ ...before, x: before.x + now.x - from.x, y: before.y + now.y - from.y }, size),
      });
    } else setDrag({ ...drag, box: reshaped(boxes[drag.index] ?? drag.box, drag.corner, now, size) });
  };
  const end = () => {
    if (!drag || !size) return;
    if (drag.kind === 'draw') {
      if (isMeant(drag.box, size)) {
        put([...boxes, drag.box]);
        setChosen(boxes.length);
      }
    } else if (boxes[drag.index] !== drag.box) put(boxes.map((box, index) => (index === drag.index ? drag.box : box)));
    setDrag(null);
  };
  const remove = (index: number) => {
    put(boxes.filter((_, other) => other !== index));
    setChosen(null);
  };
  const add = () => {
    if (!size) return;
    put([...boxes, centred(label, size)]);
    setChosen(boxes.length);
    // The new box takes the arrow keys at once.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child [data-box]')?.focus());
  };
  const choose = (next: string) => {
    setLabel(next);
    if (chosen !== null && boxes[chosen])
      put(boxes.map((box, index) => (index === chosen ? { ...box, label: next } : box)));
  };

  const shown = boxes.map((box, index) => (drag && drag.kind !== 'draw' && drag.index === index ? drag.box : box));
  const stroke = size ? Math.max(size.width, size.height) / 300 : 1;
  return (
    <FieldFrame block={block}>
      <div className={classes.options} role="radiogroup" aria-label={t('boxes.labels')}>
        {labels.map((one) => (
          <label key={one} className={classes.option} data-chosen={one === label}>
            <input type="radio" name={`${name}-label`} checked={one === label} onChange={() => choose(one)} />
            <span className={classes.swatch} style={{ background: colour(one) }} />
            <span>{nameOf(one)}</span>
          </label>
        ))}
      </div>
      <div className={classes.canvas}>
        <img
          src={typeof source === 'string' ? source : ''}
          alt={t('imageAlt')}
          referrerPolicy="no-referrer"
          draggable={false}
          onLoad={(event) => {
            const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
            setSize((known) => known ?? { width, height });
          }}
        />
        {size && (
          <svg
            ref={drawing}
            viewBox={`0 0 ${size.width} ${size.height}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            onPointerDown={begin}
            onPointerMove={go}
            onPointerUp={end}
            onPointerCancel={() => setDrag(null)}
          >
            {shown.map((box, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a box is known by its place in the answer
              <g key={index}>
                <rect
                  x={box.x}
                  y={box.y}
                  width={box.width}
                  height={box.height}
                  fill={colour(box.label)}
                  fillOpacity={chosen === index ? 0.25 : 0.1}
                  stroke={colour(box.label)}
                  strokeWidth={chosen === index ? stroke * 1.8 : stroke}
                  onPointerDown={(event) => grasp(event, { kind: 'move', index, from: place(event), before: box, box })}
                />
                {chosen === index &&
                  corners.map((corner) => {
                    const { x, y } = cornerOf(box, corner);
                    return (
                      <circle
                        key={corner}
                        cx={x}
                        cy={y}
                        r={stroke * 5}
                        fill="#fff"
                        stroke={colour(box.label)}
                        strokeWidth={stroke}
                        onPointerDown={(event) => grasp(event, { kind: 'reshape', index, corner, box })}
                      />
                    );
                  })}
              </g>
            ))}
            {drag?.kind === 'draw' && (
              <rect
                x={drag.box.x}
                y={drag.box.y}
                width={drag.box.width}
                height={drag.box.height}
                fill="none"
                stroke={colour(label)}
                strokeWidth={stroke}
              />
            )}
          </svg>
        )}
      </div>
      <Group gap="xs">
        <Button variant="default" size="md" onClick={add} disabled={!size}>
          {t('boxes.add', { label: nameOf(label) })}
        </Button>
        {answer[name] === undefined && (
          <Button variant="default" size="md" onClick={() => put([])}>
            {t('nothingThere')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" id={`keys-${name}`}>
        {t('boxes.keys')}
      </Text>
      {answer[name] !== undefined && boxes.length === 0 && <Text role="status">{t('nothingMarked')}</Text>}
      <ul className={classes.ranking} ref={list}>
        {shown.map((box, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is known by its place in the answer
          <li key={index} className={classes.ranked}>
            <button
              type="button"
              data-box
              className={classes.plainButton}
              aria-pressed={chosen === index}
              aria-describedby={`keys-${name}`}
              onClick={() => setChosen(index)}
              onFocus={() => setChosen(index)}
              onKeyDown={(event) => {
                if (event.key === 'Delete' || event.key === 'Backspace') {
                  event.preventDefault();
                  remove(index);
                  return;
                }
                const next =
                  size && !event.ctrlKey && !event.altKey ? nudged(box, event.key, event.shiftKey, size) : null;
                if (!next) return;
                event.preventDefault();
                put(
                  boxes.map((other, place) => (place === index ? next : other)),
                  true,
                );
              }}
            >
              {t('boxes.one', {
                label: nameOf(box.label),
                x: Math.round(box.x),
                y: Math.round(box.y),
                width: Math.round(box.width),
                height: Math.round(box.height),
              })}
            </button>
            <span className={classes.moves}>
              <ActionIcon
                variant="default"
                size={44}
                aria-label={t('boxes.remove', { label: nameOf(box.label), number: index + 1 })}
                onClick={() => remove(index)}
              >
                <Icon name="trash" />
              </ActionIcon>
            </span>
          </li>
        ))}
      </ul>
    </FieldFrame>
  );
}

function sizeOf(given: unknown, input: Json): Size | null {
  const { width, height } = (given ?? {}) as { width?: Json; height?: Json };
  const number = (value: Json | undefined) => (isPointer(value) ? inputValue(value, input) : value);
  const [w, h] = [number(width), number(height)];
  return typeof w === 'number' && typeof h === 'number' ? { width: w, height: h } : null;
}
