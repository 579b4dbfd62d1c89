import { Button, Group } from '@mantine/core';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrowStep } from '../box';
import { isTyping } from '../hotkeys';
import {
  closes,
  halfWay,
  inside,
  isOutline,
  movedBy,
  type Outline,
  type Place,
  scaled,
  squareOutline,
  withMore,
  withoutPoint,
  withPoint,
} from '../outlines';
import { useOpen, useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { Canvas, colourOf, Handle, useCanvas } from './Canvas';
import { FieldFrame } from './FieldFrame';
import { LabelChoice } from './LabelChoice';
import { MarkList, NothingThere } from './MarkList';
import { MarkRow } from './MarkRow';
import { useMarks } from './useMarks';

type Drag = { index: number; outline: Outline } & (
  | { kind: 'move'; from: Place; before: Outline }
  | { kind: 'point'; point: number }
);

/** Outlines point by point: with finger, pen, mouse, or by keys alone. */
export function PolygonField({ block }: BlockProps) {
  const { t } = useTranslation('work');
  const { spec, input } = useTask();
  const { name, marks: outlines, labels, label, chosen, setChosen, list, nameOf, ...does } = useMarks<Outline>(block);
  const { putOne } = does;
  const canvas = useCanvas(spec.output.properties[name], input);
  const { size, hold, stroke } = canvas;
  const [drag, setDrag] = useState<Drag | null>(null);
  /** The points of the outline that is not closed yet, and where the next would be. */
  const [open, setOpen] = useState<readonly Place[]>([]);
  const [next, setNext] = useState<Place | null>(null);
  const placeOf = (event: PointerEvent): Place => {
    const { x, y } = canvas.place(event);
    return [x, y];
  };

  const close = () => {
    // What is none yet stays open: more points may make it one.
    if (!size || !isOutline(open, size)) return;
    does.append({ label, points: open });
    setOpen([]);
    setNext(null);
  };
  const down = (event: PointerEvent) => {
    if (!size || !event.isPrimary || event.button !== 0) return;
    setChosen(null);
    setNext(placeOf(event));
    hold(event);
  };
  const grasp = (event: PointerEvent, begun: Drag) => {
    // While an outline is open, what lies below it is in nobody's way.
    if (!event.isPrimary || event.button !== 0 || open.length > 0) return;
    event.stopPropagation();
    setChosen(begun.index);
    setDrag(begun);
    hold(event);
  };
  const go = (event: PointerEvent) => {
    if (!size || !event.isPrimary) return;
    const now = placeOf(event);
    if (!drag) {
      if (next) setNext(now);
    } else if (drag.kind === 'point') {
      setDrag({ ...drag, outline: withPoint(drag.outline, drag.point, now, size) });
    } else {
      const { before, from } = drag;
      setDrag({ ...drag, outline: movedBy(before, now[0] - from[0], now[1] - from[1], size) });
    }
  };
  const up = (event: PointerEvent) => {
    if (!size) return;
    if (drag) {
      if (drag.outline !== outlines[drag.index]) putOne(drag.index, drag.outline);
      setDrag(null);
    } else if (next) {
      const place = inside(placeOf(event), size);
      if (closes(open, place, canvas.onScreen(14))) close();
      else setOpen([...open, place]);
      setNext(null);
    }
  };
  useOpen(name, open.length > 0);
  useOpenKeys(open.length > 0, {
    back: () => setOpen(open.slice(0, -1)),
    close,
    cancel: () => setOpen([]),
  });

  const shown = outlines.map((outline, index) => (drag?.index === index ? drag.outline : outline));
  const active = chosen === null ? undefined : shown[chosen];
  return (
    <FieldFrame block={block} unfinished={open.length > 0 ? t('polygons.unfinished') : undefined}>
      <LabelChoice block={block} labels={labels} label={label} onChoose={does.choose} />
      <Canvas
        canvas={canvas}
        onPointerDown={down}
        onPointerMove={go}
        onPointerUp={up}
        onPointerCancel={() => {
          setDrag(null);
          setNext(null);
        }}
      >
        {shown.map((outline, index) => (
          <polygon
            // biome-ignore lint/suspicious/noArrayIndexKey: an outline is known by its place in the answer
            key={index}
            points={pointsText(outline.points)}
            fill={colourOf(labels, outline.label)}
            fillOpacity={chosen === index ? 0.25 : 0.1}
            stroke={colourOf(labels, outline.label)}
            strokeWidth={chosen === index ? stroke * 1.8 : stroke}
            strokeLinejoin="round"
            onPointerDown={(event) =>
              grasp(event, { kind: 'move', index, from: placeOf(event), before: outline, outline })
            }
          />
        ))}
        {chosen !== null &&
          active?.points.map(([x, y], point) => {
            const [middleX, middleY] = halfWay(active, point);
            const colour = colourOf(labels, active.label);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place in the outline
              <g key={point}>
                <Handle
                  canvas={canvas}
                  at={{ x: middleX, y: middleY }}
                  colour={colour}
                  hollow
                  onGrasp={(event) =>
                    grasp(event, { kind: 'point', index: chosen, point: point + 1, outline: withMore(active, point) })
                  }
                />
                <Handle
                  canvas={canvas}
                  at={{ x, y }}
                  colour={colour}
                  onGrasp={(event) => grasp(event, { kind: 'point', index: chosen, point, outline: active })}
                />
              </g>
            );
          })}
        {(open.length > 0 || next) && (
          <g pointerEvents="none">
            <polyline
              points={pointsText(next ? [...open, next] : open)}
              fill="none"
              stroke={colourOf(labels, label)}
              strokeWidth={stroke * 1.5}
              strokeLinejoin="round"
            />
            {(next ? [...open, next] : open).map(([x, y], index) => (
              <circle
                // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place in the outline
                key={index}
                cx={x}
                cy={y}
                r={canvas.onScreen(index === 0 ? 8 : 5)}
                fill="#fff"
                stroke={colourOf(labels, label)}
                strokeWidth={canvas.onScreen(2)}
              />
            ))}
          </g>
        )}
      </Canvas>
      {open.length > 0 ? (
        <Group gap="xs">
          <Button size="md" onClick={close} disabled={!size || !isOutline(open, size)}>
            {t('polygons.close')}
          </Button>
          <Button variant="default" size="md" onClick={() => setOpen(open.slice(0, -1))}>
            {t('polygons.back')}
          </Button>
          <Button variant="default" size="md" onClick={() => setOpen([])}>
            {t('marks.cancel')}
          </Button>
        </Group>
      ) : (
        <Group gap="xs">
          <Button
            variant="default"
            size="md"
            onClick={() => size && does.add(squareOutline(label, size))}
            disabled={!size}
          >
            {t('polygons.add', { label: nameOf(label) })}
          </Button>
          <NothingThere name={name} />
        </Group>
      )}
      <MarkList name={name} keys={t('polygons.keys')} count={outlines.length} list={list}>
        {outlines.map((outline, index) => (
          <MarkRow
            // biome-ignore lint/suspicious/noArrayIndexKey: an outline is known by its place in the answer
            key={index}
            text={t('polygons.one', { label: nameOf(outline.label), number: index + 1, points: outline.points.length })}
            chosen={chosen === index}
            describedBy={`keys-${name}`}
            removeText={t('marks.remove', { label: nameOf(outline.label), number: index + 1 })}
            onChoose={() => setChosen(index)}
            onRemove={() => does.remove(index)}
            onKey={(event) => {
              const step = size && !event.altKey ? arrowStep(event.key, size) : null;
              if (!size || !step) return false;
              const [dx, dy] = step;
              const larger = dx > 0 || dy < 0;
              putOne(
                index,
                event.shiftKey ? scaled(outline, larger ? 1.05 : 1 / 1.05, size) : movedBy(outline, dx, dy, size),
                true,
              );
              return true;
            }}
          />
        ))}
      </MarkList>
      {chosen !== null && active && size && (
        <PointList
          name={name}
          outline={active}
          onMove={(point, dx, dy) => {
            const [x, y] = active.points[point] ?? [0, 0];
            putOne(chosen, withPoint(active, point, [x + dx, y + dy], size), true);
          }}
          onMore={(point) => putOne(chosen, withMore(active, point))}
          onRemove={(point) => {
            const less = withoutPoint(active, point);
            if (less) putOne(chosen, less);
          }}
          step={(key) => arrowStep(key, size)}
        />
      )}
    </FieldFrame>
  );
}

interface PointsProps {
  name: string;
  outline: Outline;
  onMove: (point: number, dx: number, dy: number) => void;
  onMore: (point: number) => void;
  onRemove: (point: number) => void;
  step: (key: string) => readonly [number, number] | null;
}

/** The points of the chosen outline, each with the focus of its own. */
function PointList({ name, outline, onMove, onMore, onRemove, step }: PointsProps) {
  const { t } = useTranslation('work');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group within the field, which is one itself
    <div className={classes.steps} role="group" aria-label={t('polygons.points')}>
      {outline.points.map(([x, y], point) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place in the outline
          key={point}
          type="button"
          className={classes.plainButton}
          aria-describedby={`keys-${name}`}
          onKeyDown={(event) => {
            const moved = event.ctrlKey || event.metaKey || event.altKey ? null : step(event.key);
            if (moved) onMove(point, ...moved);
            else if (event.key === '+' || event.key === 'Insert') onMore(point);
            else if (event.key === 'Delete' || event.key === 'Backspace') onRemove(point);
            else return;
            event.preventDefault();
          }}
        >
          {t('polygons.point', { number: point + 1, x: Math.round(x), y: Math.round(y) })}
        </button>
      ))}
    </div>
  );
}

const pointsText = (points: readonly Place[]) => points.map(([x, y]) => `${x},${y}`).join(' ');

/** While an outline is open its points are what is undone; the rest of the answer waits. */
function useOpenKeys(isOpen: boolean, does: { back: () => void; close: () => void; cancel: () => void }) {
  const latest = useRef(does);
  useEffect(() => {
    latest.current = does;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a, summary');
      const control = event.ctrlKey || event.metaKey;
      if ((control && event.key.toLowerCase() === 'z') || (event.key === 'Backspace' && !onButton))
        latest.current.back();
      else if (event.key === 'Escape') latest.current.cancel();
      else if (event.key === 'Enter' && !control && !onButton) latest.current.close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the keys of the task, which would undo what is answered.
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, [isOpen]);
}
