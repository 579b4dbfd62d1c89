import { Button, Group, NativeSelect, Stack, Text, Textarea, Title } from '@mantine/core';
import { Component, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../shared/task/blocks/Views';
import { type Answer, type Json, textIn } from '../../../shared/task/spec';
import { Loading } from '../../../shared/ui/states';
import { TaskPreview, useSignedInput } from '../preview/TaskPreview';
import classes from '../requester.module.css';
import { type SpecDocument, showable } from './spec-edit';
import type { Sample } from './templates';

/** A sample, how it looks on a phone or a desk, and the answer that comes out of it. */
export function PreviewPane({ spec, samples }: { spec: SpecDocument; samples: readonly Sample[] }) {
  const { t, i18n } = useTranslation('requester');
  const [device, setDevice] = useState<'phone' | 'desk'>('phone');
  const [chosen, setChosen] = useState(0);
  const [text, setText] = useState(() => JSON.stringify(samples[0]?.input ?? {}, null, 2));
  const [tried, setTried] = useState<{ of: string; answer: Answer } | null>(null);
  const input = parsed(text);
  // The tasks of an earlier job may name media of their own.
  const signed = useSignedInput(input);
  // Other labels or another task: what was answered before does not fit any more.
  const subject = `${text} ${JSON.stringify(spec.output)}`;
  const answer = tried?.of === subject ? tried.answer : {};
  const choose = (index: number) => {
    setChosen(index);
    setText(JSON.stringify(samples[index]?.input ?? {}, null, 2));
  };
  const short = textIn(spec.instructions?.short, i18n.language);
  return (
    <Stack>
      <Group justify="space-between" align="end">
        <Title order={2} size="h4">
          {t('preview.title')}
        </Title>
        <Group gap="xs">
          {(['phone', 'desk'] as const).map((name) => (
            <Button
              key={name}
              size="sm"
              h={44}
              variant={device === name ? 'filled' : 'default'}
              aria-pressed={device === name}
              onClick={() => setDevice(name)}
            >
              {t(`preview.${name}`)}
            </Button>
          ))}
        </Group>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.device} data-device={device} tabIndex={0} aria-label={t('preview.title')}>
        {short.text && (
          <div lang={short.lang} style={{ marginBottom: 12 }}>
            <Markdown text={short.text} />
          </div>
        )}
        <Guard subject={spec} fallback={<Text size="sm">{t('preview.broken')}</Text>}>
          {input === undefined ? (
            <Text size="sm">{t('preview.noInput')}</Text>
          ) : signed === undefined ? (
            <Loading />
          ) : (
            // What the blocks still load must not take the form away meanwhile.
            <Suspense fallback={<Loading />}>
              <TaskPreview
                key={subject}
                spec={spec}
                input={showable(spec, signed)}
                onAnswer={(given) => setTried({ of: subject, answer: given })}
              />
            </Suspense>
          )}
        </Guard>
      </section>
      {samples.length > 1 && (
        <NativeSelect
          label={t('preview.sample')}
          size="md"
          value={chosen}
          data={samples.map((sample, index) => ({ value: String(index), label: sample.externalId }))}
          onChange={(event) => choose(Number(event.currentTarget.value))}
        />
      )}
      <Textarea
        className={classes.code ?? ''}
        label={t('preview.input')}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        value={text}
        error={input === undefined ? t('preview.noInput') : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Textarea
        className={classes.code ?? ''}
        label={t('preview.output')}
        autosize
        minRows={2}
        maxRows={10}
        readOnly
        value={JSON.stringify(answer, null, 2)}
      />
    </Stack>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A document that is only half written may be one that no block can draw; the next change of it is tried again. */
class Guard extends Component<{ children: ReactNode; subject: unknown; fallback: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: { subject: unknown }) {
    if (this.state.failed && before.subject !== this.props.subject) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
