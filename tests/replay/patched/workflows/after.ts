import type { WorkOrderTypes } from '../../../../domain/work-order/kind.ts';
import type { CaseInput } from '../../../../workflows/contract.ts';
import { DurableCase } from '../../../../workflows/durable-case.ts';
import { rulesAfter } from '../change.ts';

/** Step 3, when the last case marked in step 1 is over. Done at once, without the steps before, it would break what runs. */
export async function workOrder(input: CaseInput<WorkOrderTypes>): Promise<void> {
  await new DurableCase(rulesAfter, input).live();
}
