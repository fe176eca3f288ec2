import { deprecatePatch } from '@temporalio/workflow';

import type { WorkOrderTypes } from '../../../../domain/work-order/kind.ts';
import type { CaseInput } from '../../../../workflows/contract.ts';
import { DurableCase } from '../../../../workflows/durable-case.ts';
import { change, rulesAfter } from '../change.ts';

/** Step 2, when the last case without the mark is over: the old rules are gone, the marks are still there. */
export async function workOrder(input: CaseInput<WorkOrderTypes>): Promise<void> {
  deprecatePatch(change);
  await new DurableCase(rulesAfter, input).live();
}
