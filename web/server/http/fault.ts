import type { Refusal } from '../../../domain/case.ts';
import { faults, type ErrorCode, type FaultCode, type FieldCode } from '../../api/errors.ts';

/** One field that is wrong; `limit` where a number makes the sentence. */
export interface FieldFault {
  /** Where in the body, the query or the address, joined by dots. */
  path: string;
  code: FieldCode;
  limit?: number;
}

export interface FaultParticulars {
  /** Values that make the sentence precise: ids, numbers, times; never personal data. */
  details?: Record<string, string>;
  fields?: readonly FieldFault[];
  /** Seconds after which another try makes sense; sent as Retry-After. */
  retryAfter?: number;
}

/** A refusal that the person asking can understand. Whoever throws it chooses a code; the words are the translations'. */
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

/** What a rule of a case said no to: always 409, with the rule's own code. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
