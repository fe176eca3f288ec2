import { randomUUID } from 'node:crypto';

import type { WorkOrderTypes } from '../../domain/work-order/kind.ts';
import type { WorkOrderPolicy } from '../../domain/work-order/order.ts';
import { workflowIdOf, workflowTypeOf, type CaseInput } from '../../workflows/contract.ts';
import { Form } from '../support/form.ts';
import { done, eventually, Message, ms, refusal } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';
import type { Order } from '../support/order.ts';
import { patientOrderPolicy } from '../support/work-order.ts';

/** Over soon after its end, rated or not. */
const soonOver = { evaluationMinutes: 500 * ms };
const rating = { type: 'rate' as const, resolved: true, stars: 5, textId: null };

/** One story for every path through the life of a 工单. */
export const workOrderStories: Record<string, (the: Stage, order: Order) => Promise<void>> = {
  'finished-and-rated': async (_, order) => {
    await order.open();
    await order.advance();
    await settlePapers(order);
    await order.advance(2);
    await finish(order);
    done(await order.asTaxpayer({ ...rating, textId: await order.text() }));
  },
  'counted-anew-while-papers-are-due': async (_, order) => {
    await order.open(soonOver);
    await askPapers(order, 'contract', 'licence');
    await order.recount();
    await supplement(order, 'contract', 'licence');
    done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }));
  },
  'papers-returned-and-corrected': async (_, order) => {
    await order.open(soonOver);
    await askPapers(order, 'contract', 'licence');
    await supplement(order, 'contract', 'licence');
    const reasonId = await order.text();
    done(
      await order.asHolder({
        type: 'reviewPapers',
        verdicts: [
          { key: 'contract', verdict: 'returned', revision: 1 },
          { key: 'licence', verdict: 'waived', revision: 1 },
        ],
        reasonId,
      }),
    );
    await supplement(order, 'contract');
    done(await order.asHolder({ type: 'reviewPapers', verdicts: [{ key: 'contract', verdict: 'accepted', revision: 2 }], reasonId: null }));
    await order.advance();
    await finish(order);
  },
  'papers-not-sent': async (_, order) => {
    await order.open({ ...soonOver, papersMinutes: 3_000 * ms, warnShare: 0.2 });
    await askPapers(order, 'contract');
  },
  'sent-back': async (_, order) => {
    await order.open(soonOver);
    await order.advance(2);
    done(await order.asHolder({ type: 'sendBack', to: 'handle', reasonId: await order.text() }));
    await order.advance();
    await end(order);
  },
  'handed-over-released-and-claimed': async ({ people }, order) => {
    await order.open(soonOver);
    const holder = await order.holder();
    const colleague = people.east.find((id) => id !== holder) ?? '';
    done(await order.asHolder({ type: 'handOver', officerId: colleague, noteId: await order.text() }));
    await order.advance();
    done(await order.asHolder({ type: 'release', noteId: await order.text() }));
    done(await order.asOfficer(people.east[0], { type: 'claim' }));
    await end(order);
  },
  'claimed-where-nobody-is': async ({ people }, order) => {
    await order.open({ ...soonOver, stages: patientOrderPolicy.stages.map((stage) => ({ ...stage, groupId: 'deserted' })) });
    done(await order.asOfficer(people.east[1], { type: 'claim' }));
    await order.advance();
    await end(order);
  },
  'reassigned-by-the-supervisor': async ({ people }, order) => {
    await order.open(soonOver);
    const holder = await order.holder();
    const other = people.east.find((id) => id !== holder) ?? '';
    done(await order.asSupervisor({ type: 'reassign', officerId: other, noteId: await order.text() }));
    await end(order);
  },
  'ended-by-the-supervisor': async (_, order) => {
    await order.open(soonOver);
    await end(order);
  },
  'terminated-and-rated': async (_, order) => {
    await order.open();
    done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }));
    done(await order.asTaxpayer(rating));
  },
  'finished-by-the-supervisor-and-not-rated': async (_, order) => {
    await order.open(soonOver, { papers: [] });
    await order.advance(2);
    done(await order.asSupervisor({ type: 'finish', asSupervisor: true, textId: await order.text(), uploadIds: [] }));
  },
  'warned-and-escalated': async (_, order) => {
    const stages = patientOrderPolicy.stages.map((stage, i) => (i === 0 ? { ...stage, limitMinutes: 3_000 * ms } : stage));
    await order.open({ ...soonOver, stages, warnShare: 0.2 });
    await escalated(order);
    await order.advance();
    await end(order);
  },
  'stood-still-and-went-on': async (_, order) => {
    const stages = patientOrderPolicy.stages.map((stage) => ({ ...stage, limitMinutes: 3_000 * ms }));
    await order.open({ ...soonOver, stages, warnShare: 0.9 });
    await askPapers(order, 'contract');
    await supplement(order, 'contract');
    await escalated(order);
    await end(order);
  },
  'disputed-until-the-supervisor-decides': async ({ people }, order) => {
    await order.open(soonOver);
    await dispute(order);
    done(await order.asHolder({ type: 'dispatch', officerId: null, noteId: await order.text() }));
    await dispute(order);
    done(await order.asHolder({ type: 'dispatch', officerId: people.east[0], noteId: null }));
    await dispute(order);
    done(await order.asSupervisor({ type: 'reassign', officerId: people.east[1], noteId: await order.text() }));
    await end(order);
  },
  'dispute-left-lying': async (_, order) => {
    await order.open({ ...soonOver, dispatchMinutes: 500 * ms });
    await dispute(order);
    await escalated(order);
    await end(order);
  },
  'urged-and-joined-by-a-repeated-request': async (_, order) => {
    await order.open(soonOver);
    done(await order.asTaxpayer({ type: 'urge' }));
    done(await order.asHolder({ type: 'merge', caseId: randomUUID() }));
    await end(order);
  },
  'urged-and-terminated-by-signals': async ({ people }, order) => {
    await order.open(soonOver);
    const actor = { kind: 'taxpayer', id: people.taxpayer };
    const urge = { commandId: randomUUID(), actor, command: { type: 'urge' } };
    for (const content of [urge, urge, null, { ...urge, command: { type: 'end' } }]) await order.signal('urge', content);
    await order.signal('explode', urge);
    await until(order, (events) => events.includes('urged'));
    await order.signal('terminate', { commandId: randomUUID(), actor, command: { type: 'terminate', reasonId: null } });
  },
  'told-by-short-message': async (_, order) => {
    await order.open({ papersMinutes: 3_000 * ms, warnShare: 0.2, ...soonOver }, { reminder: 'sms' });
    await askPapers(order, 'contract');
  },
  'begun-by-a-message': async (the, order) => {
    const message = new Message(the);
    await message.submit();
    const opening = await order.opening({ originId: message.id });
    const begun = { opening, policy: { ...patientOrderPolicy, ...soonOver } };
    done(await message.asOfficer(await message.holder(), { type: 'convert', orderId: order.id, order: begun }));
    await until(order, (events) => events.length === 2);
    await end(order);
  },
  'went-on-when-its-form-ended': async (the, order) => {
    const form = new Form(the);
    await order.open(soonOver);
    done(await order.asHolder(await form.sentBy(order)));
    await form.recall();
    await until(order, (events) => events.includes('form-ended'));
    await order.advance();
    await end(order);
  },
  'ended-before-its-form': async (the, order) => {
    await order.open(soonOver);
    done(await order.asHolder(await new Form(the).sentBy(order)));
    await end(order);
  },
  'waited-too-long-for-its-form': async (the, order) => {
    const form = new Form(the);
    await order.open({ ...soonOver, formMinutes: 500 * ms });
    done(await order.asHolder(await form.sentBy(order)));
    await escalated(order);
    await form.confirm();
    await form.judge();
    await form.complete();
    await until(order, (events) => events.includes('form-ended'));
    await end(order);
  },
  'sent-a-form-that-is-there-already': async (the, order) => {
    const form = new Form(the);
    await form.open();
    await order.open(soonOver);
    const code = refusal(await order.asHolder(await form.sentBy(order)));
    if (code !== 'id-taken') throw new Error(code);
    await end(order);
  },
  'gone-on-as-a-new-run': async (the, order) => {
    const policy: WorkOrderPolicy = { ...patientOrderPolicy, papersMinutes: 3_000 * ms, warnShare: 0.2, ...soonOver };
    const input: CaseInput<WorkOrderTypes> = { opening: await order.opening(), policy, limits: { updates: 1, historyEvents: 8_000 } };
    await the.client.workflow.start(workflowTypeOf('work-order'), {
      workflowId: workflowIdOf('work-order', order.id),
      taskQueue: the.taskQueue,
      args: [input],
    });
    await until(order, (events) => events.length === 2);
    await askPapers(order, 'contract');
  },
};

async function until(order: Order, holds: (events: string[]) => boolean): Promise<void> {
  await eventually(() => order.events(), holds);
}

const escalated = (order: Order) => until(order, (events) => events.includes('escalated'));

async function askPapers(order: Order, ...keys: string[]): Promise<void> {
  done(await order.asHolder({ type: 'askPapers', keys, textId: await order.text() }));
}

async function supplement(order: Order, ...keys: string[]): Promise<void> {
  const papers = keys.map((key) => ({ key, uploadIds: [randomUUID()] }));
  done(await order.asTaxpayer({ type: 'supplement', papers, textId: null }));
}

async function settlePapers(order: Order): Promise<void> {
  await askPapers(order, 'contract');
  await supplement(order, 'contract');
  done(await order.asHolder({ type: 'reviewPapers', verdicts: [{ key: 'contract', verdict: 'accepted', revision: 1 }], reasonId: null }));
}

async function dispute(order: Order): Promise<void> {
  done(await order.asHolder({ type: 'dispute', reasonId: await order.text() }));
}

async function finish(order: Order): Promise<void> {
  done(await order.asHolder({ type: 'finish', asSupervisor: false, textId: await order.text(), uploadIds: [] }));
}

async function end(order: Order): Promise<void> {
  done(await order.asSupervisor({ type: 'end', reasonId: await order.text() }));
}
