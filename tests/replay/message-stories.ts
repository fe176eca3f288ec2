import type { MessageTypes } from '../../domain/message/kind.ts';
import { workflowIdOf, workflowTypeOf, type CaseInput } from '../../workflows/contract.ts';
import type { Message } from '../support/message.ts';
import { done, eventually, ms, patientPolicy } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';
import { Order } from '../support/order.ts';
import { patientOrderPolicy } from '../support/work-order.ts';

const nothing = { uploadIds: [] };

/** One story for every path through the life of a 留言. */
export const messageStories: Record<string, (the: Stage, message: Message) => Promise<void>> = {
  'answered-and-rated': async (_, message) => {
    await message.submit();
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  'asked-back-and-supplemented': async (_, message) => {
    await message.submit();
    await askBack(message);
    done(await message.asTaxpayer({ type: 'supplement', textId: await message.text(), ...nothing }));
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 4, textId: await message.text() }));
  },
  'followed-up-and-answered-again': async (_, message) => {
    await message.submit();
    await reply(message);
    done(await message.asTaxpayer({ type: 'followUp', textId: await message.text(), ...nothing }));
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: false, stars: 2, textId: null }));
  },
  'called-again': async (the, message) => {
    const { knex, people } = the;
    const officers = knex('officers').whereIn('id', people.east);
    await officers.clone().update({ status: 'away' });
    await message.submit();
    const seek = (commandId: string) => ({ commandId, actor: { kind: 'system' }, command: { type: 'seek' } });
    await message.signal('seek', seek('in-vain'));
    await message.state();
    await officers.clone().update({ status: 'online' });
    await message.signal('seek', seek('in-time'));
    await eventually(
      () => message.events(),
      (events) => events.includes('assigned'),
    );
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  withdrawn: async (_, message) => {
    await message.submit();
    done(await message.asTaxpayer({ type: 'withdraw' }));
  },
  'claimed-from-the-pool': async ({ people }, message) => {
    await message.submit({}, { typeId: 'nobody' });
    done(await message.asOfficer(people.east[0], { type: 'claim' }));
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  'released-and-given-to-another': async (_, message) => {
    await message.submit();
    done(await message.asOfficer(await message.holder(), { type: 'release', noteId: await message.text() }));
    done(await message.asTaxpayer({ type: 'withdraw' }));
  },
  'handed-over-to-a-colleague': async ({ people }, message) => {
    await message.submit();
    const holder = await message.holder();
    const colleague = people.east.find((id) => id !== holder) ?? '';
    done(await message.asOfficer(holder, { type: 'handOver', to: { officerId: colleague }, noteId: await message.text() }));
    done(await message.asTaxpayer({ type: 'withdraw' }));
  },
  'handed-over-to-another-centre': async (_, message) => {
    await message.submit();
    done(await message.asOfficer(await message.holder(), { type: 'handOver', to: { centreId: 'west' }, noteId: await message.text() }));
    done(await message.asTaxpayer({ type: 'withdraw' }));
  },
  'reassigned-by-the-supervisor': async ({ people }, message) => {
    await message.submit({}, { typeId: 'nobody' });
    done(await message.asOfficer(people.supervisor, { type: 'reassign', officerId: people.east[1], noteId: null }));
    done(await message.asTaxpayer({ type: 'withdraw' }));
  },
  'ended-by-the-supervisor': async ({ people }, message) => {
    await message.submit();
    done(await message.asOfficer(people.supervisor, { type: 'end', reasonId: await message.text() }));
  },
  'warned-and-escalated': async (_, message) => {
    await message.submit({ firstAnswerMinutes: 3_000 * ms, warnShare: 0.2, followUpMinutes: 500 * ms });
    await eventually(
      () => message.events(),
      (events) => events.includes('escalated'),
    );
    await reply(message);
  },
  'question-back-unanswered': async (_, message) => {
    await message.submit({ supplementMinutes: 3_000 * ms, warnShare: 0.2 });
    await askBack(message);
  },
  'follow-up-time-elapsed': async (_, message) => {
    await message.submit({ followUpMinutes: 500 * ms });
    await reply(message);
  },
  'told-by-short-message': async (_, message) => {
    await message.submit({}, { reminder: 'sms' });
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  'told-by-an-activity-for-each-message': async (_, message) => {
    await message.submit({}, { reminder: 'sms' });
    await reply(message);
    done(await message.asTaxpayer({ type: 'followUp', textId: await message.text(), ...nothing }));
    await askBack(message);
    done(await message.asTaxpayer({ type: 'supplement', textId: await message.text(), ...nothing }));
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  'became-a-work-order': async (the, message) => {
    await message.submit();
    const order = new Order(the);
    const opening = await order.opening({ originId: message.id });
    const begun = { opening, policy: patientOrderPolicy };
    done(await message.asOfficer(await message.holder(), { type: 'convert', orderId: order.id, order: begun }));
  },
  'joined-a-running-work-order': async (the, message) => {
    await message.submit();
    const order = new Order(the);
    await order.open();
    done(await message.asOfficer(await message.holder(), { type: 'convert', orderId: order.id, order: null }));
  },
  'counted-anew': async (_, message) => {
    await message.submit();
    await message.recount();
    await askBack(message);
    done(await message.asTaxpayer({ type: 'supplement', textId: await message.text(), ...nothing }));
    await message.recount();
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  'gone-on-as-a-new-run': async (the, message) => {
    const input: CaseInput<MessageTypes> = {
      opening: await message.submission(),
      policy: patientPolicy,
      limits: { updates: 1, historyEvents: 8_000 },
    };
    await the.client.workflow.start(workflowTypeOf('message'), {
      workflowId: workflowIdOf('message', message.id),
      taskQueue: the.taskQueue,
      args: [input],
    });
    await eventually(
      () => message.events(),
      (events) => events.length === 2,
    );
    await reply(message);
    done(await message.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
};

async function reply(message: Message): Promise<void> {
  done(await message.asOfficer(await message.holder(), { type: 'reply', textId: await message.text(), ...nothing }));
}

async function askBack(message: Message): Promise<void> {
  done(await message.asOfficer(await message.holder(), { type: 'askBack', textId: await message.text(), ...nothing }));
}
