import { type PointerEvent, type PointerEventHandler, type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Size } from '../box';
import { inputValue, isPointer, type Json, type OutputProperty } from '../spec';
import classes from './blocks.module.css';
import { MediumMissing, useMedium } from './media';

const colours = ['#e8590c', '#1c7ed6', '#2f9e44', '#9c36b5', '#c2255c', '#0b7285', '#5c940d', '#862e9c'];

export function colourOf(labels: readonly string[], label: string): string {
  return colours[Math.max(0, labels.indexOf(label)) % colours.length] ?? '#e8590c';
}

/** A picture on which shapes are drawn, in its own pixels. */
export interface CanvasState {
  source: string;
  /** Null until the picture is here, where the spec does not say how large it is. */
  size: Size | null;
  onSize: (size: Size) => void;
  drawing: RefObject<SVGSVGElement | null>;
  /** {@return where in the picture a finger, pen or mouse is} */
  place: (event: PointerEvent) => { x: number; y: number };
  /** Keeps a finger that has begun to draw until it is lifted, wherever it goes. */
  hold: (event: PointerEvent) => void;
  /** So many pixels of the picture are as wide as a good line. */
  stroke: number;
  /** {@return so many pixels of the picture as some of the screen} */
  onScreen: (pixels: number) => number;
}

export function useCanvas(property: OutputProperty | undefined, input: Json): CanvasState {
  const source = inputValue(property?.['x-of'], input);
  const [size, setSize] = useState<Size | null>(() => sizeOf(property?.['x-size'], input));
  const drawing = useRef<SVGSVGElement>(null);
  return {
    source: typeof source === 'string' ? source : '',
    size,
    onSize: (found) => setSize((known) => known ?? found),
    drawing,
    place(event) {
      const area = drawing.current?.getBoundingClientRect();
      if (!area || !size) return { x: 0, y: 0 };
      return {
        x: ((event.clientX - area.left) / area.width) * size.width,
        y: ((event.clientY - area.top) / area.height) * size.height,
      };
    },
    hold: (event) => drawing.current?.setPointerCapture(event.pointerId),
    stroke: size ? Math.max(size.width, size.height) / 300 : 1,
    onScreen: (pixels) =>
      size && drawing.current?.clientWidth ? (pixels * size.width) / drawing.current.clientWidth : pixels,
  };
}

interface Props {
  canvas: CanvasState;
  children: ReactNode;
  onPointerDown: PointerEventHandler;
  onPointerMove: PointerEventHandler;
  onPointerUp: PointerEventHandler;
  onPointerCancel: () => void;
}

export function Canvas({ canvas, children, ...handlers }: Props) {
  const { t } = useTranslation('work');
  const { source, size, onSize, drawing } = canvas;
  const medium = useMedium(source);
  if (medium.failed) return <MediumMissing medium={medium} text={t('imageMissing')} />;
  return (
    <div className={classes.canvas}>
      <img
        key={medium.key}
        src={medium.source}
        alt={t('imageAlt')}
        referrerPolicy="no-referrer"
        draggable={false}
        onError={medium.onError}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => onSize({ width, height })}
      />
      {size && (
        <svg
          ref={drawing}
          viewBox={`0 0 ${size.width} ${size.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          {...handlers}
        >
          {children}
        </svg>
      )}
    </div>
  );
}

/** A point that can be taken hold of, also with a thumb. */
export function Handle({
  canvas,
  at,
  colour,
  hollow,
  onGrasp,
}: {
  canvas: CanvasState;
  at: { x: number; y: number };
  colour: string;
  hollow?: boolean;
  onGrasp: (event: PointerEvent) => void;
}) {
  return (
    <>
      <circle
        cx={at.x}
        cy={at.y}
        r={canvas.onScreen(hollow ? 4 : 6)}
        fill={hollow ? colour : '#fff'}
        fillOpacity={hollow ? 0.6 : 1}
        stroke={colour}
        strokeWidth={canvas.onScreen(1.5)}
      />
      <circle className={classes.grasp} cx={at.x} cy={at.y} r={canvas.onScreen(15)} onPointerDown={onGrasp} />
    </>
  );
}

function sizeOf(given: unknown, input: Json): Size | null {
  const { width, height } = (given ?? {}) as { width?: Json; height?: Json };
  const number = (value: Json | undefined) => (isPointer(value) ? inputValue(value, input) : value);
  const [w, h] = [number(width), number(height)];
  return typeof w === 'number' && typeof h === 'number' ? { width: w, height: h } : null;
}
