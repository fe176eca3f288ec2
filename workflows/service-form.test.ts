import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { serviceFormKind } from '../domain/service-form/kind.ts';
import type { ServiceFormOutcome, ServiceFormPolicy } from '../domain/service-form/form.ts';
import type { WorkOrderPolicy } from '../domain/work-order/order.ts';
import { Form, uploaded } from '../tests/support/form.ts';
import { done, eventually, ms, refusal } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { CaseEnded, type Outcome } from '../web/server/temporal/gateway.ts';
import { workflowIdOf, workflowTypeOf } from './contract.ts';

const the = stage();

const until = (about: Form | Order, holds: (events: string[]) => boolean) => eventually(() => about.events(), holds);
const inboxed = (...kinds: string[]) => kinds.map((kind) => `${kind} by inbox`);

describe('the story of a form', () => {
  it('from sending through saving, returning and correcting to the result', async () => {
    const form = new Form(the);
    const [wang] = the.people.east;
    const first = await form.open();
    expect(first.number).toMatch(/^\d{8}7\d{6}$/);
    expect(first).toMatchObject({ status: 'sent', version: 1 });
    expect(await form.task()).toMatchObject({ turn: 'taxpayer', assignee_id: wang, rank: 1 });

    const [application] = uploaded('application');
    if (!application) throw new Error('no file');
    const savedText = await form.text();
    const saved = await form.asTaxpayer({
      type: 'save',
      papers: [application, { key: 'contract', uploadIds: [] }],
      textId: savedText,
    });
    expect(done(saved)).toMatchObject({ status: 'sent', number: first.number });
    expect((await form.state()).draft?.papers).toEqual([application]);

    const early = await form.asTaxpayer({ type: 'confirm', papers: [application], textId: null });
    expect(early).toEqual({ kind: 'refused', refusal: { code: 'papers-missing', details: { keys: 'contract' } } });
    expect(await form.confirm()).toMatchObject({ status: 'submitted' });
    expect(await form.task()).toMatchObject({ turn: 'officer', assignee_id: wang });
    expect((await form.state()).draft).toBeNull();
    expect(refusal(await form.asTaxpayer({ type: 'save', papers: [], textId: null }))).toBe('form-submitted');

    expect(await form.judge({ contract: 'returned' })).toMatchObject({ status: 'returned' });
    const again = uploaded('contract');
    expect(done(await form.asTaxpayer({ type: 'confirm', papers: again, textId: await form.text() })).status).toBe('submitted');
    expect((await form.state()).papers).toMatchObject([
      { key: 'application', status: 'accepted', revision: 1 },
      { key: 'contract', status: 'handed-in', revision: 2, uploadIds: again[0]?.uploadIds },
      { key: 'licence', status: 'accepted', revision: 1 },
    ]);
    expect(await form.judge()).toMatchObject({ status: 'accepted' });
    expect(await form.complete()).toMatchObject({ status: 'completed', number: first.number });
    await form.handle().result();

    expect(await form.events()).toEqual([
      ...['sent', 'saved', 'confirmed', 'papers-reviewed', 'confirmed', 'papers-reviewed', 'completed'],
    ]);
    expect(await form.notices()).toEqual(inboxed('form-sent', 'form-returned', 'form-accepted', 'form-completed'));
    expect(await form.task()).toBeUndefined();
    expect(await form.image()).toMatchObject({ status: 'completed', live: false, number: first.number });
    // Saved and never handed in, it is nobody's any more.
    expect(await the.knex('texts').where({ case_id: form.id, adopted_at: null }).pluck('id')).toEqual([savedText]);
    await expect(form.asTaxpayer({ type: 'save', papers: [], textId: null })).rejects.toBeInstanceOf(CaseEnded);
  });

  it('the earlier files of a corrected paper stay in it', async () => {
    const form = new Form(the);
    await form.open();
    const papers = uploaded('application', 'contract');
    done(await form.asTaxpayer({ type: 'confirm', papers, textId: null }));
    await form.judge({ contract: 'returned' });
    await form.confirm();
    const told = the.knex('case_events').where({ case_id: form.id, type: 'confirmed' }).orderBy('version');
    const [earlier] = await told.pluck<Record<string, unknown>[]>('data');
    expect(earlier).toMatchObject({ papers });
  });

  it('given back while it is filled in it has nobody; confirmed, the rule finds somebody', async () => {
    const [wang, li] = the.people.east;
    const form = new Form(the);
    await form.open();
    done(await form.asHolder({ type: 'release', noteId: await form.text() }));
    expect(await form.task()).toMatchObject({ assignee_id: null, turn: 'taxpayer' });
    await form.confirm();
    expect(await form.holder()).toBe(li);
    done(await form.asHolder({ type: 'handOver', officerId: wang, noteId: await form.text() }));
    expect(await form.holder()).toBe(wang);
    done(await form.asSupervisor({ type: 'reassign', officerId: li, noteId: null }));
    expect(await form.holder()).toBe(li);
    expect(await form.events()).toEqual(['sent', 'released', 'confirmed', 'assigned', 'handed-over', 'reassigned']);
  });

  it('claimed by two at once, one has it', async () => {
    const form = new Form(the);
    await form.open();
    done(await form.asHolder({ type: 'release', noteId: null }));
    const outcomes = await Promise.all(the.people.east.map((id) => form.asOfficer(id, { type: 'claim' })));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
  });

  it('confirmed by the taxpayer while the officer recalls it: one wins, the other is told who did what', async () => {
    await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const form = new Form(the);
        await form.open();
        const holder = await form.holder();
        const reasonId = await form.text();
        const confirm = { type: 'confirm' as const, papers: uploaded('application', 'contract'), textId: null };
        const deeds = [() => form.asTaxpayer(confirm), () => form.asOfficer(holder, { type: 'recall', reasonId })];
        // Whoever is asked first is taken in turns.
        const asked = (i % 2 === 0 ? deeds : deeds.toReversed()).map((deed) => deed());
        const [confirmed, recalled] = await Promise.all(i % 2 === 0 ? asked : asked.toReversed());
        if (!confirmed || !recalled) throw new Error('two were asked');
        // A form that is handed in can be recalled still.
        expect(recalled.kind).toBe('done');
        if (confirmed.kind === 'refused') expect(confirmed.refusal).toEqual({ code: 'form-recalled', details: { by: 'officer' } });
        expect((await form.events()).at(-1)).toBe('closed');
        expect(await form.image()).toMatchObject({ status: 'recalled', live: false });
      }),
    );
  });

  it('ended by the supervisor with a reason', async () => {
    const form = new Form(the);
    await form.open();
    await form.end();
    expect((await form.image())['state']).toMatchObject({ status: 'recalled', outcome: 'ended' });
    expect(await form.notices()).toEqual(inboxed('form-sent', 'form-recalled'));
  });
});

describe('what time brings', () => {
  const soon: Partial<ServiceFormPolicy> = { handInMinutes: 3_000 * ms, reminders: [0.2, 0.5] };

  it('untouched, it reminds twice and expires', async () => {
    const form = new Form(the);
    await form.open(soon);
    await form.handle().result();
    expect(await form.events()).toEqual(['sent', 'reminded', 'reminded', 'closed']);
    expect((await form.image())['state']).toMatchObject({ status: 'expired', outcome: 'expired', closedBy: { kind: 'system' } });
    expect(await form.notices()).toEqual(inboxed('form-sent', 'form-due', 'form-due', 'form-expired'));
    expect(await form.task()).toBeUndefined();
  });

  it('every saving gives the whole time anew', async () => {
    const form = new Form(the);
    await form.open(soon);
    for (let times = 0; times < 4; times += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      done(await form.asTaxpayer({ type: 'save', papers: uploaded('contract'), textId: null }));
    }
    const { clock, draft } = await form.state();
    expect((clock?.dueAt ?? 0) - (clock?.startedAt ?? 0)).toBe(3_000);
    expect(draft?.papers).toHaveLength(1);
    await form.handle().result();
    const events = await form.events();
    expect(events.filter((type) => type === 'saved')).toHaveLength(4);
    expect(events.slice(-3)).toEqual(['reminded', 'reminded', 'closed']);
  });

  it('judging and the result warn, then escalate, and it goes on all the same', async () => {
    const form = new Form(the);
    await form.open({ reviewMinutes: 1_500 * ms, resultMinutes: 1_500 * ms, warnShare: 0.2 });
    const escalations = (times: number) => (events: string[]) => events.filter((type) => type === 'escalated').length === times;
    await form.confirm();
    await until(form, escalations(1));
    expect(await form.task()).toMatchObject({ escalated: true, rank: 0 });
    await form.judge();
    expect(await form.task()).toMatchObject({ escalated: false, rank: 1 });
    await until(form, escalations(2));
    await form.complete();
    expect(await form.events()).toEqual([
      ...['sent', 'confirmed', 'warned', 'escalated', 'papers-reviewed', 'warned', 'escalated', 'completed'],
    ]);
  });
});

/** An order that waits for a form, which it has begun. */
async function carrying(policy: Partial<WorkOrderPolicy> = {}, formPolicy: Partial<ServiceFormPolicy> = {}) {
  const [order, form] = [new Order(the), new Form(the)];
  await order.open(policy);
  const sendForm = await form.sentBy(order, formPolicy);
  const sent = done(await order.asHolder(sendForm));
  await until(form, (events) => events.length > 0);
  return { order, form, sendForm, sent };
}

describe('an order that carries a form', () => {
  it('begins it as its child, waits for it with its clock standing still, and each shows the other', async () => {
    const { order, form, sent } = await carrying();
    expect(sent).toMatchObject({ status: 'awaiting-materials', version: 3 });
    const { raw, status } = await form.handle().describe();
    expect([raw.workflowExecutionInfo?.parentExecution?.workflowId, status.name]).toEqual([`work-order/${order.id}`, 'RUNNING']);
    expect(await order.state()).toMatchObject({
      form: { id: form.id, ended: false },
      clock: { purpose: 'form' },
      paused: { escalated: false },
    });
    expect(await order.task()).toMatchObject({ status: 'awaiting-materials', turn: 'taxpayer' });
    expect(await form.state()).toMatchObject({ orderId: order.id, originId: order.id, assigneeId: await order.holder() });
    expect([await order.links(), await form.links()]).toEqual([[form.id], [order.id]]);
    expect(done(await the.gateway.opened('service-form', form.id))).toMatchObject({ status: 'sent' });
  });

  it('does nothing else meanwhile but what does not need its papers', async () => {
    const { order, form } = await carrying();
    const awaits = { kind: 'refused', refusal: { code: 'order-awaits-form', details: { formId: form.id } } };
    const textId = await order.text();
    expect(await order.asHolder({ type: 'advance', noteId: null })).toEqual(awaits);
    expect(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId })).toEqual(awaits);
    expect(await order.asTaxpayer({ type: 'supplement', papers: uploaded('contract'), textId: null })).toEqual(awaits);
    expect(await order.asHolder(await new Form(the).sentBy(order))).toEqual(awaits);
    done(await order.asTaxpayer({ type: 'urge' }));
    expect(await order.events()).toEqual(['opened', 'assigned', 'form-sent', 'urged']);
  });

  const ways: Record<Exclude<ServiceFormOutcome, 'order-ended'>, (form: Form) => Promise<unknown>> = {
    completed: async (form) => {
      await form.confirm();
      await form.judge();
      await form.complete();
    },
    recalled: (form) => form.recall(),
    ended: (form) => form.end(),
    expired: () => Promise.resolve(),
  };
  it.each(Object.entries(ways))('goes on with what was left when the form is %s', async (outcome, end) => {
    const hurried = outcome === 'expired' ? { handInMinutes: 1_000 * ms, reminders: [] } : {};
    const { order, form } = await carrying({}, hurried);
    const { paused } = await order.state();
    await end(form);
    await form.handle().result();
    await until(order, (events) => events.includes('form-ended'));
    const { clock, ...state } = await order.state();
    expect(state).toMatchObject({ status: 'in-progress', form: { id: form.id, ended: true }, paused: null });
    expect(clock?.purpose).toBe('stage');
    expect((clock?.dueAt ?? 0) - (clock?.startedAt ?? 0)).toBeCloseTo((paused?.dueIn ?? 0) / ms, 0);
    const told = the.knex('case_events').where({ case_id: order.id, type: 'form-ended' });
    expect(await told.select('actor_kind', 'data')).toMatchObject([{ actor_kind: 'system', data: { formId: form.id, outcome } }]);
    await order.advance();
    expect((await order.events()).slice(2)).toEqual(['form-sent', 'form-ended', 'advanced', 'assigned']);
  });

  it('after one form may carry another', async () => {
    const { order, form } = await carrying();
    await form.recall();
    await until(order, (events) => events.includes('form-ended'));
    const second = new Form(the);
    done(await order.asHolder(await second.sentBy(order)));
    await until(second, (events) => events.length > 0);
    expect((await order.state()).form).toEqual({ id: second.id, ended: false });
    expect(await order.links()).toEqual([form.id, second.id].toSorted());
  });

  it.each<[string, (order: Order) => Promise<unknown>]>([
    ['the taxpayer terminates', async (order) => done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }))],
    ['the supervisor ends', async (order) => done(await order.asSupervisor({ type: 'end', reasonId: await order.text() }))],
    [
      'another system terminates',
      (order) =>
        order.signal('terminate', {
          commandId: randomUUID(),
          actor: { kind: 'taxpayer', id: the.people.taxpayer },
          command: { type: 'terminate', reasonId: null },
        }),
    ],
  ])('that %s ends its form with it', async (_, end) => {
    const { order, form } = await carrying();
    await end(order);
    await form.handle().result();
    expect((await form.image())['state']).toMatchObject({ status: 'recalled', outcome: 'order-ended', closedBy: { kind: 'system' } });
    expect(await form.events()).toEqual(['sent', 'closed']);
    expect(await form.notices()).toEqual(inboxed('form-sent', 'form-recalled'));
    expect(await order.events()).toEqual(['opened', 'assigned', 'form-sent', 'closed']);
    expect((await order.state()).status).toBe('terminated');
    done(await order.asTaxpayer({ type: 'rate', resolved: false, stars: 2, textId: null }));
    await order.handle().result();
  });

  it('ending at the same moment as its form: both end, and the order is told or not, whichever came first', async () => {
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { order, form } = await carrying();
        const holder = await form.holder();
        const reasonId = await form.text();
        const [recalled, terminated] = await Promise.all([
          form.asOfficer(holder, { type: 'recall', reasonId }).then(({ kind }) => kind, String),
          order.asTaxpayer({ type: 'terminate', reasonId: null }),
        ]);
        expect(terminated.kind).toBe('done');
        await form.handle().result();
        const { outcome } = await form.state();
        expect(outcome).toBe(recalled === 'done' ? 'recalled' : 'order-ended');
        const events = await order.events();
        expect([['closed'], ['form-ended', 'closed']]).toContainEqual(events.slice(3));
        done(await order.asTaxpayer({ type: 'rate', resolved: false, stars: 1, textId: null }));
        await order.handle().result();
      }),
    );
  });

  it('waits no longer than its policy says before the supervisor hears of it', async () => {
    const { order, form } = await carrying({ formMinutes: 500 * ms });
    await until(order, (events) => events.includes('escalated'));
    expect(await order.task()).toMatchObject({ status: 'awaiting-materials', escalated: true, rank: 0 });
    await form.recall();
    await until(order, (events) => events.includes('form-ended'));
    expect(await order.task()).toMatchObject({ status: 'in-progress', escalated: false, rank: 1 });
  });
});

describe('once and only once', () => {
  it('the same sending twice, at once and later, begins one form', async () => {
    const [order, form] = [new Order(the), new Form(the)];
    await order.open();
    const holder = await order.holder();
    const sendForm = await form.sentBy(order);
    const key = randomUUID();
    const answers = await Promise.all([0, 1, 2].map(() => order.asOfficer(holder, sendForm, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(done(answer)))).size).toBe(1);
    await form.recall();
    await until(order, (events) => events.includes('form-ended'));
    expect(done(await order.asOfficer(holder, sendForm, key))).toMatchObject({ status: 'awaiting-materials', version: 3 });
    expect(await order.events()).toEqual(['opened', 'assigned', 'form-sent', 'form-ended']);
    expect(await form.events()).toEqual(['sent', 'closed']);
    // The same form once more, by another command: that it was is what counts.
    expect(refusal(await order.asOfficer(holder, sendForm))).toBe('id-taken');
  });

  it.each([
    ['runs', () => Promise.resolve()],
    ['has ended', (form: Form) => form.recall()],
  ] as const)('a form under an id whose form %s is refused, and the order stays as it was', async (_, then) => {
    const [order, form] = [new Order(the), new Form(the)];
    await form.open();
    await then(form);
    const formBefore = await form.image();
    await order.open();
    const before = await order.state();
    expect(await order.asHolder(await form.sentBy(order))).toEqual({ kind: 'refused', refusal: { code: 'id-taken' } });
    expect(await order.state()).toEqual(before);
    expect((await order.image())['state']).toEqual(before);
    expect(await form.image()).toEqual(formBefore);
    await order.advance();
  });

  it('a form whose times cannot be counted leaves the order as it was', async () => {
    const [order, form] = [new Order(the), new Form(the)];
    await order.open();
    const before = await order.state();
    const none = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
    const { form: start } = await form.sentBy(order);
    const idle = { ...start.policy.calendar, week: none, makeUp: [] };
    await expect(order.asHolder({ type: 'sendForm', form: { ...start, policy: { ...start.policy, calendar: idle } } })).rejects.toThrow();
    expect(await order.state()).toEqual(before);
    await expect(form.handle().describe()).rejects.toThrow('not found');
    await order.advance();
  });

  it('opened twice at the same moment, and again later, is one form', async () => {
    const form = new Form(the);
    const { opening, policy } = await form.start();
    const open = () => the.gateway.open(serviceFormKind, opening, policy);
    const [a, b] = await Promise.all([open(), open()]);
    expect(done(a)).toEqual(done(b));
    expect(done(await open())).toEqual(done(a));
    expect(await form.events()).toEqual(['sent']);
  });

  it('a confirmation sent twice under one key is one', async () => {
    const form = new Form(the);
    await form.open();
    const confirm = { type: 'confirm' as const, papers: uploaded('application', 'contract'), textId: null };
    const key = randomUUID();
    const [a, b] = await Promise.all([0, 1].map(() => form.asTaxpayer(confirm, key)));
    expect(a && done(a)).toEqual(b && done(b));
    expect((await form.state()).papers[0]).toMatchObject({ revision: 1 });
  });
});

describe('what an order is told of a form', () => {
  const id = randomUUID();
  const actor = { kind: 'system' };
  const ended = (formId: unknown, outcome: unknown = 'completed') => ({
    commandId: randomUUID(),
    actor,
    command: { type: 'formEnded', formId, outcome },
  });

  it.each<[string, (formId: string) => unknown]>([
    ['another form’s end', () => ended(randomUUID())],
    ['no form', () => ended(undefined)],
    ['a form that is no id', () => ended('form')],
    ['no outcome', (formId) => ended(formId, null)],
    ['an unknown outcome', (formId) => ended(formId, 'exploded')],
    ['another command inside', (formId) => ({ ...ended(formId), command: { type: 'urge' } })],
    ['no command id', (formId) => ({ ...ended(formId), commandId: '' })],
    ['nobody’s word', (formId) => ({ ...ended(formId), actor: { kind: 'robot', id } })],
    ['nothing', () => null],
  ])('%s changes nothing, and it waits on', async (_, content) => {
    const { order, form } = await carrying();
    const before = await order.state();
    await order.signal('formEnded', content(form.id));
    expect(await order.state()).toEqual(before);
    await form.recall();
    await until(order, (events) => events.includes('form-ended'));
    expect(await order.events()).toEqual(['opened', 'assigned', 'form-sent', 'form-ended']);
  });

  it('that waits for none, changes nothing', async () => {
    const order = new Order(the);
    await order.open();
    const before = await order.state();
    await order.signal('formEnded', ended(randomUUID()));
    expect(await order.state()).toEqual(before);
    await order.advance();
  });

  it('repeated, under one command id and under another, is told once', async () => {
    const { order, form } = await carrying();
    const word = ended(form.id, 'completed');
    await Promise.all([order.signal('formEnded', word), order.signal('formEnded', word)]);
    await until(order, (events) => events.includes('form-ended'));
    await order.signal('formEnded', word);
    await order.signal('formEnded', ended(form.id, 'expired'));
    // The form itself says so in the end, too.
    await form.recall();
    await form.handle().result();
    await order.advance();
    expect(await order.events()).toEqual(['opened', 'assigned', 'form-sent', 'form-ended', 'advanced', 'assigned']);
  });

  it('with more than this version knows, is what this version knows of it', async () => {
    const { order, form } = await carrying();
    const word = ended(form.id, 'recalled');
    await order.signal('formEnded', { ...word, command: { ...word.command, clock: null, type: 'formEnded' }, sentBy: 'a newer version' });
    await until(order, (events) => events.includes('form-ended'));
    expect(await order.state()).toMatchObject({ status: 'in-progress', clock: { purpose: 'stage' } });
  });
});

describe('what a form is told of its order', () => {
  const word = (more: object = {}) => ({ commandId: randomUUID(), actor: { kind: 'system' }, command: { type: 'orderEnded' }, ...more });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['another command inside', word({ command: { type: 'end' } })],
    ['no command id', word({ commandId: undefined })],
    ['nobody’s word', word({ actor: { kind: 'taxpayer', id: 'somebody' } })],
  ])('%s changes nothing', async (_, content) => {
    const form = new Form(the);
    await form.open();
    const before = await form.state();
    await form.signal('orderEnded', content);
    expect(await form.state()).toEqual(before);
    await form.recall();
  });

  it('a command that is no signal changes nothing', async () => {
    const form = new Form(the);
    await form.open();
    const before = await form.state();
    await form.signal('end', word({ command: { type: 'end', reasonId: randomUUID() } }));
    expect(await form.state()).toEqual(before);
    await form.recall();
  });
});

describe('a long form', () => {
  it('goes on as a new run with its state, its number, what was filled in and the commands it has handled', async () => {
    const form = new Form(the);
    await the.client.workflow.start(workflowTypeOf('service-form'), {
      workflowId: workflowIdOf('service-form', form.id),
      taskQueue: the.taskQueue,
      args: [{ ...(await form.start()), limits: { updates: 2, historyEvents: 8_000 } }],
    });
    await until(form, (events) => events.length === 1);
    const { number } = await form.image();
    const firstRun = (await form.handle().describe()).runId;
    const key = randomUUID();
    const save = { type: 'save' as const, papers: uploaded('contract'), textId: null };
    const saved = done(await form.asTaxpayer(save, key));
    done(await form.asTaxpayer({ ...save, papers: uploaded('application') }));
    const before = await form.state();
    await eventually(
      async () => (await form.handle().describe()).runId,
      (runId) => runId !== firstRun,
    );
    expect(done(await form.asTaxpayer(save, key))).toEqual(saved);
    expect(await form.state()).toEqual(before);
    await form.confirm();
    await form.judge();
    await form.complete();
    expect(await form.image()).toMatchObject({ number, status: 'completed' });
  });
});

describe('the image', () => {
  it('equals what the workflow says, while it is filled in and at its end', async () => {
    const form = new Form(the);
    await form.open();
    done(await form.asTaxpayer({ type: 'save', papers: uploaded('contract'), textId: await form.text() }));
    expect((await form.image())['state']).toEqual(await form.state());
    await form.recall();
    expect((await form.image())['state']).toEqual(await form.state());
  });

  it('a command refused leaves no trace in the history', async () => {
    const form = new Form(the);
    await form.open();
    const before = (await form.handle().describe()).historyLength;
    expect(refusal(await form.asOfficer(the.people.west[0], { type: 'recall', reasonId: await form.text() }))).toBe('not-assignee');
    expect((await form.handle().describe()).historyLength).toBe(before);
  });
});

describe('the worker stops and starts in the middle', () => {
  it('between the form’s beginning and the order that says so: both are whole, and there is one form', async () => {
    const [order, form] = [new Order(the), new Form(the)];
    await order.open();
    const holder = await order.holder();
    const sendForm = await form.sentBy(order);
    const key = randomUUID();
    const slow = await the.knex.transaction();
    await slow('cases').where({ id: order.id }).forUpdate().select('id');
    const asked = order.asOfficer(holder, sendForm, key).catch(() => undefined);
    await until(form, (events) => events.length === 1);
    expect(await order.events()).toEqual(['opened', 'assigned']);
    const stopped = the.stopWorkers();
    await slow.commit();
    await stopped;
    await the.startWorkers();
    await asked;
    // A task that was meant for the worker's own memory of a case waits ten seconds for it before another worker gets it.
    const insists = (deed: () => Promise<Outcome>) =>
      eventually(
        () => deed().then(({ kind }) => kind, String),
        (kind) => kind === 'done',
        25_000,
      );
    await insists(() => order.asOfficer(holder, sendForm, key));
    const [recall, reasonId] = [randomUUID(), await form.text()];
    await insists(() => form.asOfficer(holder, { type: 'recall', reasonId }, recall));
    await until(order, (events) => events.includes('form-ended'));
    expect(await order.events()).toEqual(['opened', 'assigned', 'form-sent', 'form-ended']);
    expect(await form.events()).toEqual(['sent', 'closed']);
  }, 60_000);
});
