import { Button, Group, Text } from '@mantine/core';
import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrowStep, type Corner, cornerOf, corners, reshaped } from '../box';
import type { Place } from '../outlines';
import {
  absent,
  figureMoved,
  frameAround,
  type Joint,
  jointAt,
  placeOf,
  ringSkeleton,
  type Skeleton,
  type Visibility,
  withJoint,
  withVisibility,
} from '../skeletons';
import { useOpen, useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { Canvas, type CanvasState, colourOf, Handle, useCanvas } from './Canvas';
import { FieldFrame } from './FieldFrame';
import { LabelChoice } from './LabelChoice';
import { MarkList, NothingThere } from './MarkList';
import { MarkRow } from './MarkRow';
import { useMarks } from './useMarks';

type Drag = { index: number; figure: Skeleton } & (
  | { kind: 'move'; from: Place; before: Skeleton }
  | { kind: 'joint'; joint: number }
  | { kind: 'frame'; corner: Corner }
);

const afterwards: Record<Visibility, Visibility> = { 2: 1, 1: 0, 0: 2 };

/** Figures of named joints, put one after the other: with finger, pen, mouse, or by keys alone. */
export function SkeletonField({ block }: BlockProps) {
  const { t } = useTranslation('work');
  const { spec, input } = useTask();
  const { name, marks: figures, labels, label, chosen, setChosen, list, nameOf, ...does } = useMarks<Skeleton>(block);
  const { putOne } = does;
  const property = spec.output.properties[name];
  const canvas = useCanvas(property, input);
  const { size, hold } = canvas;
  const names = property?.['x-joints'] ?? [];
  const [drag, setDrag] = useState<Drag | null>(null);
  /** The joints of the figure that is not whole yet; null while none is begun. */
  const [begun, setBegun] = useState<readonly Joint[] | null>(null);
  const [hidden, setHidden] = useState(false);
  const placeIn = (event: PointerEvent): Place => {
    const { x, y } = canvas.place(event);
    return [x, y];
  };

  const next = (joint: Joint) => {
    const points = [...(begun ?? []), joint];
    setHidden(false);
    if (points.length < names.length || !size) {
      setBegun(points);
      return;
    }
    const box = frameAround(points, size);
    if (box) does.append({ label, box, points });
    setBegun(null);
  };
  const down = (event: PointerEvent) => {
    if (!size || !event.isPrimary || event.button !== 0) return;
    if (begun === null && chosen !== null) {
      setChosen(null);
      return;
    }
    next(jointAt(placeIn(event), hidden ? 1 : 2, size));
  };
  const grasp = (event: PointerEvent, taken: Drag) => {
    if (!event.isPrimary || event.button !== 0 || begun !== null) return;
    event.stopPropagation();
    setChosen(taken.index);
    setDrag(taken);
    hold(event);
  };
  const go = (event: PointerEvent) => {
    if (!size || !drag || !event.isPrimary) return;
    const now = placeIn(event);
    if (drag.kind === 'joint') setDrag({ ...drag, figure: withJoint(drag.figure, drag.joint, now, size) });
    else if (drag.kind === 'move') {
      const { before, from } = drag;
      setDrag({ ...drag, figure: figureMoved(before, now[0] - from[0], now[1] - from[1], size) });
    } else {
      const before = figures[drag.index] ?? drag.figure;
      const to = { x: now[0], y: now[1] };
      const { x, y, width, height } = reshaped({ label: '', ...before.box }, drag.corner, to, size);
      setDrag({ ...drag, figure: { ...before, box: { x, y, width, height } } });
    }
  };
  const up = () => {
    if (drag && drag.figure !== figures[drag.index]) putOne(drag.index, drag.figure);
    setDrag(null);
  };
  useOpen(name, begun !== null);

  const shown = figures.map((figure, index) => (drag?.index === index ? drag.figure : figure));
  const active = chosen === null ? undefined : shown[chosen];
  return (
    <FieldFrame block={block} unfinished={begun !== null ? t('skeletons.unfinished') : undefined}>
      <LabelChoice block={block} labels={labels} label={label} onChoose={does.choose} />
      <Canvas
        canvas={canvas}
        onPointerDown={down}
        onPointerMove={go}
        onPointerUp={up}
        onPointerCancel={() => setDrag(null)}
      >
        {shown.map((figure, index) => (
          <Figure
            // biome-ignore lint/suspicious/noArrayIndexKey: a figure is known by its place in the answer
            key={index}
            canvas={canvas}
            figure={figure}
            colour={colourOf(labels, figure.label)}
            chosen={chosen === index}
            onGrasp={(event) => grasp(event, { kind: 'move', index, from: placeIn(event), before: figure, figure })}
          />
        ))}
        {chosen !== null && active && (
          <>
            {corners.map((corner) => (
              <Handle
                key={corner}
                canvas={canvas}
                at={cornerOf({ label: '', ...active.box }, corner)}
                colour={colourOf(labels, active.label)}
                hollow
                onGrasp={(event) => grasp(event, { kind: 'frame', index: chosen, corner, figure: active })}
              />
            ))}
            {active.points.map((joint, at) => {
              const place = placeOf(joint);
              if (!place) return null;
              return (
                <Handle
                  key={names[at]}
                  canvas={canvas}
                  at={{ x: place[0], y: place[1] }}
                  colour={colourOf(labels, active.label)}
                  onGrasp={(event) => grasp(event, { kind: 'joint', index: chosen, joint: at, figure: active })}
                />
              );
            })}
          </>
        )}
        {begun && <Dots canvas={canvas} points={begun} colour={colourOf(labels, label)} />}
      </Canvas>
      {begun !== null && (
        <Text fw={600} role="status">
          {t('skeletons.next', { joint: names[begun.length] ?? '', number: begun.length + 1, of: names.length })}
        </Text>
      )}
      {begun !== null ? (
        <Group gap="xs">
          <Button
            variant={hidden ? 'filled' : 'default'}
            size="md"
            aria-pressed={hidden}
            onClick={() => setHidden(!hidden)}
          >
            {t('skeletons.hidden')}
          </Button>
          <Button variant="default" size="md" onClick={() => next(absent)}>
            {t('skeletons.absent')}
          </Button>
          <Button variant="default" size="md" onClick={() => setBegun(begun.length > 0 ? begun.slice(0, -1) : null)}>
            {t('polygons.back')}
          </Button>
          <Button variant="default" size="md" onClick={() => setBegun(null)}>
            {t('marks.cancel')}
          </Button>
        </Group>
      ) : (
        <Group gap="xs">
          <Button
            variant="default"
            size="md"
            disabled={!size}
            onClick={() => {
              setChosen(null);
              setBegun([]);
            }}
          >
            {t('skeletons.begin', { label: nameOf(label) })}
          </Button>
          <Button
            variant="default"
            size="md"
            onClick={() => size && does.add(ringSkeleton(label, names.length, size))}
            disabled={!size}
          >
            {t('skeletons.add')}
          </Button>
          <NothingThere name={name} />
        </Group>
      )}
      <MarkList name={name} keys={t('skeletons.keys')} count={figures.length} list={list}>
        {figures.map((figure, index) => (
          <MarkRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a figure is known by its place in the answer
            key={index}
            text={t('skeletons.one', { label: nameOf(figure.label), number: index + 1 })}
            chosen={chosen === index}
            describedBy={`keys-${name}`}
            removeText={t('marks.remove', { label: nameOf(figure.label), number: index + 1 })}
            onChoose={() => setChosen(index)}
            onRemove={() => does.remove(index)}
            onKey={(event) => {
              const step = size && !event.altKey ? arrowStep(event.key, size) : null;
              if (size && step) putOne(index, figureMoved(figure, ...step, size), true);
              return step !== null;
            }}
          />
        ))}
      </MarkList>
      {chosen !== null && active && size && (
        // biome-ignore lint/a11y/useSemanticElements: a group within the field, which is one itself
        <div className={classes.steps} role="group" aria-label={t('skeletons.joints')}>
          {active.points.map((joint, at) => {
            const place = placeOf(joint);
            return (
              <button
                key={names[at]}
                type="button"
                className={classes.plainButton}
                aria-describedby={`keys-${name}`}
                onClick={() => putOne(chosen, withVisibility(active, at, afterwards[joint.visibility], size))}
                onKeyDown={(event) => {
                  const step = event.ctrlKey || event.metaKey || event.altKey ? null : arrowStep(event.key, size);
                  if (step && place) {
                    putOne(chosen, withJoint(active, at, [place[0] + step[0], place[1] + step[1]], size), true);
                  } else if (event.key === 'Delete' || event.key === 'Backspace') {
                    putOne(chosen, withVisibility(active, at, 0, size));
                  } else return;
                  event.preventDefault();
                }}
              >
                {t('skeletons.joint', { joint: names[at] ?? '', state: t(`skeletons.state.${joint.visibility}`) })}
              </button>
            );
          })}
        </div>
      )}
    </FieldFrame>
  );
}

interface FigureProps {
  canvas: CanvasState;
  figure: Skeleton;
  colour: string;
  chosen: boolean;
  onGrasp: (event: PointerEvent) => void;
}

function Figure({ canvas, figure, colour, chosen, onGrasp }: FigureProps) {
  const { box } = figure;
  return (
    <g>
      <rect
        x={box.x}
        y={box.y}
        width={box.width}
        height={box.height}
        fill={colour}
        fillOpacity={chosen ? 0.15 : 0.06}
        stroke={colour}
        strokeWidth={canvas.stroke}
        strokeDasharray={`${canvas.stroke * 4} ${canvas.stroke * 3}`}
        onPointerDown={onGrasp}
      />
      <Dots canvas={canvas} points={figure.points} colour={colour} />
    </g>
  );
}

/** Visible joints are full, hidden ones rings. */
function Dots({ canvas, points, colour }: { canvas: CanvasState; points: readonly Joint[]; colour: string }) {
  return (
    <g pointerEvents="none">
      {points.map((joint, index) => {
        const place = placeOf(joint);
        if (!place) return null;
        return (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a joint is known by its place in the spec
            key={index}
            cx={place[0]}
            cy={place[1]}
            r={canvas.onScreen(5)}
            fill={joint.visibility === 2 ? colour : '#fff'}
            stroke={joint.visibility === 2 ? '#fff' : colour}
            strokeWidth={canvas.onScreen(2)}
          />
        );
      })}
    </g>
  );
}
