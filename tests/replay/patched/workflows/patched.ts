import { patched } from '@temporalio/workflow';

import type { WorkOrderTypes } from '../../../../domain/work-order/kind.ts';
import type { CaseInput } from '../../../../workflows/contract.ts';
import { DurableCase } from '../../../../workflows/durable-case.ts';
import { change, rulesAfter, rulesBefore } from '../change.ts';

/** Step 1: what began before keeps its rules, what begins from now on has the new ones. */
export async function workOrder(input: CaseInput<WorkOrderTypes>): Promise<void> {
  await new DurableCase(patched(change) ? rulesAfter : rulesBefore, input).live();
}
