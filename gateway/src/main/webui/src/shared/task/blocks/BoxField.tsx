import { Button, Group } from '@mantine/core';
import { memo, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
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
import { type Block, labelText, propertyOf } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import { Canvas, colourOf, Handle, useCanvas } from './Canvas';
import { FieldFrame } from './FieldFrame';
import { LabelChoice } from './LabelChoice';
import { MarkList, NothingThere } from './MarkList';
import { MarkRow } from './MarkRow';
import { useMarks } from './useMarks';

type Drag =
  | { kind: 'draw'; from: { x: number; y: number }; box: Box }
  | { kind: 'move'; index: number; from: { x: number; y: number }; before: Box; box: Box }
  | { kind: 'reshape'; index: number; corner: Corner; box: Box };

/** The boxes of an answer, in the pixels of the picture. Drawn with finger, pen, mouse, or by keys alone. */
export function BoxField({ block }: BlockProps) {
  const { t } = useTranslation('work');
  const { spec, input } = useTask();
  const { name, marks: boxes, labels, label, chosen, setChosen, list, nameOf, ...does } = useMarks<Box>(block);
  const canvas = useCanvas(spec.output.properties[name], input);
  const { size, place, hold, stroke } = canvas;
  const [drag, setDrag] = useState<Drag | null>(null);

  const begin = (event: PointerEvent) => {
    if (!size || !event.isPrimary || event.button !== 0) return;
    const from = place(event);
    setChosen(null);
    setDrag({ kind: 'draw', from, box: between(label, from, from, size) });
    hold(event);
  };
  const grasp = (event: PointerEvent, next: Drag & { index: number }) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.stopPropagation();
    setChosen(next.index);
    setDrag(next);
    hold(event);
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
      if (isMeant(drag.box, size)) does.append(drag.box);
    } else if (boxes[drag.index] !== drag.box) does.putOne(drag.index, drag.box);
    setDrag(null);
  };

  // Shapes and rows that stay as they are must not be drawn anew with each step of a drag: what they call is told by a reference.
  const latest = useRef({ ...does, grasp, place });
  useEffect(() => {
    latest.current = { ...does, grasp, place };
  });
  const onGrasp = useCallback((event: PointerEvent, index: number, box: Box) => {
    const { grasp: take, place: at } = latest.current;
    take(event, { kind: 'move', index, from: at(event), before: box, box });
  }, []);
  const onRemove = useCallback((index: number) => latest.current.remove(index), []);
  const onChange = useCallback((index: number, box: Box) => latest.current.putOne(index, box, true), []);
  const dragged = drag && drag.kind !== 'draw' ? drag : null;
  const active = chosen === null ? undefined : dragged?.index === chosen ? dragged.box : boxes[chosen];
  return (
    <FieldFrame block={block}>
      <LabelChoice block={block} labels={labels} label={label} onChoose={does.choose} />
      <Canvas
        canvas={canvas}
        onPointerDown={begin}
        onPointerMove={go}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
      >
        {boxes.map((box, index) => (
          <BoxShape
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is known by its place in the answer
            key={index}
            index={index}
            box={dragged?.index === index ? dragged.box : box}
            colour={colourOf(labels, box.label)}
            chosen={chosen === index}
            stroke={stroke}
            onGrasp={onGrasp}
          />
        ))}
        {active &&
          corners.map((corner) => (
            <Handle
              key={corner}
              canvas={canvas}
              at={cornerOf(active, corner)}
              colour={colourOf(labels, active.label)}
              onGrasp={(event) =>
                chosen !== null && grasp(event, { kind: 'reshape', index: chosen, corner, box: active })
              }
            />
          ))}
        {drag?.kind === 'draw' && (
          <rect
            x={drag.box.x}
            y={drag.box.y}
            width={drag.box.width}
            height={drag.box.height}
            fill="none"
            stroke={colourOf(labels, label)}
            strokeWidth={stroke}
          />
        )}
      </Canvas>
      <Group gap="xs">
        <Button variant="default" size="md" onClick={() => size && does.add(centred(label, size))} disabled={!size}>
          {t('boxes.add', { label: nameOf(label) })}
        </Button>
        <NothingThere name={name} />
      </Group>
      <MarkList name={name} keys={t('boxes.keys')} count={boxes.length} list={list}>
        {boxes.map((box, index) => (
          <BoxRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is known by its place in the answer
            key={index}
            block={block}
            index={index}
            box={box}
            size={size}
            chosen={chosen === index}
            onChoose={setChosen}
            onRemove={onRemove}
            onChange={onChange}
          />
        ))}
      </MarkList>
    </FieldFrame>
  );
}

interface ShapeProps {
  index: number;
  box: Box;
  colour: string;
  chosen: boolean;
  stroke: number;
  onGrasp: (event: PointerEvent, index: number, box: Box) => void;
}

const BoxShape = memo(function BoxShape({ index, box, colour, chosen, stroke, onGrasp }: ShapeProps) {
  return (
    <rect
      x={box.x}
      y={box.y}
      width={box.width}
      height={box.height}
      fill={colour}
      fillOpacity={chosen ? 0.25 : 0.1}
      stroke={colour}
      strokeWidth={chosen ? stroke * 1.8 : stroke}
      onPointerDown={(event) => onGrasp(event, index, box)}
    />
  );
});

interface RowProps {
  block: Block;
  index: number;
  box: Box;
  size: Size | null;
  chosen: boolean;
  onChoose: (index: number) => void;
  onRemove: (index: number) => void;
  onChange: (index: number, box: Box) => void;
}

const BoxRow = memo(function BoxRow({ block, index, box, size, chosen, onChoose, onRemove, onChange }: RowProps) {
  const { t, i18n } = useTranslation('work');
  const label = labelText(block, box.label, i18n.language);
  return (
    <MarkRow
      text={t('boxes.one', {
        label,
        x: Math.round(box.x),
        y: Math.round(box.y),
        width: Math.round(box.width),
        height: Math.round(box.height),
      })}
      chosen={chosen}
      describedBy={`keys-${propertyOf(block)}`}
      removeText={t('boxes.remove', { label, number: index + 1 })}
      onChoose={() => onChoose(index)}
      onRemove={() => onRemove(index)}
      onKey={(event) => {
        const next = size && !event.altKey ? nudged(box, event.key, event.shiftKey, size) : null;
        if (next) onChange(index, next);
        return next !== null;
      }}
    />
  );
});
