import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { currentType, keepCaseType } from '../db/case-types.ts';
import { handlingGroups } from '../db/handling-groups.ts';
import { settingsOf } from '../db/settings.ts';
import { workOrderKind } from '../domain/work-order/kind.ts';
import type { PlannedStage, WorkOrderPolicy } from '../domain/work-order/order.ts';
import { done, eventually, ms, refusal } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { stage } from '../tests/support/stage.ts';
import { orderDefinition, patientOrderPolicy } from '../tests/support/work-order.ts';
import { orderPolicyFrom } from '../web/server/work-order/policy.ts';
import { CaseEnded } from '../web/server/temporal/gateway.ts';
import { stateQuery, workflowIdOf, workflowTypeOf } from './contract.ts';

const the = stage();

const stages = (change: (stage: PlannedStage, i: number) => Partial<PlannedStage>): Pick<WorkOrderPolicy, 'stages'> => ({
  stages: patientOrderPolicy.stages.map((stage, i) => ({ ...stage, ...change(stage, i) })),
});
/** Every stage with this limit, and a warning after a fifth of every time. */
const hurried = (limitMs: number) => ({ ...stages(() => ({ limitMinutes: limitMs * ms })), warnShare: 0.2 });
const handedIn = (...keys: string[]) => keys.map((key) => ({ key, uploadIds: [randomUUID()] }));
const rating = { type: 'rate' as const, resolved: true, stars: 5, textId: null };

async function finish(order: Order): Promise<void> {
  done(await order.asHolder({ type: 'finish', asSupervisor: false, textId: await order.text(), uploadIds: [] }));
}

/** The required paper is accepted, the other done without. */
async function settlePapers(order: Order): Promise<void> {
  done(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId: await order.text() }));
  done(await order.asTaxpayer({ type: 'supplement', papers: handedIn('contract'), textId: null }));
  done(await order.asHolder({ type: 'reviewPapers', verdicts: [{ key: 'contract', verdict: 'accepted', revision: 1 }], reasonId: null }));
}

describe('the story of a work order', () => {
  it('from opening through every stage to the rating', async () => {
    const order = new Order(the);
    const first = await order.open();
    expect(first.number).toMatch(/^\d{8}6\d{6}$/);
    expect(first).toMatchObject({ status: 'in-progress', version: 2 });
    expect(the.people.east).toContain(await order.holder());
    await order.advance();
    expect(await order.holder()).toBe(the.people.east[1]);
    await settlePapers(order);
    await order.advance();
    const reviewer = await order.holder();
    expect(the.people.west).toContain(reviewer);
    await order.advance();
    expect(await order.holder()).toBe(reviewer);
    await finish(order);
    expect(await order.task()).toBeUndefined();
    expect(await order.image()).toMatchObject({ status: 'completed', live: true });
    expect(done(await order.asTaxpayer(rating))).toMatchObject({ status: 'completed', number: first.number });
    await order.handle().result();
    expect(await order.image()).toMatchObject({ live: false, stars: 5, resolved: true, number: first.number });
    expect(await order.events()).toEqual([
      ...['opened', 'assigned', 'advanced', 'assigned', 'papers-asked', 'supplemented', 'papers-reviewed'],
      ...['advanced', 'assigned', 'advanced', 'finished', 'closed', 'rated'],
    ]);
    expect(await order.notices()).toEqual(
      ['order-opened', 'order-advanced', 'order-papers-asked', 'order-advanced', 'order-finished'].map((kind) => `${kind} by inbox`),
    );
    expect(await the.knex('texts').where({ case_id: order.id }).whereNull('adopted_at')).toEqual([]);
  });

  it('with a paper returned and corrected: the earlier file stays in the story', async () => {
    const order = new Order(the);
    await order.open();
    done(await order.asHolder({ type: 'askPapers', keys: ['contract', 'licence'], textId: await order.text() }));
    expect(await order.task()).toMatchObject({ turn: 'taxpayer', status: 'awaiting-materials' });
    const [contract, licence] = handedIn('contract', 'licence');
    if (!contract || !licence) throw new Error('no files');
    done(await order.asTaxpayer({ type: 'supplement', papers: [contract, licence], textId: null }));
    done(
      await order.asHolder({
        type: 'reviewPapers',
        verdicts: [
          { key: 'contract', verdict: 'returned', revision: 1 },
          { key: 'licence', verdict: 'accepted', revision: 1 },
        ],
        reasonId: await order.text(),
      }),
    );
    expect(await order.image()).toMatchObject({ status: 'awaiting-materials' });
    const again = handedIn('contract');
    done(await order.asTaxpayer({ type: 'supplement', papers: again, textId: await order.text() }));
    expect((await order.state()).papers).toEqual([
      { key: 'contract', required: true, status: 'handed-in', revision: 2, uploadIds: again[0]?.uploadIds },
      { key: 'licence', required: false, status: 'accepted', revision: 1, uploadIds: licence.uploadIds },
    ]);
    const told = the.knex('case_events').where({ case_id: order.id, type: 'supplemented' }).orderBy('version');
    const [earlier] = await told.pluck<Record<string, unknown>[]>('data');
    expect(earlier).toMatchObject({ papers: [contract, licence] });
    expect(await order.notices()).toContain('order-papers-returned by inbox');
  });

  it('finished under review by the supervisor, whoever holds it, once its papers are in', async () => {
    const order = new Order(the);
    await order.open();
    await order.advance(2);
    const asSupervisor = { type: 'finish' as const, asSupervisor: true, textId: await order.text(), uploadIds: [] };
    expect(refusal(await order.asHolder({ ...asSupervisor, asSupervisor: false }))).toBe('supervisor-finishes');
    expect(refusal(await order.asSupervisor(asSupervisor))).toBe('papers-missing');
    await settlePapers(order);
    expect(done(await order.asSupervisor(asSupervisor))).toMatchObject({ status: 'completed' });
  });

  it('sent back, it is with the earlier group again and goes on from there', async () => {
    const order = new Order(the);
    await order.open();
    await order.advance(2);
    done(await order.asHolder({ type: 'sendBack', to: 'handle', reasonId: await order.text() }));
    expect(await order.state()).toMatchObject({ stageKey: 'handle', groupId: 'back', centreId: 'east', assigneeId: the.people.east[1] });
    expect(refusal(await order.asHolder({ type: 'sendBack', to: 'review', reasonId: await order.text() }))).toBe('move-not-allowed');
    await order.advance();
    expect(await order.image()).toMatchObject({ centre_id: 'west' });
    expect(await order.task()).toMatchObject({ stage: 'review', group_id: 'review' });
  });

  it('handed over, given back, claimed, reassigned', async () => {
    const order = new Order(the);
    await order.open();
    const first = await order.holder();
    const other = the.people.east.find((id) => id !== first) ?? '';
    done(await order.asHolder({ type: 'handOver', officerId: other, noteId: await order.text() }));
    expect(await order.holder()).toBe(other);
    done(await order.asHolder({ type: 'release', noteId: null }));
    expect(await order.holder()).toBe(first);
    await order.advance();
    done(await order.asHolder({ type: 'release', noteId: null }));
    expect(await order.task()).toMatchObject({ assignee_id: null, turn: 'officer' });
    done(await order.asOfficer(the.people.east[0], { type: 'claim' }));
    expect(await order.holder()).toBe(the.people.east[0]);
    done(await order.asSupervisor({ type: 'reassign', officerId: the.people.east[1], noteId: await order.text() }));
    expect(await order.holder()).toBe(the.people.east[1]);
  });

  it('terminated by the taxpayer, it can be rated once and then is over', async () => {
    const order = new Order(the);
    await order.open();
    expect(done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }))).toMatchObject({ status: 'terminated' });
    const loser = await order.asTaxpayer({ type: 'urge' });
    expect(loser).toMatchObject({ refusal: { code: 'order-terminated', details: { by: 'taxpayer' } } });
    done(await order.asTaxpayer(rating));
    await order.handle().result();
    await expect(order.asTaxpayer(rating)).rejects.toBeInstanceOf(CaseEnded);
    expect(await order.events()).toEqual(['opened', 'assigned', 'closed', 'rated']);
    expect(await order.notices()).toEqual(['order-opened by inbox']);
  });

  it('under review it is not terminated any more', async () => {
    const order = new Order(the);
    await order.open();
    await order.advance(2);
    expect(refusal(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }))).toBe('stage-not-terminable');
  });

  it('ended by the supervisor with a reason', async () => {
    const order = new Order(the);
    await order.open();
    done(await order.asSupervisor({ type: 'end', reasonId: await order.text() }));
    expect((await order.image())['state']).toMatchObject({ status: 'terminated', outcome: 'ended' });
    expect(await order.notices()).toEqual(['order-opened by inbox', 'order-ended by inbox']);
  });

  it('urged, it goes before others, so often a period', async () => {
    const order = new Order(the);
    await order.open();
    expect(await order.task()).toMatchObject({ rank: 1, urges: 0 });
    done(await order.asTaxpayer({ type: 'urge' }));
    done(await order.asTaxpayer({ type: 'urge' }));
    expect(await order.task()).toMatchObject({ rank: 0, urges: 2 });
    const { urgedAt } = await order.state();
    const nextAt = new Date((urgedAt[0] ?? 0) + 1_440 * 60_000).toISOString();
    expect(await order.asTaxpayer({ type: 'urge' })).toEqual({ kind: 'refused', refusal: { code: 'urge-limit', details: { nextAt } } });
  });

  it('urged twice at the same moment where one is allowed, one counts', async () => {
    const order = new Order(the);
    await order.open({ urges: { most: 1, periodMinutes: 1_440 } });
    const outcomes = await Promise.all([order.asTaxpayer({ type: 'urge' }), order.asTaxpayer({ type: 'urge' })]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    expect(await order.task()).toMatchObject({ urges: 1 });
  });

  it('urged again when the period is over', async () => {
    const order = new Order(the);
    await order.open({ urges: { most: 1, periodMinutes: 1_500 * ms } });
    done(await order.asTaxpayer({ type: 'urge' }));
    await eventually(
      async () => (await order.asTaxpayer({ type: 'urge' })).kind,
      (kind) => kind === 'done',
    );
    expect((await order.state()).urges).toBe(2);
  });

  it('a repeated request becomes part of it, and is linked', async () => {
    const order = new Order(the);
    await order.open();
    const request = randomUUID();
    done(await order.asHolder({ type: 'merge', caseId: request }));
    expect(await order.events()).toEqual(['opened', 'assigned', 'merged']);
    expect(await order.links()).toEqual([request]);
  });

  it('its assignment disputed twice goes to whoever opened it, a third time to the supervisor', async () => {
    const { east, west } = the.people;
    const order = new Order(the);
    await order.open();
    const dispute = async () => done(await order.asHolder({ type: 'dispute', reasonId: await order.text() }));
    const disputer = await order.holder();
    await dispute();
    expect(await order.state()).toMatchObject({ status: 'disputed', assigneeId: west[1], centreId: 'west', groupId: 'front' });
    expect(refusal(await order.asOfficer(disputer, { type: 'advance', noteId: null }))).toBe('order-disputed');

    done(await order.asHolder({ type: 'dispatch', officerId: null, noteId: await order.text() }));
    const next = east.find((id) => id !== disputer);
    expect(await order.state()).toMatchObject({ status: 'in-progress', assigneeId: next, centreId: 'east' });

    await dispute();
    done(await order.asHolder({ type: 'dispatch', officerId: disputer, noteId: null }));
    expect(await order.holder()).toBe(disputer);

    await dispute();
    expect(await order.state()).toMatchObject({ status: 'disputed', assigneeId: null, centreId: 'east', disputes: 3 });
    expect(refusal(await order.asOfficer(west[1], { type: 'dispatch', officerId: disputer, noteId: null }))).toBe('supervisor-decides');
    expect(refusal(await order.asOfficer(east[0], { type: 'claim' }))).toBe('order-disputed');
    done(await order.asSupervisor({ type: 'reassign', officerId: disputer, noteId: await order.text() }));
    expect(await order.state()).toMatchObject({ status: 'in-progress', assigneeId: disputer, clock: { purpose: 'stage' } });
  });

  it('whoever opened it and got it has nobody to dispute with', async () => {
    const order = new Order(the);
    await order.open({}, { dispatcherId: the.people.east[1] });
    await order.advance();
    expect(refusal(await order.asHolder({ type: 'dispute', reasonId: await order.text() }))).toBe('own-dispatch');
  });
});

describe('what time brings', () => {
  it('a stage warns, then escalates, and goes on all the same; the next one has a time of its own', async () => {
    const order = new Order(the);
    await order.open(hurried(3_000));
    await eventually(
      () => order.events(),
      (events) => events.includes('escalated'),
    );
    expect(await order.events()).toEqual(['opened', 'assigned', 'warned', 'escalated']);
    expect(await order.task()).toMatchObject({ escalated: true, rank: 0 });
    await order.advance();
    expect(await order.task()).toMatchObject({ escalated: false, warned: false });
    await eventually(
      () => order.events(),
      (events) => events.filter((type) => type === 'escalated').length === 2,
    );
  });

  it('papers that are asked for are reminded of; when nothing comes, it ends, and with its days of rating all is over', async () => {
    const order = new Order(the);
    await order.open({ papersMinutes: 3_000 * ms, warnShare: 0.2, evaluationMinutes: 1_000 * ms });
    done(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId: await order.text() }));
    await order.handle().result();
    expect(await order.events()).toEqual(['opened', 'assigned', 'papers-asked', 'warned', 'closed', 'evaluation-elapsed']);
    expect((await order.image())['state']).toMatchObject({ status: 'terminated', outcome: 'papers-elapsed', closedBy: { kind: 'system' } });
    expect(await order.image()).toMatchObject({ live: false, stars: null });
    expect(await order.notices()).toEqual(
      ['order-opened', 'order-papers-asked', 'order-papers-due', 'order-ended'].map((kind) => `${kind} by inbox`),
    );
  });

  it('while papers are awaited the clock of the stage stands still, then goes on with what was left', async () => {
    const order = new Order(the);
    await order.open({ ...hurried(6_000), papersMinutes: 480 });
    done(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId: await order.text() }));
    const { paused } = await order.state();
    if (!paused?.warnIn) throw new Error('no warning was left: the machine is too slow for this test');
    expect(paused.dueIn).toBeLessThan(6_000 * ms);
    // Longer than the whole limit: a clock that ran on would have escalated.
    await new Promise((resolve) => setTimeout(resolve, 6_500));
    expect(await order.events()).toEqual(['opened', 'assigned', 'papers-asked']);

    done(await order.asTaxpayer({ type: 'supplement', papers: handedIn('contract'), textId: null }));
    const { clock } = await order.state();
    expect(clock?.purpose).toBe('stage');
    expect((clock?.dueAt ?? 0) - (clock?.startedAt ?? 0)).toBeCloseTo(paused.dueIn / ms, 0);
    await eventually(
      () => order.events(),
      (events) => events.includes('escalated'),
    );
    expect((await order.events()).slice(3)).toEqual(['supplemented', 'warned', 'escalated']);
  });

  it('what was said of a stage is not said again when its clock goes on', async () => {
    const order = new Order(the);
    await order.open({ ...hurried(1_000), papersMinutes: 480 });
    await eventually(
      () => order.events(),
      (events) => events.includes('escalated'),
    );
    done(await order.asHolder({ type: 'askPapers', keys: ['contract'], textId: await order.text() }));
    done(await order.asTaxpayer({ type: 'supplement', papers: handedIn('contract'), textId: null }));
    expect((await order.state()).clock).toMatchObject({ warned: true, escalated: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await order.events()).filter((type) => type === 'escalated')).toHaveLength(1);
  });

  it('a dispute that nobody settles goes to the supervisor, and the stage has what it had', async () => {
    const order = new Order(the);
    await order.open({ dispatchMinutes: 500 * ms });
    done(await order.asHolder({ type: 'dispute', reasonId: await order.text() }));
    const { paused } = await order.state();
    await eventually(
      () => order.events(),
      (events) => events.includes('escalated'),
    );
    expect(await order.task()).toMatchObject({ status: 'disputed', escalated: true, rank: 0 });
    done(await order.asHolder({ type: 'dispatch', officerId: the.people.east[0], noteId: null }));
    const { clock } = await order.state();
    expect(clock).toMatchObject({ purpose: 'stage', escalated: false });
    expect((clock?.dueAt ?? 0) - (clock?.startedAt ?? 0)).toBeCloseTo((paused?.dueIn ?? 0) / ms, 0);
  });

  it('what was finished and not rated in its days is over', async () => {
    const order = new Order(the);
    await order.open({ ...stages(() => ({ finish: 'holder' })), evaluationMinutes: 1_000 * ms });
    await settlePapers(order);
    await finish(order);
    await order.handle().result();
    expect((await order.events()).slice(-3)).toEqual(['finished', 'closed', 'evaluation-elapsed']);
    expect(await order.image()).toMatchObject({ status: 'completed', live: false, stars: null });
  });
});

describe('who gets it', () => {
  const only = (groupId: string) => stages(() => ({ groupId }));

  it('of the group those on duty, and nobody else of the centre', async () => {
    const [wang, li] = the.people.east;
    await the.knex('officers').where({ id: li }).update({ status: 'away' });
    try {
      const order = new Order(the);
      await order.open();
      expect(await order.holder()).toBe(wang);
      await order.advance();
      expect(await order.task()).toMatchObject({ stage: 'handle', assignee_id: null });
      done(await order.asOfficer(wang, { type: 'claim' }));
      expect(await order.holder()).toBe(wang);
    } finally {
      await the.knex('officers').where({ id: li }).update({ status: 'online' });
    }
  });

  it('whoever has the fewest to act on', async () => {
    await the.knex('tasks').whereIn('assignee_id', the.people.east).update({ turn: 'taxpayer' });
    const orders = Array.from({ length: 10 }, () => new Order(the));
    await Promise.all(orders.map((order) => order.open()));
    const holders = await Promise.all(orders.map((order) => order.holder()));
    expect(the.people.east.map((id) => holders.filter((holder) => holder === id).length)).toEqual([5, 5]);
  });

  it('a stage whose group has nobody waits for whoever claims it', async () => {
    const order = new Order(the);
    expect(await order.open(only('deserted'))).toMatchObject({ status: 'in-progress', version: 1 });
    expect(await order.task()).toMatchObject({ assignee_id: null, group_id: 'deserted', turn: 'officer' });
    expect(refusal(await order.asOfficer(the.people.east[0], { type: 'advance', noteId: null }))).toBe('not-assigned');
    const outcomes = await Promise.all(the.people.east.map((id) => order.asOfficer(id, { type: 'claim' })));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    await order.advance();
    expect(the.people.east).toContain(await order.holder());
  });
});

describe('a type that changes', () => {
  let planNow: () => Promise<{ typeVersion: number; policy: WorkOrderPolicy }>;
  beforeAll(() => {
    /** As the page's command looks it up. */
    planNow = async () => {
      const type = await currentType(the.knex, 'work-order', 'region', 'quota');
      if (!type) throw new Error('no type');
      const groups = await handlingGroups(
        the.knex,
        type.definition.stages.map(({ groupId }) => groupId),
      );
      const settings = new Map([
        ['east', await settingsOf(the.knex, 'region', 'east')],
        ['west', await settingsOf(the.knex, 'region', 'west')],
      ]);
      return { typeVersion: type.version, policy: orderPolicyFrom(type.definition, groups, settings) };
    };
  });

  it('leaves a running order the stages of its version; a new one has the new', async () => {
    const [before, after] = [new Order(the), new Order(the)];
    const old = await planNow();
    await before.open(old.policy, { typeVersion: old.typeVersion });
    await the.knex.transaction((tx) =>
      keepCaseType(tx, {
        kind: 'work-order',
        id: 'quota',
        regionId: 'region',
        name: '额度',
        nameEn: 'Quota',
        active: true,
        officerId: the.people.supervisor,
        definition: {
          ...orderDefinition,
          stages: orderDefinition.stages.filter(({ key }) => key !== 'handle' && key !== 'review').map((spec) => ({ ...spec, backTo: [] })),
        },
      }),
    );
    const changed = await planNow();
    expect([old.typeVersion, changed.typeVersion]).toEqual([1, 2]);
    await after.open(changed.policy, { typeVersion: changed.typeVersion });

    await before.advance();
    await after.advance();
    expect(await before.state()).toMatchObject({ typeVersion: 1, stageKey: 'handle' });
    expect(await after.state()).toMatchObject({ typeVersion: 2, stageKey: 'conclude' });
    await before.advance(2);
    expect(refusal(await before.asHolder({ type: 'advance', noteId: null }))).toBe('last-stage');
    expect(refusal(await after.asHolder({ type: 'advance', noteId: null }))).toBe('last-stage');
  });

  it('and is withdrawn leaves a running order its way to the end', async () => {
    const order = new Order(the);
    await order.open();
    await the.knex('case_types').where({ id: 'quota' }).update({ active: false });
    await order.advance(3);
    await settlePapers(order);
    await finish(order);
    expect(await order.image()).toMatchObject({ status: 'completed' });
  });
});

describe('once and only once', () => {
  it('opened twice at the same moment, and again later, is one order', async () => {
    const order = new Order(the);
    const opening = await order.opening();
    const open = () => the.gateway.open(workOrderKind, opening, patientOrderPolicy);
    const [a, b] = await Promise.all([open(), open()]);
    expect(done(a)).toEqual(done(b));
    expect(done(await open())).toEqual(done(a));
    expect(await order.events()).toEqual(['opened', 'assigned']);
  });

  it('an advance sent twice under one key is one stage', async () => {
    const order = new Order(the);
    await order.open();
    const holder = await order.holder();
    const key = randomUUID();
    const [a, b] = await Promise.all([0, 1].map(() => order.asOfficer(holder, { type: 'advance', noteId: null }, key)));
    expect(a && done(a)).toEqual(b && done(b));
    expect((await order.state()).stage).toBe(1);
  });
});

describe('a long order', () => {
  it('goes on as a new run with its state, its number, its clock and the commands it has handled', async () => {
    const order = new Order(the);
    await the.client.workflow.start(workflowTypeOf('work-order'), {
      workflowId: workflowIdOf('work-order', order.id),
      taskQueue: the.taskQueue,
      args: [
        {
          opening: await order.opening(),
          policy: { ...patientOrderPolicy, papersMinutes: 3_000 * ms, warnShare: 0.2, evaluationMinutes: 500 * ms },
          limits: { updates: 3, historyEvents: 8_000 },
        },
      ],
    });
    const { number } = await eventually(
      () => order.image().catch(() => ({ number: '' })),
      (image) => image['number'] !== '',
    );
    const firstRun = (await order.handle().describe()).runId;
    const holder = await order.holder();
    const key = randomUUID();
    const urged = done(await order.asTaxpayer({ type: 'urge' }, key));
    done(await order.asTaxpayer({ type: 'urge' }));
    done(await order.asOfficer(holder, { type: 'askPapers', keys: ['contract'], textId: await order.text() }));
    const before = await order.state();
    await eventually(
      async () => (await order.handle().describe()).runId,
      (runId) => runId !== firstRun,
    );

    expect(done(await order.asTaxpayer({ type: 'urge' }, key))).toEqual(urged);
    expect(refusal(await order.asTaxpayer({ type: 'urge' }))).toBe('urge-limit');
    expect(await order.handle().query(stateQuery)).toEqual(before);
    await order.handle().result();
    expect(await order.events()).toEqual([
      ...['opened', 'assigned', 'urged', 'urged', 'papers-asked', 'warned', 'closed', 'evaluation-elapsed'],
    ]);
    expect(await order.image()).toMatchObject({ number });
  });
});

describe('the image', () => {
  it('equals what the workflow says, also of an order that has ended and waits for its rating', async () => {
    const order = new Order(the);
    await order.open();
    await settlePapers(order);
    expect((await order.image())['state']).toEqual(await order.state());
    done(await order.asTaxpayer({ type: 'terminate', reasonId: await order.text() }));
    expect((await order.image())['state']).toEqual(await order.state());
  });

  it('a command refused leaves no trace in the history', async () => {
    const order = new Order(the);
    await order.open();
    const before = (await order.handle().describe()).historyLength;
    expect(refusal(await order.asOfficer(the.people.west[0], { type: 'advance', noteId: null }))).toBe('not-assignee');
    expect((await order.handle().describe()).historyLength).toBe(before);
  });
});
