import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import {
  type Answer,
  type Block,
  fieldsOf,
  type Json,
  labelText,
  propertyOf,
  type TaskSpec,
  textIn,
} from '../../../shared/task/spec';

export type Standing = components['schemas']['Standing'];

/** What a worker learns from a training task, once their own answer is in. */
export interface Training {
  right: boolean;
  gold: Answer;
  explanation: string | null;
  standing: Standing | null;
}

/** {@return how far the worker is in the training of a job; null where it has none} */
export async function readStanding(jobId: string): Promise<Standing | null> {
  try {
    return await unwrap(api.GET('/v1/jobs/{jobId}/training', { params: { path: { jobId } } }));
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 404) return null;
    throw failure;
  }
}

export async function readTraining(assignmentId: string, jobId: string): Promise<Training | null> {
  try {
    const feedback = await unwrap(api.GET('/v1/assignments/{id}/feedback', { params: { path: { id: assignmentId } } }));
    return {
      right: feedback.right ?? false,
      gold: (feedback.gold ?? {}) as unknown as Answer,
      explanation: feedback.explanation ?? null,
      standing: await readStanding(jobId),
    };
  } catch (failure) {
    // An ordinary task has no feedback.
    if (failure instanceof Problem && failure.status === 404) return null;
    throw failure;
  }
}

/** A part of an answer in words: its question, and what was said to it; or how many marks there are. */
export interface Said {
  question: string;
  answer: string | null;
  marks: number;
}

/** {@return an answer as it can be read, in the order of the screen} @param yesNo what true and false are called */
export function inWords(spec: TaskSpec, answer: Answer, language: string, yesNo: (value: boolean) => string): Said[] {
  return fieldsOf(spec.ui.blocks).flatMap((block) => {
    const value = answer[propertyOf(block)];
    if (value === undefined || value === null) return [];
    const question = textIn(block.label, language).text || propertyOf(block);
    const marks = marksOf(value);
    return [{ question, answer: marks === null ? plain(block, value, language, yesNo) : null, marks: marks ?? 0 }];
  });
}

function marksOf(value: Json): number | null {
  if (Array.isArray(value))
    return value.some((item) => typeof item === 'object') || value.length === 0 ? value.length : null;
  if (typeof value === 'object' && value !== null && Array.isArray(value.spans)) return value.spans.length;
  return null;
}

function plain(block: Block, value: Json, language: string, yesNo: (value: boolean) => string): string {
  if (typeof value === 'boolean') return yesNo(value);
  if (Array.isArray(value)) return value.map((item) => labelText(block, String(item), language)).join(', ');
  if (typeof value === 'object' && value !== null) {
    return value.choice === undefined ? JSON.stringify(value) : labelText(block, String(value.choice), language);
  }
  return labelText(block, String(value), language);
}
