import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Seen } from '../../shared/task/answer';
import { canDraw } from '../../shared/task/blocks/Blocks';
import { Markdown } from '../../shared/task/blocks/Views';
import type { Hotkey } from '../../shared/task/hotkeys';
import { isFramed } from '../../shared/task/page/content';
import type { PageHandle } from '../../shared/task/page/PageFrame';
import { type Answer, type Block, isPointer, type Json, type TaskSpec, textIn } from '../../shared/task/spec';
import { TaskDrawing } from '../../shared/task/TaskDrawing';
import classes from '../../shared/ui/data.module.css';
import type { Appeal } from './appeals';

/** {@return the spec of the task as far as an appeal tells it} */
export function specOf(appeal: Appeal): TaskSpec | null {
  if (!appeal.output || !appeal.ui) return null;
  return {
    output: appeal.output,
    ui: appeal.ui,
    ...(appeal.instructions ? { instructions: appeal.instructions } : {}),
  };
}

/** On the desk nothing hides behind a recording or a link that has not been gone through. */
export function allSeen(spec: TaskSpec, input: Json): Seen {
  const pointers = pointersOf(spec.ui.blocks ?? []);
  return { input, playedFully: pointers, opened: pointers };
}

function pointersOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => [
    ...(isPointer(block.value) ? [block.value.$in] : []),
    ...pointersOf(block.blocks ?? []),
  ]);
}

export function isDrawable(spec: TaskSpec | null): spec is TaskSpec {
  return spec !== null && (isFramed(spec) || (spec.ui.kind === 'blocks' && canDraw(spec.ui.blocks, spec)));
}

interface Props {
  spec: TaskSpec;
  input: Json;
  answer: Answer;
  hotkeys?: readonly Hotkey[];
  missing?: readonly string[];
  /** Left out, the answer is only shown. */
  onSet?: (name: string, value: Json | undefined) => void;
  onOpen?: (name: string, isOpen: boolean) => void;
  /** Where the task is a page, that tells all of its answer at once; left out, the answer is only shown. */
  onAnswer?: (answer: Answer) => void;
  onSubmit?: () => void;
  onSubmitDoubted?: () => void;
  page?: Ref<PageHandle>;
}

const nothing = () => undefined;

/** A task with an answer to it, drawn as workers see it. */
export function TaskOnDesk({ spec, input, answer, hotkeys = [], missing = [], onSet, onOpen, ...of }: Props) {
  return (
    <TaskDrawing
      task={{
        spec,
        input,
        answer,
        seen: allSeen(spec, input),
        hotkeys,
        missing,
        set: onSet ?? nothing,
        played: nothing,
        opened: nothing,
        sign: nothing,
        ...(onOpen && { setOpen: onOpen }),
      }}
      mode="review"
      readOnly={!(isFramed(spec) ? of.onAnswer : onSet)}
      {...of}
    />
  );
}

export function Instructions({ spec }: { spec: TaskSpec }) {
  const { t, i18n } = useTranslation('appeals');
  const short = textIn(spec.instructions?.short, i18n.language);
  const full = textIn(spec.instructions?.full, i18n.language);
  if (!short.text && !full.text) return null;
  return (
    <details open>
      <summary>{t('instructions')}</summary>
      {short.text && (
        <div lang={short.lang}>
          <Markdown text={short.text} />
        </div>
      )}
      {full.text && (
        <div lang={full.lang}>
          <Markdown text={full.text} />
        </div>
      )}
    </details>
  );
}

/** What cannot be drawn is shown as it is. */
export function AsText({ title, value }: { title: string; value: unknown }) {
  return (
    <details open>
      <summary>{title}</summary>
      <pre className={classes.json}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
