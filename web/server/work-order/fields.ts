import { fillingFaults } from '../../../domain/work-order/filling.ts';
import type { FieldSpec } from '../../../domain/work-order/type.ts';
import type { FieldFault } from '../http/fault.ts';

/** Faults of an order's filled-in fields, with their paths in the body. */
export const orderFieldFaults = (specs: readonly FieldSpec[], filled: Readonly<Record<string, string>>): FieldFault[] =>
  fillingFaults(specs, filled).map(({ key, code }) => ({ path: `fields.${key}`, code }));
