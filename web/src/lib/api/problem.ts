/** Faults of requests, in one class for all pages. */
import { t } from '#lib/i18n.svelte.ts';
import type { ApiError, ErrorCode } from '../../../api/errors.ts';

export type ProblemCode = ErrorCode | 'network-lost' | 'answer-unreadable' | 'sent-before';

export interface FieldProblem {
  /** Path in the body, joined by dots. */
  readonly path: string;
  readonly code: string;
  readonly sentence: string;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly status: number;
  readonly fields: readonly FieldProblem[];
  readonly details: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;

  constructor(
    code: string,
    sentence: string,
    more: { status?: number; fields?: readonly FieldProblem[]; details?: Record<string, string>; requestId?: string } = {},
  ) {
    super(sentence);
    this.code = code;
    this.status = more.status ?? 0;
    this.fields = more.fields ?? [];
    this.details = more.details ?? {};
    this.requestId = more.requestId;
  }

  is(code: ProblemCode): boolean {
    return this.code === code;
  }

  /** Returns the sentences about fields, by the field that the page has for each path; of paths that it has none for, nothing. */
  sentencesBy<Id extends string>(fieldOf: (path: string) => Id | undefined): Partial<Record<Id, string>> {
    const found: Partial<Record<Id, string>> = {};
    for (const { path, sentence } of this.fields) {
      const id = fieldOf(path);
      if (id !== undefined) found[id] = sentence;
    }
    return found;
  }
}

const isApiError = (body: unknown): body is ApiError =>
  typeof body === 'object' &&
  body !== null &&
  'error' in body &&
  typeof body.error === 'object' &&
  body.error !== null &&
  'code' in body.error &&
  'sentence' in body.error;

/** Reads the problem from an answer's body; an answer that is not ours (a proxy's page) is `answer-unreadable`. */
export const problemFrom = (status: number, body: unknown): Problem => {
  if (!isApiError(body)) return new Problem('answer-unreadable', t('errors:answer-unreadable'), { status });
  const { code, sentence, fields, details, requestId } = body.error;
  return new Problem(code, sentence, { status, fields, details, requestId });
};

/** Converts anything thrown to a Problem. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem('internal-error', t('errors:internal-error'));

const firstServerFault = 500;
/** True when the network or the server failed; everything else is a refusal. */
export const passes = (problem: Problem): boolean => problem.is('network-lost') || problem.status >= firstServerFault;
