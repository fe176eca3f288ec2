import type { WorkOrderTypes } from '../../../../domain/work-order/kind.ts';
import type { CaseInput } from '../../../../workflows/contract.ts';
import { DurableCase } from '../../../../workflows/durable-case.ts';
import { rulesBefore } from '../change.ts';

/** The code before the change. */
export async function workOrder(input: CaseInput<WorkOrderTypes>): Promise<void> {
  await new DurableCase(rulesBefore, input).live();
}
