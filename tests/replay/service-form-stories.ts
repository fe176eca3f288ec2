import { randomUUID } from 'node:crypto';

import type { ServiceFormTypes } from '../../domain/service-form/kind.ts';
import { workflowIdOf, workflowTypeOf, type CaseInput } from '../../workflows/contract.ts';
import { uploaded, type Form } from '../support/form.ts';
import { done, eventually, ms } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';
import { Order } from '../support/order.ts';

/** The taxpayer is reminded twice, and then it is over. */
const soonExpired = { handInMinutes: 3_000 * ms, reminders: [0.2, 0.5] };

/** One story for every path through the life of a 业务办理服务确认单. */
export const serviceFormStories: Record<string, (the: Stage, form: Form) => Promise<void>> = {
  'saved-confirmed-and-completed': async (_, form) => {
    await form.open();
    done(await form.asTaxpayer({ type: 'save', papers: uploaded('application'), textId: await form.text() }));
    done(await form.asTaxpayer({ type: 'save', papers: [], textId: null }));
    await form.confirm();
    await form.judge();
    await form.complete();
  },
  'counted-anew': async (_, form) => {
    await form.open();
    await form.recount();
    await form.confirm();
    await form.judge();
    await form.complete();
  },
  'returned-and-corrected': async (_, form) => {
    await form.open();
    await form.confirm();
    await form.judge({ contract: 'returned', licence: 'returned' });
    done(await form.asTaxpayer({ type: 'save', papers: uploaded('contract'), textId: null }));
    await form.confirm('contract');
    await form.judge();
    await form.complete();
  },
  'judged-one-by-one': async (_, form) => {
    await form.open();
    await form.confirm();
    const reasonId = await form.text();
    for (const [key, verdict] of [
      ['application', 'accepted'],
      ['contract', 'waived'],
      ['licence', 'accepted'],
    ] as const)
      done(await form.asHolder({ type: 'reviewPapers', verdicts: [{ key, verdict, revision: 1 }], reasonId }));
    await form.complete();
  },
  'asked-anew-while-judging': async (_, form) => {
    await form.open();
    await form.confirm('application', 'contract');
    await form.ask('contract', 'licence');
    await form.confirm();
    await form.judge();
    await form.complete();
  },
  'asked-anew-before-the-result': async (_, form) => {
    await form.open();
    await form.confirm();
    await form.judge();
    await form.ask('application');
    await form.confirm();
    await form.judge();
    await form.complete();
  },
  'nothing-to-judge': async (_, form) => {
    await form.open({}, { papers: [{ key: 'licence', required: false }] });
    done(await form.asTaxpayer({ type: 'confirm', papers: [], textId: await form.text() }));
    await form.complete();
  },
  'reminded-and-expired': async (_, form) => {
    await form.open(soonExpired);
  },
  'told-by-short-message': async (_, form) => {
    await form.open(soonExpired, { reminder: 'sms' });
  },
  'returned-and-expired': async (_, form) => {
    await form.open({ ...soonExpired, reminders: [] });
    await form.confirm();
    await form.judge({ contract: 'returned' });
  },
  'warned-and-escalated-while-judging': async (_, form) => {
    await form.open({ reviewMinutes: 1_000 * ms });
    await form.confirm();
    await escalated(form);
    await form.judge();
    await form.complete();
  },
  'warned-and-escalated-before-the-result': async (_, form) => {
    await form.open({ resultMinutes: 1_000 * ms });
    await form.confirm();
    await form.judge();
    await escalated(form);
    await form.complete();
  },
  'released-and-claimed-before-anything-came': async ({ people }, form) => {
    await form.open();
    done(await form.asHolder({ type: 'release', noteId: await form.text() }));
    done(await form.asOfficer(people.east[1], { type: 'claim' }));
    await form.recall();
  },
  'released-and-given-to-another': async (_, form) => {
    await form.open();
    await form.confirm();
    done(await form.asHolder({ type: 'release', noteId: null }));
    await form.judge();
    await form.complete();
  },
  'handed-over-and-reassigned': async ({ people }, form) => {
    await form.open();
    done(await form.asHolder({ type: 'handOver', officerId: people.east[1], noteId: await form.text() }));
    await form.confirm();
    done(await form.asSupervisor({ type: 'reassign', officerId: people.east[0], noteId: await form.text() }));
    await form.judge();
    await form.complete();
  },
  'recalled-while-judging': async (_, form) => {
    await form.open();
    await form.confirm();
    await form.recall();
  },
  'ended-by-the-supervisor': async (_, form) => {
    await form.open();
    await form.end();
  },
  'sent-by-an-order-that-hears-of-its-end': async (the, form) => {
    const order = new Order(the);
    await order.open();
    done(await order.asHolder(await form.sentBy(order)));
    await form.confirm();
    await form.judge();
    await form.complete();
  },
  'ended-with-its-order': async (the, form) => {
    const order = new Order(the);
    await order.open();
    done(await order.asHolder(await form.sentBy(order)));
    done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }));
  },
  'told-of-its-end-by-signals': async (_, form) => {
    await form.open();
    const whole = { commandId: randomUUID(), actor: { kind: 'system' }, command: { type: 'orderEnded' } };
    for (const content of [null, { ...whole, command: { type: 'recall' } }]) await form.signal('orderEnded', content);
    await form.signal('orderEnded', whole);
  },
  'its-order-is-gone': async (_, form) => {
    await form.open({}, { orderId: randomUUID() });
    await form.recall();
  },
  'gone-on-as-a-new-run': async (the, form) => {
    const input: CaseInput<ServiceFormTypes> = { ...(await form.start(soonExpired)), limits: { updates: 1, historyEvents: 8_000 } };
    await the.client.workflow.start(workflowTypeOf('service-form'), {
      workflowId: workflowIdOf('service-form', form.id),
      taskQueue: the.taskQueue,
      args: [input],
    });
    await eventually(
      () => form.events(),
      (events) => events.length > 0,
    );
    done(await form.asTaxpayer({ type: 'save', papers: uploaded('contract'), textId: null }));
  },
};

async function escalated(form: Form): Promise<void> {
  await eventually(
    () => form.events(),
    (events) => events.includes('escalated'),
  );
}
