import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingFields, startOf, withoutHidden } from '../../shared/task/answer';
import { toggled } from '../../shared/task/blocks/ChoiceFields';
import { type Hotkey, hotkeysOf, isTyping } from '../../shared/task/hotkeys';
import { isFramed } from '../../shared/task/page/content';
import type { Checked, PageHandle } from '../../shared/task/page/PageFrame';
import { type Answer, type Json, labelsOf } from '../../shared/task/spec';
import { useGaps } from '../../shared/task/useGaps';
import { ProblemNotice } from '../../shared/ui/states';
import { type Appeal, useReveal } from './appeals';
import { AsText, allSeen, Instructions, isDrawable, specOf, TaskOnDesk } from './TaskOnDesk';
import { useKeys } from './useKeys';

const PageFaults = lazy(async () => ({ default: (await import('../../shared/task/page/PageFrame')).PageFaults }));
const UseButton = lazy(async () => ({ default: (await import('../../shared/task/page/PageFrame')).UseButton }));

/** The task without the worker's answer: to be answered anew, or to be looked at as it is. */
export function BlindTask({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation('appeals');
  const spec = specOf(appeal);
  const input = appeal.input ?? null;
  const drawable = isDrawable(spec);
  const [answer, setAnswer] = useState<Answer>(() => (drawable ? startOf(spec, input) : {}));
  const { missing, setMissing, open, filled, setOpen } = useGaps();
  const hotkeys = useMemo(() => (drawable ? hotkeysOf(spec) : []), [drawable, spec]);
  const reveal = useReveal(appeal.id);
  const page = useRef<PageHandle>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [doubted, setDoubted] = useState(0);
  // A page is asked once at a time, and what is not judged by it is not asked for meanwhile.
  const asked = useRef(false);
  const [asking, setAsking] = useState(false);

  const set = (name: string, value: Json | undefined) => {
    filled(name);
    setAnswer((before) => {
      const { [name]: _, ...others } = before;
      return value === undefined ? others : { ...others, [name]: value };
    });
  };
  const judgeFramed = async () => {
    if (asked.current) return;
    asked.current = true;
    setAsking(true);
    setDoubted(0);
    const found = (await page.current?.check()) ?? null;
    setChecked(found);
    setAsking(false);
    asked.current = false;
    if (found && page.current && found.faults.length === 0 && !found.message) reveal.mutate(found.answer);
  };
  const judge = () => {
    if (!drawable || reveal.isPending) return;
    if (isFramed(spec)) {
      void judgeFramed();
      return;
    }
    const seen = allSeen(spec, input);
    const whole = withoutHidden(spec, answer, seen);
    const lacking = missingFields(spec, whole, seen, open);
    setMissing(lacking);
    if (lacking[0] === undefined) reveal.mutate(whole);
    else document.getElementById(`field-${lacking[0]}`)?.focus();
  };
  const press = (hotkey: Hotkey) => {
    if (!drawable) return;
    const property = spec.output.properties[hotkey.field];
    const kind = property?.['x-kind'];
    const value = answer[hotkey.field];
    if (kind === 'multichoice') {
      set(hotkey.field, toggled(labelsOf(property), Array.isArray(value) ? value.map(String) : [], hotkey.label));
    } else set(hotkey.field, kind === 'boolean' ? hotkey.label === 'true' : hotkey.label);
  };
  useKeys((event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      judge();
    } else if (!isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const hotkey = hotkeys.find(({ key }) => key === event.key.toLowerCase());
      if (hotkey) {
        event.preventDefault();
        press(hotkey);
      }
    }
  });

  return (
    <Paper withBorder p="md" component="section" aria-label={t('blind.title')}>
      <Stack>
        <Title order={2} size="h3">
          {t('blind.title')}
        </Title>
        <Text>{t('blind.text')}</Text>
        {spec && <Instructions spec={spec} />}
        {drawable ? (
          <TaskOnDesk
            spec={spec}
            input={input}
            answer={answer}
            hotkeys={hotkeys}
            missing={missing}
            onSet={set}
            onOpen={setOpen}
            onAnswer={setAnswer}
            onSubmit={judge}
            onSubmitDoubted={() => setDoubted((times) => times + 1)}
            page={page}
          />
        ) : (
          <AsText title={t('task')} value={input} />
        )}
        {(checked || doubted > 0) && (
          <Suspense fallback={null}>
            <PageFaults checked={checked} />
            <UseButton button={t('blind.judge')} times={doubted} />
          </Suspense>
        )}
        {reveal.error && <ProblemNotice failure={reveal.error} />}
        <Group>
          {drawable && (
            <Button size="md" loading={reveal.isPending || asking} onClick={judge} aria-keyshortcuts="Control+Enter">
              {t('blind.judge')}
            </Button>
          )}
          <Button size="md" variant="default" loading={reveal.isPending || asking} onClick={() => reveal.mutate(null)}>
            {t('blind.reveal')}
          </Button>
        </Group>
        {drawable && (
          <Text size="sm" c="dimmed">
            {t('blind.keys')}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
