import { workOrderKind, type WorkOrderTypes } from '../domain/work-order/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/** 电子工单 as a durable workflow. It is started by an officer or by a 留言 that is converted. */
export async function workOrder(input: CaseInput<WorkOrderTypes>): Promise<void> {
  await new DurableCase(workOrderKind, input).live();
}
