import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { maySucceedLater, Problem } from '../../../shared/api/problem';
import type { Money } from '../../../shared/format/money';
import type { Json } from '../../../shared/task/spec';
import type { Task } from './store';

/**
 * Reads what this worker holds of a job.
 *
 * @param known assignments that are not asked for again
 * @return the others, the most urgent first
 */
export async function claimedOf(jobId: string, known: ReadonlySet<string> = new Set()): Promise<Task[]> {
  const page = await unwrap(api.GET('/v1/assignments', { params: { query: { state: 'CLAIMED', limit: 50 } } }));
  const mine = (page.items ?? []).filter(({ id, jobId: of }) => of === jobId && id !== undefined && !known.has(id));
  const whole = await Promise.all(
    mine.map((assignment) =>
      unwrap(api.GET('/v1/assignments/{id}', { params: { path: { id: assignment.id as string } } })),
    ),
  );
  return whole
    .map((assignment) => ({
      assignmentId: assignment.id as string,
      jobId,
      input: assignment.input as unknown as Json,
      reward: assignment.reward as Money,
      deadlineAt: assignment.deadlineAt as string,
      held: true,
      linkedAt: Date.now(),
    }))
    .sort((a, b) => a.deadlineAt.localeCompare(b.deadlineAt) || a.assignmentId.localeCompare(b.assignmentId));
}

/**
 * The claims of one job from one screen. One whose answer is lost on the way may have brought tasks that nobody sees: what it brought is
 * looked for before more is claimed, and it is asked for again under its own key, under which the server gives nothing twice.
 */
export class Claiming {
  private lost: { key: string; count: number } | null = null;

  constructor(private readonly jobId: string) {}

  /**
   * Claims tasks, or finds what a lost claim has brought.
   *
   * @param known those on the screen and those whose answers are on their way: none of them is found again
   */
  async next(count: number, known: ReadonlySet<string>): Promise<Task[]> {
    if (this.lost) {
      const found = await claimedOf(this.jobId, known);
      if (found.length > 0) {
        this.settle();
        return found;
      }
    }
    return (await this.claim(count)).filter((task) => !known.has(task.assignmentId));
  }

  /** All that is held is known: what a lost claim brought is among it. */
  settle(): void {
    this.lost = null;
  }

  /** {@return what a claim whose answer was lost has brought and is not known} */
  async leftBehind(known: ReadonlySet<string>): Promise<Task[]> {
    return this.lost ? claimedOf(this.jobId, known) : [];
  }

  private async claim(count: number): Promise<Task[]> {
    const wanted = this.lost ?? { key: idempotencyKey(), count };
    this.lost = wanted;
    try {
      const claimed = (await unwrap(
        api.POST('/v1/jobs/{jobId}/claims', {
          params: {
            path: { jobId: this.jobId },
            query: { count: wanted.count },
            header: { 'Idempotency-Key': wanted.key },
          },
          // The next task, whichever it is: a body would name one.
          body: undefined as never,
        }) as Promise<{ data?: { items?: Task[] }; error?: unknown; response: Response }>,
      )) as { items?: Task[] };
      this.lost = null;
      return (claimed.items ?? []).map((task) => ({ ...task, linkedAt: Date.now() }));
    } catch (failure) {
      if (!(failure instanceof Problem && maySucceedLater(failure))) this.lost = null;
      throw failure;
    }
  }
}
