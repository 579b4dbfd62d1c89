import { faultWords } from './faults';

/** A member of a request that the server does not take, and why. */
export interface FieldFault {
  pointer: string;
  detail: string;
}

/** A refusal or failure as the server words it (RFC 9457), or the lack of any answer. */
export class Problem extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    /** Stable; {@code offline} where no answer came. */
    readonly code: string,
    readonly detail: string,
    readonly faults: readonly FieldFault[] = [],
    /** Seconds until the next try makes sense. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail || code);
    this.name = 'Problem';
  }

  static offline(cause: unknown): Problem {
    return new Problem(0, 'offline', cause instanceof Error ? cause.message : '');
  }

  /** @param body what came, read as JSON where it was that */
  static of(response: Response, body: unknown): Problem {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const errors = Array.isArray(problem.errors) ? problem.errors : [];
    const retry = Number(response.headers.get('retry-after'));
    return new Problem(
      response.status,
      typeof problem.code === 'string' ? problem.code : `http-${response.status}`,
      typeof problem.detail === 'string' ? problem.detail : response.statusText,
      errors.map((fault) => ({ pointer: String(fault?.pointer ?? ''), detail: String(fault?.detail ?? '') })),
      Number.isFinite(retry) && retry > 0 ? retry : null,
    );
  }

  /** {@return what is wrong with one field, in the reader's language where that can be said} @param pointer JSON pointer */
  fault(pointer: string): string | undefined {
    const detail = this.faults.find((fault) => fault.pointer === pointer)?.detail;
    return detail === undefined ? undefined : (faultWords(detail) ?? detail);
  }
}

/** {@return whether trying again later may help} */
export function maySucceedLater({ status }: Problem): boolean {
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}

export function asProblem(failure: unknown): Problem {
  return failure instanceof Problem
    ? failure
    : new Problem(0, 'unexpected', failure instanceof Error ? failure.message : String(failure));
}
