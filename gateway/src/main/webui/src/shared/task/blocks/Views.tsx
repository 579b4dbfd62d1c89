import { Anchor, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inputValue, isPointer, type Json, textIn } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { MediumMissing, MustPlay, playerId, useMedium } from './media';

function Labelled({ block, children }: BlockProps & { children: ReactNode }) {
  const { i18n } = useTranslation('work');
  const label = textIn(block.label, i18n.language);
  return (
    <div>
      {label.text && (
        <Text size="sm" c="dimmed" mb={4} lang={label.lang}>
          {label.text}
        </Text>
      )}
      {children}
    </div>
  );
}

/** Texts by language may stand where a text may. */
function useText({ block }: BlockProps): { text: string; lang: string | undefined } {
  const { i18n } = useTranslation('work');
  const { input } = useTask();
  const value = inputValue(block.value, input);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return textIn(value as Record<string, string>, i18n.language);
  }
  return { text: value === undefined || value === null ? '' : String(value), lang: undefined };
}

export function TextView(props: BlockProps) {
  const { text, lang } = useText(props);
  return (
    <Labelled {...props}>
      <div className={classes.text} lang={lang}>
        {text}
      </div>
    </Labelled>
  );
}

/** Paragraphs, lists, emphasis and code; links and pictures stay text, so that a task leads nowhere. */
export function MarkdownView(props: BlockProps) {
  const { text, lang } = useText(props);
  return (
    <Labelled {...props}>
      <div className={classes.text} lang={lang}>
        <Markdown text={text} />
      </div>
    </Labelled>
  );
}

export function Markdown({ text }: { text: string }) {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim())
    .map((part, place) => {
      const key = `${place} ${part}`;
      const lines = part.split('\n');
      if (lines.every((line) => /^\s*[-*] /.test(line))) {
        return (
          <ul key={key}>
            {lines.map((line, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same, and none moves
              <li key={`${row} ${line}`}>{inline(line.replace(/^\s*[-*] /, ''))}</li>
            ))}
          </ul>
        );
      }
      const heading = part.match(/^#{1,6} (.*)$/);
      if (heading) {
        return (
          <p key={key}>
            <strong>{inline(heading[1] ?? '')}</strong>
          </p>
        );
      }
      return <p key={key}>{inline(part)}</p>;
    });
}

function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*]+\*)/).map((part, index) => {
    const key = `${index}${part}`;
    if (/^\*\*.+\*\*$/.test(part)) return <strong key={key}>{part.slice(2, -2)}</strong>;
    if (/^`.+`$/.test(part)) return <code key={key}>{part.slice(1, -1)}</code>;
    if (/^\*.+\*$/.test(part)) return <em key={key}>{part.slice(1, -1)}</em>;
    return part;
  });
}

function sourceOf(block: BlockProps['block'], input: Json): string {
  const source = inputValue(block.value, input);
  return typeof source === 'string' ? source : '';
}

export function ImageView({ block }: BlockProps) {
  const { t } = useTranslation('work');
  const { input } = useTask();
  const [large, setLarge] = useState(false);
  const source = sourceOf(block, input);
  const medium = useMedium(source);
  if (medium.failed) return <MediumMissing medium={medium} text={t('imageMissing')} />;
  const image = (
    <img
      key={medium.key}
      className={classes.image}
      data-large={large}
      src={medium.source}
      alt={t('imageAlt')}
      referrerPolicy="no-referrer"
      draggable={false}
      onError={medium.onError}
    />
  );
  if (!block.zoom) return image;
  return (
    <button
      type="button"
      className={classes.zoom}
      aria-pressed={large}
      aria-label={t('zoom')}
      onClick={() => setLarge(!large)}
    >
      {image}
    </button>
  );
}

/** {@return what the player must tell: that it plays, and that it came to the end from the beginning} */
export function usePlayer({ block }: BlockProps) {
  const { played, sign } = useTask();
  const [furthest, setFurthest] = useState(0);
  return {
    onPlay: () => sign('media-play'),
    onPause: () => sign('media-stop'),
    onTimeUpdate: (event: { currentTarget: HTMLMediaElement }) => {
      const now = event.currentTarget.currentTime;
      // Jumping ahead does not count as having heard what was between.
      if (now > furthest && now - furthest < 2) setFurthest(now);
    },
    onEnded: (event: { currentTarget: HTMLMediaElement }) => {
      sign('media-stop');
      if (event.currentTarget.duration - furthest < 2 && isPointer(block.value)) played(block.value.$in);
    },
  };
}

export function AudioView(props: BlockProps) {
  return <PlayerView {...props} kind="audio" />;
}

export function VideoView(props: BlockProps) {
  return <PlayerView {...props} kind="video" />;
}

function PlayerView({ block, kind }: BlockProps & { kind: 'audio' | 'video' }) {
  const { t } = useTranslation('work');
  const { input } = useTask();
  const source = sourceOf(block, input);
  const medium = useMedium(source);
  const player = { ...usePlayer({ block }), controls: true, src: medium.source, onError: medium.onError };
  const pointer = isPointer(block.value) ? block.value.$in : null;
  if (medium.failed) return <MediumMissing medium={medium} text={t('soundMissing')} />;
  return (
    <Labelled block={block}>
      <div id={pointer === null ? undefined : playerId(pointer)} tabIndex={-1}>
        {kind === 'audio' ? (
          <audio key={medium.key} className={classes.audio} preload="auto" aria-label={t('audio')} {...player} />
        ) : (
          <video key={medium.key} className={classes.image} playsInline aria-label={t('video')} {...player} />
        )}
        <MustPlay pointer={pointer} />
      </div>
    </Labelled>
  );
}

export function LinkView({ block }: BlockProps) {
  const { t } = useTranslation('work');
  const { input, opened } = useTask();
  const target = inputValue(block.value, input);
  // Nothing but the web: a task must not run code here.
  if (typeof target !== 'string' || !/^(https?:\/\/|\/)/.test(target))
    return <Text role="alert">{t('linkMissing')}</Text>;
  return (
    <Labelled block={block}>
      <Anchor
        href={target}
        target="_blank"
        rel="noopener noreferrer"
        underline="always"
        onClick={() => isPointer(block.value) && opened(block.value.$in)}
      >
        {t('openLink', { host: hostOf(target) })}
      </Anchor>
    </Labelled>
  );
}

function hostOf(target: string): string {
  try {
    return new URL(target, window.location.href).host;
  } catch {
    return target;
  }
}

export function ChatView({ block }: BlockProps) {
  const { input } = useTask();
  const turns = inputValue(block.value, input);
  const list: Json[] = Array.isArray(turns) ? turns : [];
  return (
    <Labelled block={block}>
      <ol className={classes.chat}>
        {list.map((turn, index) => {
          const { role, content } = (turn ?? {}) as { role?: string; content?: string };
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the turns of a talk are known by their number
            <li key={index} className={classes.turn} data-role={role}>
              <Text size="xs" c="dimmed">
                {role}
              </Text>
              <Markdown text={content ?? ''} />
            </li>
          );
        })}
      </ol>
    </Labelled>
  );
}
