import { Button, Group, Text, Textarea } from '@mantine/core';
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inserted, isStretch, momentText, type Segment, shifted, stretch, wave, withEnd, withStart } from '../segments';
import { type fieldsOf, inputValue, isPointer, type Json, labelsOf, labelText, propertyOf } from '../spec';
import { useOpen, useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { colourOf } from './Canvas';
import { FieldFrame } from './FieldFrame';
import { LabelChoice } from './LabelChoice';
import { MarkList, NothingThere } from './MarkList';
import { MarkRow } from './MarkRow';
import { MediumMissing, MustPlay, playerId, useMedium } from './media';
import { usePlayer } from './Views';

type Drag = { from: number } & (
  | { kind: 'draw'; to: number }
  | { kind: 'move' | 'start' | 'end'; index: number; before: Segment; segment: Segment }
);

const stepMillis = 100;

/** Stretches of a sound or a film, drawn on its timeline or marked while it plays. */
export function SegmentField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec, input, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name];
  const labels = labelsOf(property);
  const withText = property?.['x-text'] === true;
  const about = property?.['x-of'];
  const stands = inputValue(about, input);
  const source = typeof stands === 'string' ? stands : '';
  const stated = inputValue(property?.['x-duration'], input);
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const [heard, setHeard] = useState(0);
  const duration = typeof stated === 'number' ? stated : heard;
  const [now, setNow] = useState(0);
  const [label, setLabel] = useState(labels[0] ?? '');
  const [chosen, setChosen] = useState<number | null>(null);
  const [begin, setBegin] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const segments = (Array.isArray(answer[name]) ? answer[name] : []) as unknown as readonly Segment[];
  const put = (all: readonly Segment[], merge = false) => set(name, all as unknown as Json, merge);
  const putOne = (index: number, segment: Segment, merge = false) =>
    put(
      segments.map((other, at) => (at === index ? segment : other)),
      merge,
    );
  const nameOf = (of: string | undefined) => (of === undefined ? '' : labelText(block, of, i18n.language));
  const add = (one: number, other: number) => {
    if (!isStretch(one, other, duration)) return;
    const { segments: all, index } = inserted(segments, {
      ...stretch(one, other, duration),
      ...(labels.length > 0 && { label }),
      ...(withText && { text: '' }),
    });
    put(all);
    setChosen(index);
  };
  const choose = (next: string) => {
    setLabel(next);
    const segment = chosen === null ? undefined : segments[chosen];
    if (chosen !== null && segment) putOne(chosen, { ...segment, label: next });
  };
  const remove = (index: number) => {
    put(segments.filter((_, other) => other !== index));
    setChosen(null);
  };
  useOpen(name, begin !== null);
  const medium = useMedium(source);
  const { play } = useStretchPlayer(media, medium.key);
  const pointer = isPointer(about) ? about.$in : null;
  const isFilm = fieldsOfViews(spec.ui.blocks, pointer ?? '').includes('view.video');
  const player = usePlayer({ block: { type: 'view.audio', ...(isPointer(about) && { value: about }) } });
  const playing = {
    ...player,
    ref: media,
    controls: true,
    preload: 'auto',
    src: medium.source,
    onError: medium.onError,
    onTimeUpdate: (event: { currentTarget: HTMLMediaElement }) => {
      player.onTimeUpdate(event);
      setNow(event.currentTarget.currentTime * 1000);
    },
    onLoadedMetadata: (event: { currentTarget: HTMLMediaElement }) => {
      const seconds = event.currentTarget.duration;
      if (Number.isFinite(seconds)) setHeard(Math.floor(seconds * 1000));
    },
  };

  const shown = segments.map((segment, index) =>
    drag && drag.kind !== 'draw' && drag.index === index ? drag.segment : segment,
  );
  const drawn = drag?.kind === 'draw' ? stretch(drag.from, drag.to, duration) : null;
  return (
    <FieldFrame block={block} unfinished={begin !== null ? t('segments.unfinished') : undefined}>
      {medium.failed && <MediumMissing medium={medium} text={t('soundMissing')} />}
      <div id={pointer === null ? undefined : playerId(pointer)} tabIndex={-1} hidden={medium.failed}>
        {isFilm ? (
          <video key={medium.key} className={classes.image} playsInline aria-label={t('video')} {...playing} />
        ) : (
          <audio key={medium.key} className={classes.audio} aria-label={t('audio')} {...playing} />
        )}
        <MustPlay pointer={pointer} />
      </div>
      {labels.length > 0 && <LabelChoice block={block} labels={labels} label={label} onChoose={choose} />}
      <Timeline
        source={source}
        duration={duration}
        now={now}
        segments={drawn ? [...shown, { ...drawn, label }] : shown}
        colourOfLabel={(of) => colourOf(labels, of)}
        chosen={chosen}
        onBegin={(at) => {
          setChosen(null);
          setDrag({ kind: 'draw', from: at, to: at });
        }}
        onGrasp={(kind, index, at) => {
          const segment = segments[index];
          if (!segment) return;
          setChosen(index);
          setDrag({ kind, index, from: at, before: segment, segment });
        }}
        onGo={(at) => {
          if (!drag) return;
          if (drag.kind === 'draw') setDrag({ ...drag, to: at });
          else {
            const by = at - drag.from;
            const { before } = drag;
            const segment =
              drag.kind === 'move'
                ? shifted(before, by, duration)
                : drag.kind === 'start'
                  ? withStart(before, before.start + by)
                  : withEnd(before, before.end + by, duration);
            setDrag({ ...drag, segment });
          }
        }}
        onEnd={() => {
          if (drag?.kind === 'draw') {
            if (isStretch(drag.from, drag.to, duration)) add(drag.from, drag.to);
            // A tap goes there.
            else if (media.current) media.current.currentTime = drag.from / 1000;
          } else if (drag && drag.segment !== drag.before) putOne(drag.index, drag.segment);
          setDrag(null);
        }}
        onCancel={() => setDrag(null)}
      />
      <Group gap="xs">
        <Button variant="default" size="md" disabled={duration === 0} onClick={() => setBegin(momentOf(media))}>
          {t('segments.begin')}
        </Button>
        <Button
          variant="default"
          size="md"
          disabled={begin === null}
          onClick={() => {
            if (begin !== null) add(begin, momentOf(media));
            setBegin(null);
          }}
        >
          {t('segments.end')}
        </Button>
        <NothingThere name={name} />
        {begin !== null && (
          <>
            <Button variant="default" size="md" onClick={() => setBegin(null)}>
              {t('marks.cancel')}
            </Button>
            <Text role="status">{t('segments.begun', { at: momentText(begin) })}</Text>
          </>
        )}
      </Group>
      <MarkList name={name} keys={t('segments.keys')} count={segments.length}>
        {segments.map((segment, index) => (
          <MarkRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment is known by its place in the answer
            key={index}
            text={t('segments.one', {
              label: nameOf(segment.label),
              start: momentText(segment.start),
              end: momentText(segment.end),
            })}
            chosen={chosen === index}
            describedBy={`keys-${name}`}
            removeText={t('marks.remove', { label: nameOf(segment.label), number: index + 1 })}
            onChoose={() => setChosen(index)}
            onRemove={() => remove(index)}
            onKey={(event) => {
              if (event.key.toLowerCase() === 'p') {
                play(segment);
                return true;
              }
              const by = event.key === 'ArrowRight' ? stepMillis : event.key === 'ArrowLeft' ? -stepMillis : 0;
              if (by === 0) return false;
              const next = event.altKey
                ? withStart(segment, segment.start + by)
                : event.shiftKey
                  ? withEnd(segment, segment.end + by, duration)
                  : shifted(segment, by, duration);
              putOne(index, next, true);
              return true;
            }}
          >
            <Button variant="default" size="md" onClick={() => play(segment)}>
              {t('segments.play')}
            </Button>
            {withText && (
              <Textarea
                aria-label={t('segments.text', { start: momentText(segment.start) })}
                autosize
                size="md"
                className={classes.grow ?? ''}
                value={segment.text ?? ''}
                onFocus={() => setChosen(index)}
                onChange={(event) => putOne(index, { ...segment, text: event.currentTarget.value }, true)}
              />
            )}
          </MarkRow>
        ))}
      </MarkList>
    </FieldFrame>
  );
}

const momentOf = (media: RefObject<HTMLMediaElement | null>) => (media.current?.currentTime ?? 0) * 1000;

/** {@return the types of the views that show what a pointer points at} */
function fieldsOfViews(blocks: Parameters<typeof fieldsOf>[0], pointer: string): string[] {
  return (blocks ?? []).flatMap((block) => {
    if (block.type === 'group') return fieldsOfViews(block.blocks, pointer);
    return isPointer(block.value) && block.value.$in === pointer ? [block.type] : [];
  });
}

/** Plays one stretch and stops at its end. @param key of the player: with another one it is another */
function useStretchPlayer(media: RefObject<HTMLMediaElement | null>, key: string) {
  const until = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is listened to anew
  useEffect(() => {
    const player = media.current;
    if (!player) return undefined;
    const stop = () => {
      if (until.current !== null && player.currentTime * 1000 >= until.current) {
        player.pause();
        until.current = null;
      }
    };
    player.addEventListener('timeupdate', stop);
    return () => player.removeEventListener('timeupdate', stop);
  }, [media, key]);
  return {
    play(segment: Segment) {
      const player = media.current;
      if (!player) return;
      player.currentTime = segment.start / 1000;
      until.current = segment.end;
      // What cannot be played says so itself.
      void player.play().catch(() => undefined);
    },
  };
}

interface TimelineProps {
  source: string;
  duration: number;
  now: number;
  segments: readonly Segment[];
  colourOfLabel: (label: string) => string;
  chosen: number | null;
  onBegin: (at: number) => void;
  onGrasp: (kind: 'move' | 'start' | 'end', index: number, at: number) => void;
  onGo: (at: number) => void;
  onEnd: () => void;
  onCancel: () => void;
}

function Timeline({ source, duration, now, segments, colourOfLabel, chosen, ...does }: TimelineProps) {
  const area = useRef<SVGSVGElement>(null);
  const path = useWave(source);
  const x = (millis: number) => (duration > 0 ? (millis / duration) * 1000 : 0);
  const moment = (event: PointerEvent) => {
    const { left, width } = area.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.min(1, Math.max(0, (event.clientX - left) / width)) * duration;
  };
  const begins = (event: PointerEvent, begin: (at: number) => void) => {
    if (!event.isPrimary || event.button !== 0 || duration === 0) return;
    event.stopPropagation();
    area.current?.setPointerCapture(event.pointerId);
    begin(moment(event));
  };
  return (
    <svg
      ref={area}
      className={classes.timeline}
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerDown={(event) => begins(event, does.onBegin)}
      onPointerMove={(event) => event.isPrimary && does.onGo(moment(event))}
      onPointerUp={does.onEnd}
      onPointerCancel={does.onCancel}
    >
      {path && <path d={path} className={classes.wave} />}
      {segments.map((segment, index) => {
        const [from, to] = [x(segment.start), x(segment.end)];
        const colour = colourOfLabel(segment.label ?? '');
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a segment is known by its place in the answer
          <g key={index}>
            <rect
              x={from}
              y={0}
              width={to - from}
              height={100}
              fill={colour}
              fillOpacity={chosen === index ? 0.45 : 0.25}
              onPointerDown={(event) => begins(event, (at) => does.onGrasp('move', index, at))}
            />
            {(['start', 'end'] as const).map((side) => (
              <g key={side}>
                <line
                  x1={side === 'start' ? from : to}
                  x2={side === 'start' ? from : to}
                  y1={0}
                  y2={100}
                  stroke={colour}
                  strokeWidth={chosen === index ? 4 : 2}
                  vectorEffect="non-scaling-stroke"
                />
                {chosen === index && (
                  <rect
                    className={classes.edge}
                    x={(side === 'start' ? from : to) - 14}
                    y={0}
                    width={28}
                    height={100}
                    onPointerDown={(event) => begins(event, (at) => does.onGrasp(side, index, at))}
                  />
                )}
              </g>
            ))}
          </g>
        );
      })}
      <line x1={x(now)} x2={x(now)} y1={0} y2={100} className={classes.now} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** {@return the outline of the sound where the marketplace has made one; null while there is none} */
function useWave(source: string): string | null {
  const [path, setPath] = useState<string | null>(null);
  useEffect(() => {
    if (!/\/v1\/media\/[^/]+\/content\?/.test(source)) return undefined;
    const gone = new AbortController();
    fetch(source.replace('/content?', '/peaks?'), { signal: gone.signal })
      .then((response) => (response.ok ? response.json() : null))
      .then((found: { peaks?: number[][] } | null) => found?.peaks?.[0] && setPath(wave(found.peaks[0])))
      // A recording can be marked without its outline.
      .catch(() => undefined);
    return () => gone.abort();
  }, [source]);
  return path;
}
