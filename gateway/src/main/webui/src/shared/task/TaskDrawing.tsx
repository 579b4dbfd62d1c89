import { lazy, type Ref, Suspense } from 'react';
import classes from '../ui/data.module.css';
import { Loading } from '../ui/states';
import { Blocks } from './blocks/Blocks';
import { isFramed } from './page/content';
import type { PageHandle } from './page/PageFrame';
import type { Answer } from './spec';
import { type TaskContextValue, TaskProvider } from './TaskContext';

const PageFrame = lazy(async () => ({ default: (await import('./page/PageFrame')).PageFrame }));

interface Props {
  /** The task and the answer to it; what is done to them by blocks alone, a page tells all of its answer at once. */
  task: TaskContextValue;
  mode: 'preview' | 'review';
  readOnly: boolean;
  onAnswer?: (answer: Answer) => void;
  onSubmit?: () => void;
  onSubmitDoubted?: () => void;
  page?: Ref<PageHandle>;
}

/** A task outside of work on it, as workers see it: a page of the requester's in its frame, or blocks. */
export function TaskDrawing({ task, mode, readOnly, page, ...of }: Props) {
  const { spec, input, answer } = task;
  if (isFramed(spec)) {
    return (
      <Suspense fallback={<Loading />}>
        <PageFrame {...{ spec, input, answer, mode, readOnly }} {...of} {...(page && { ref: page })} />
      </Suspense>
    );
  }
  return (
    <TaskProvider value={task}>
      <fieldset className={classes.plain} disabled={readOnly}>
        <Blocks blocks={spec.ui.blocks ?? []} layout={spec.ui.layout} />
      </fieldset>
    </TaskProvider>
  );
}
