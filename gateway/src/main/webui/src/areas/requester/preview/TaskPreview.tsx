import { Alert, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { startOf, withoutHidden } from '../../../shared/task/answer';
import { type FileStore, mediumOf } from '../../../shared/task/files';
import { hotkeysOf } from '../../../shared/task/hotkeys';
import { isDrawn } from '../../../shared/task/page/content';
import type { Answer, Json, TaskSpec } from '../../../shared/task/spec';
import { TaskDrawing } from '../../../shared/task/TaskDrawing';
import { answerMedia } from './answer-media';

interface Props {
  spec: TaskSpec;
  input: Json;
  /** What is shown as the answer; left out where one is to be tried. */
  answer?: Answer;
  onAnswer?: (answer: Answer) => void;
  /** Where the files of answers are. */
  files?: FileStore;
  /** Told of a field in which something is begun and not finished; the same function each time. */
  setOpen?: (name: string, isOpen: boolean) => void;
}

/** A task as a worker sees it: to be tried, or with an answer that is only looked at. */
export function TaskPreview({ spec, input, answer: given, onAnswer, files = answerMedia, setOpen }: Props) {
  const { t } = useTranslation('requester');
  const [tried, setTried] = useState<Answer>(() => startOf(spec, input));
  // An upload may end after other fields have changed.
  const latest = useRef(tried);
  const [played, setPlayed] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<readonly string[]>([]);
  const hotkeys = useMemo(() => hotkeysOf(spec), [spec]);
  const answer = given ?? tried;
  const seen = { input, playedFully: played, opened };
  // What is hidden is no part of an answer: the server takes none of it.
  const tell = (next: Answer) => onAnswer?.(withoutHidden(spec, next, seen));
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer may begin with something; that is told once
  useEffect(() => {
    if (!given) tell(tried);
  }, []);
  if (!isDrawn(spec)) {
    return (
      <Alert color="yellow" variant="outline" title={t('preview.noneTitle')}>
        <Text size="sm">{t('preview.noneText', { kind: spec.ui.kind })}</Text>
      </Alert>
    );
  }
  const set = (name: string, value: Json | undefined) => {
    if (given) return;
    const next = { ...latest.current };
    if (value === undefined) delete next[name];
    else next[name] = value;
    latest.current = next;
    setTried(next);
    tell(next);
  };
  return (
    <TaskDrawing
      task={{
        spec,
        input,
        answer,
        seen,
        hotkeys: given ? [] : hotkeys,
        missing: [],
        set,
        played: (pointer) => setPlayed((now) => [...new Set([...now, pointer])]),
        opened: (pointer) => setOpened((now) => [...new Set([...now, pointer])]),
        sign: () => undefined,
        files,
        ...(setOpen && { setOpen }),
      }}
      mode={given ? 'review' : 'preview'}
      readOnly={given !== undefined}
      onAnswer={(next) => {
        setTried(next);
        tell(next);
      }}
    />
  );
}

/** {@return the input with links that work for an hour where it names uploaded media} */
export function useSignedInput(input: Json | undefined): Json | undefined {
  const entries = typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.entries(input) : [];
  const media = entries.flatMap(([name, value]) => {
    const id = mediumOf(value);
    return id ? [{ name, id }] : [];
  });
  const links = useQueries({
    queries: media.map(({ id }) => ({
      queryKey: ['requester', 'media', id],
      queryFn: () => unwrap(api.GET('/v1/media/{id}', { params: { path: { id } } })),
      staleTime: 45 * 60_000,
    })),
  });
  if (media.length === 0) return input;
  if (links.some(({ isPending }) => isPending)) return undefined;
  const signed = Object.fromEntries(
    media.flatMap(({ name }, index) => {
      const url = links[index]?.data?.url;
      return url ? [[name, url] as const] : [];
    }),
  );
  return { ...(input as { [key: string]: Json }), ...signed };
}
