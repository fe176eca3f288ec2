import type { VisitPolicy } from '../../../domain/visit/visit.ts';

/** A moment: whoever tries it out waits for it. */
export const visitPolicy: VisitPolicy = { graceMinutes: 0.01 };
