import { Alert, Button, Text, useComputedColorScheme } from '@mantine/core';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../ui/states';
import { type Answer, type Json, type TaskSpec, textIn } from '../spec';
import type { SignKind } from '../TaskContext';
import { type AnswerFault, faultsOf } from './answer-faults';
import { known, pageAddress, withWholeAddresses } from './content';
import { isBehindDialog } from './dialogs';
import { type FrameFault, FrameHost, type Told } from './FrameHost';
import { Heights } from './heights';
import { isUndrawn, useKeyboardKept } from './keyboard';
import classes from './page.module.css';
import { isOwnPress } from './presses';

/** What an answer is when it is about to be sent, and what speaks against that. */
export interface Checked {
  answer: Answer;
  faults: readonly AnswerFault[];
  /** What the page itself says against it; empty where nothing. */
  message: string;
}

export interface PageHandle {
  check(): Promise<Checked>;
}

interface Props {
  spec: TaskSpec;
  input: Json;
  answer: Answer;
  mode: Told['mode'];
  readOnly?: boolean;
  ref?: Ref<PageHandle>;
  onAnswer?: (answer: Answer, typing: boolean) => void;
  onSubmit?: () => void;
  /** The page would send its answer, and whether somebody in it wants that cannot be told. */
  onSubmitDoubted?: () => void;
  onKey?: (key: string) => void;
  onSign?: (kind: SignKind) => void;
}

const usualHeight = 400;
const lookEveryMillis = 2_000;

const isSame = (one: Answer, other: Answer) => JSON.stringify(one) === JSON.stringify(other);

/** {@return whether somebody has done something a moment ago, which no script can make up, and is in the frame now} */
const isActive = (frame: HTMLIFrameElement | null) =>
  document.hasFocus() && document.activeElement === frame && (navigator.userActivation?.isActive ?? false);

/** A task drawn by a page of the requester's own, in a frame of another site that can reach neither this page nor the network. */
export function PageFrame({ spec, input, answer, mode, readOnly = false, ref, ...on }: Props) {
  const { t, i18n } = useTranslation('work');
  const theme = useComputedColorScheme('light');
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<FrameHost | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<'loading' | 'ready' | FrameFault>('loading');
  const [refused, setRefused] = useState('');
  const least = spec.ui.minHeight ?? usualHeight;
  const [height, setHeight] = useState(least);
  /** The answer that the page shows, whoever said it last. */
  const shown = useRef(answer);
  /** What the page has said and has not come back as the answer yet; on its way back it is older than what is shown. */
  const underWay = useRef<Answer[]>([]);
  const toldReadOnly = useRef(readOnly);
  const current = useRef({ spec, input, readOnly, mode, on, locale: i18n.language, theme });
  useLayoutEffect(() => {
    current.current = { spec, input, readOnly, mode, on, locale: i18n.language, theme };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is a new frame
  useLayoutEffect(() => {
    const startedAt = performance.now();
    const heights = new Heights(current.current.spec.ui.minHeight ?? usualHeight);
    const made = new FrameHost(
      () => frame.current?.contentWindow ?? null,
      () => {
        toldReadOnly.current = current.current.readOnly;
        return {
          item: withWholeAddresses(current.current.input),
          draft: shown.current,
          properties: current.current.spec.output.properties,
          locale: current.current.locale,
          theme: current.current.theme,
          mode: current.current.mode,
          readOnly: current.current.readOnly,
        };
      },
      {
        ready: () => setState('ready'),
        answer: (said, typing) => {
          const { spec, readOnly, on } = current.current;
          const next = known(spec, said);
          if (!next || isSame(next, shown.current)) return;
          if (readOnly) {
            // It was said before it could be known that it is too late.
            made.setReadOnly(true);
            made.show(shown.current);
            return;
          }
          shown.current = next;
          if (on.onAnswer) underWay.current.push(next);
          on.onAnswer?.(next, typing);
        },
        submit: () => {
          if (!isActive(frame.current) || isBehindDialog(frame.current)) return;
          if (isOwnPress(startedAt)) current.current.on.onSubmit?.();
          else current.current.on.onSubmitDoubted?.();
        },
        key: (key) => {
          if (isActive(frame.current)) current.current.on.onKey?.(key);
        },
        sign: (name) => {
          if (name === 'input' || name === 'media-play' || name === 'media-stop') current.current.on.onSign?.(name);
        },
        height: (pixels) => {
          if (!isUndrawn(frame.current)) setHeight(heights.follow(pixels));
        },
        failed: (fault, name = '') => {
          setState(fault);
          setRefused(name);
        },
      },
    );
    host.current = made;
    return () => {
      host.current = null;
      made.close();
    };
  }, [attempt]);

  const barred = useKeyboardKept(frame, `${attempt} ${state}`);

  // Before the page can say something newer than what is drawn.
  useLayoutEffect(() => {
    const back = underWay.current.lastIndexOf(answer);
    underWay.current.splice(0, back + 1);
    if (state !== 'ready' || back >= 0 || isSame(answer, shown.current)) return;
    underWay.current = [];
    shown.current = answer;
    host.current?.show(answer);
  }, [answer, state]);

  // What was typed and is not taken any more must not look as if it were.
  useLayoutEffect(() => {
    if (state !== 'ready' || toldReadOnly.current === readOnly) return;
    toldReadOnly.current = readOnly;
    host.current?.setReadOnly(readOnly);
    if (readOnly) host.current?.show(shown.current);
  }, [readOnly, state]);

  // Work in the frame is work, whether or not the page tells of it.
  useEffect(() => {
    const look = setInterval(() => {
      if (isActive(frame.current)) current.current.on.onSign?.('input');
    }, lookEveryMillis);
    return () => clearInterval(look);
  }, []);

  useImperativeHandle(
    ref,
    () => ({
      async check() {
        const asked = state === 'ready' ? host.current : null;
        const own = (await asked?.validate()) ?? null;
        // Nobody sends what is not shown.
        if (!own || asked !== host.current) return { answer: shown.current, faults: [], message: t('page.noAnswer') };
        const faults = faultsOf(current.current.spec, shown.current);
        host.current?.mark(faults.map(({ name }) => name));
        return { answer: shown.current, faults, message: own.ok ? '' : own.message.trim() || t('page.ownFault') };
      },
    }),
    [t, state],
  );

  const address = pageAddress(spec);
  const failed = state !== 'loading' && state !== 'ready';
  const title = textIn(spec.title, i18n.language);
  if (!address) {
    return (
      <Alert color="yellow" variant="outline" title={t('notDrawable.title')}>
        <Text size="sm">{t('page.notHere')}</Text>
      </Alert>
    );
  }
  return (
    <div className={classes.page}>
      <Text size="xs" c="dimmed">
        {t('page.owner')}
      </Text>
      {state === 'loading' && <Loading />}
      {failed && (
        <Alert color="red" variant="outline" title={t('page.failed')} role="alert">
          <Text size="sm" mb="xs">
            {t(`page.fault.${state}`, { name: refused })}
          </Text>
          <Button
            variant="default"
            onClick={() => {
              underWay.current = [];
              setState('loading');
              setAttempt((now) => now + 1);
            }}
          >
            {t('page.again')}
          </Button>
        </Alert>
      )}
      {!failed && (
        // Its room is kept while it is not drawn.
        <div style={{ minHeight: height }}>
          {barred && <Text size="sm">{t('page.barred')}</Text>}
          <iframe
            key={attempt}
            ref={frame}
            className={classes.frame}
            title={title.text ? t('page.title', { title: title.text }) : t('page.untitled')}
            lang={title.lang}
            src={address}
            height={height}
            onLoad={() => host.current?.loaded()}
            // Never allow-same-origin; forms may say that they are sent, and are sent nowhere.
            sandbox="allow-scripts allow-forms"
            allow=""
            referrerPolicy="no-referrer"
          />
        </div>
      )}
    </div>
  );
}

/** What keeps an answer of a page from being sent. */
export function PageFaults({ checked }: { checked: Checked | null }) {
  const { t } = useTranslation('work');
  const said = useShown(checked);
  if (!checked || (checked.faults.length === 0 && !checked.message)) return null;
  return (
    <Alert color="red" variant="outline" title={t('page.notYet')} role="alert" ref={said}>
      {checked.message && <Text size="sm">{checked.message}</Text>}
      {checked.faults.map(({ name, what }) => (
        <Text size="sm" key={name}>
          {t(`page.answer.${what}`, { name })}
        </Text>
      ))}
    </Alert>
  );
}

/**
 * Says that the button is to be used, where it cannot be told whether somebody in the page wanted what the page asks for.
 *
 * @param times how often that was so by now; none says nothing
 */
export function UseButton({ button, times }: { button: string; times: number }) {
  const { t } = useTranslation('work');
  const said = useShown(times);
  if (times === 0) return null;
  return (
    // The focus stays: what is typed next is meant for the page. Said again, it is new to who hears the screen.
    <Text size="sm" role="status" key={times} ref={said}>
      {t('page.useButton', { button })}
    </Text>
  );
}

/** {@return what is brought into view each time that something is said anew: below a long page nobody would see it} */
function useShown(what: unknown) {
  const said = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is said anew
  useEffect(() => {
    // What it returns is a promise in some browsers, and no effect's end.
    said.current?.scrollIntoView({ block: 'center' });
  }, [what]);
  return said;
}
