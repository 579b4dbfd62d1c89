import { Problem } from '../../../shared/api/problem';
import type { Json } from '../../../shared/task/spec';
import { taken } from '../setup/upload';
import { inputsOf, type SpecDocument } from './spec-edit';
import type { Sample } from './templates';

/** A page that the server has looked through and keeps. */
export interface KeptPage {
  bundle: string;
  bytes: number;
  variables: string[];
  spec: SpecDocument;
  notes: string[];
}

async function asked<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (failure) {
    throw Problem.offline(failure);
  }
  return taken<T>({ body: await response.json().catch(() => null), status: response.status });
}

/** {@return what the server makes of a page} @throws Problem with the line of each fault */
export function keepPage(html: string): Promise<KeptPage> {
  return asked('/v1/bundles', {
    method: 'POST',
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'X-Groundwork-CSRF': '1' },
    body: html,
  });
}

/** Bytes of a page, as the server takes it. */
export const mostBytes = 512 * 1024;

/** Why a file is not taken for a page. */
export type FileFault = 'tooLarge' | 'notText' | 'unreadable';

/** {@return the text of a file; a large one is not even read} */
export async function readPage(file: Blob): Promise<{ html: string } | { fault: FileFault }> {
  if (file.size > mostBytes) return { fault: 'tooLarge' };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    // Changed or taken away since it was chosen.
    return { fault: 'unreadable' };
  }
  try {
    const html = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return html.includes('\0') ? { fault: 'notText' } : { html };
  } catch {
    return { fault: 'notText' };
  }
}

/** {@return the text of the page that a spec names} */
export async function pageOf(spec: SpecDocument): Promise<string> {
  const hash = spec.ui.bundle?.replace('sha256-', '') ?? '';
  return (await asked<{ html: string }>(`/v1/bundles/${hash}`, {})).html;
}

/**
 * {@return the spec of a page, with the words that were typed beside the page before it} What the page itself says stands: its inputs and
 * its answers are others where it has changed.
 */
export function specOn(spec: SpecDocument, typed: SpecDocument | undefined): SpecDocument {
  if (!typed) return spec;
  if (typed.ui.bundle === spec.ui.bundle) return typed;
  const { title, instructions, ...others } = typed;
  return {
    ...others,
    ...spec,
    ...(title && { title }),
    ...(instructions && { instructions }),
  };
}

const picture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"><rect width="480" height="320" fill="#cfd8d5"/><circle cx="150" cy="130" r="60" fill="#0b5d4b"/><path d="M0 320 200 170l110 90 70-50 100 110z" fill="#5f8f82"/></svg>',
)}`;

/** {@return a task to try a page with: each input says its own name, and a picture stands for each picture} */
export function sampleOf(spec: SpecDocument): Sample {
  const input: Record<string, Json> = {};
  for (const { name, media } of inputsOf(spec)) input[name] = media === 'image' ? picture : name.replaceAll('_', ' ');
  return { externalId: '1', input };
}
