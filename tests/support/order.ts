import { workOrderKind } from '../../domain/work-order/kind.ts';
import type { WorkOrderCommand, WorkOrderOpening, WorkOrderPolicy, WorkOrderState } from '../../domain/work-order/order.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import { done } from './message.ts';
import type { Stage } from './open-stage.ts';
import { StagedCase } from './staged-case.ts';
import { anOpening, patientOrderPolicy } from './work-order.ts';

/** A 工单 on stage. Unless a test says otherwise, an agent of the west has opened it and the front group of the east begins. */
export class Order extends StagedCase<WorkOrderCommand, WorkOrderState> {
  constructor(on: Stage) {
    super('work-order', on);
  }

  /** Opens it on its own. */
  async open(policy: Partial<WorkOrderPolicy> = {}, fields: Partial<WorkOrderOpening> = {}): Promise<CommandResult> {
    return done(await this.stage.gateway.open(workOrderKind, await this.opening(fields), { ...patientOrderPolicy, ...policy }));
  }

  async opening(fields: Partial<WorkOrderOpening> = {}): Promise<WorkOrderOpening> {
    const { taxpayer, west } = this.stage.people;
    return anOpening({
      id: this.id,
      identityId: taxpayer,
      dispatcherId: west[1],
      dispatchCentreId: 'west',
      textId: await this.text(),
      ...fields,
    });
  }

  /** On through this many stages. */
  async advance(times = 1): Promise<void> {
    for (let i = 0; i < times; i += 1) done(await this.asHolder({ type: 'advance', noteId: null }));
  }
}
