import type { Refusal } from '../../../domain/case.ts';
import { faults, type ErrorCode, type FaultCode, type FieldCode } from '../../api/errors.ts';

/** One wrong field; `limit` for sentences with a number. */
export interface FieldFault {
  /** Path in the body, the query or the address, joined by dots. */
  path: string;
  code: FieldCode;
  limit?: number;
}

export interface FaultParticulars {
  /** Parameters of the sentence: ids, numbers, times; never personal data. */
  details?: Record<string, string>;
  fields?: readonly FieldFault[];
  /** Seconds until a retry makes sense; sent as Retry-After. */
  retryAfter?: number;
}

/** An error that the caller can understand. It carries a code; the words are in the translations. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: ErrorCode;
  readonly status: number;
  readonly particulars: FaultParticulars;

  constructor(code: FaultCode, particulars: FaultParticulars = {}) {
    super(code);
    this.code = code;
    this.status = faults[code];
    this.particulars = particulars;
  }
}

/** Refusal by a rule of a case: always 409, with the rule's own code. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
