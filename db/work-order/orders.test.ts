import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { record, system, type Actor } from '../../domain/case.ts';
import { decide } from '../../domain/work-order/decide.ts';
import { workOrderKind } from '../../domain/work-order/kind.ts';
import {
  apply,
  type WorkOrderCommand,
  type WorkOrderEvent,
  type WorkOrderOpening,
  type WorkOrderState,
} from '../../domain/work-order/order.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { populate, type People } from '../../tests/support/people.ts';
import { anOpening, orderDefinition, patientOrderPolicy } from '../../tests/support/work-order.ts';
import { keepTexts } from '../contents.ts';
import { ownOrders, runningOrders } from './orders.ts';
import { moveImage, openImage } from '../projection.ts';

const { knex } = testDatabase();
let people: People;
/** Somebody else's, and somebody of another region. */
let other: string;
let elsewhere: string;

beforeAll(async () => {
  people = await populate(knex);
  await knex('regions').insert({ id: 'elsewhere', name: '外地', name_en: 'Elsewhere' });
  other = await identity({ person_name: '孙二', company_name: '百分之%百_贸易有限公司', tax_number: '91990100MA0TEST88X' });
  elsewhere = await identity({ region_id: 'elsewhere', person_name: '孙二', company_name: '百分之百贸易有限公司' });
  const stages = orderDefinition.stages.map((stage) => ({ ...stage, name: `新${stage.name}`, nameEn: `new ${stage.nameEn}` }));
  await knex('type_versions').insert({ type_id: 'quota', version: 2, definition: JSON.stringify({ ...orderDefinition, stages }) });
  await knex('case_types').insert({ id: 'refund-help', kind: 'work-order', region_id: 'region', name: '退税', name_en: 'Refund' });
  await knex('type_versions').insert({ type_id: 'refund-help', version: 1, definition: JSON.stringify(orderDefinition) });
}, 60_000);

async function identity(fields: object): Promise<string> {
  const row = { region_id: 'region', subject: randomUUID(), kind: 'enterprise', role: 'finance-officer', ...fields };
  const [made] = await knex('identities').insert(row).returning<{ id: string }[]>('id');
  return made?.id ?? '';
}

async function text(caseId: string, body = '申请调整额度'): Promise<string> {
  const id = randomUUID();
  await keepTexts(knex, { kind: 'officer', id: people.west[0] }, caseId, [{ id, body }]);
  return id;
}

/** Writes the image of an order that began then. */
async function order(at: string, fields: Partial<WorkOrderOpening> = {}, body?: string): Promise<WorkOrderState> {
  const id = randomUUID();
  const now = Date.parse(at);
  const textId = await text(id, body);
  const dispatcher = { dispatcherId: people.west[0], dispatchCentreId: 'west' };
  const opening = anOpening({ id, identityId: people.taxpayer, textId, ...dispatcher, ...fields });
  const actor = workOrderKind.openedBy(opening);
  const events = workOrderKind.opened(opening, patientOrderPolicy, now);
  const recorded = record({ version: 0 }, events, actor, now);
  const state = recorded.reduce(apply, workOrderKind.begin(opening, now));
  await knex.transaction((trx) => openImage(trx, { state, events: recorded, owed: [] }));
  return state;
}

/** Writes what follows from a command, or from what an officer was given. */
async function goesOn(state: WorkOrderState, actor: Actor, what: WorkOrderCommand | readonly WorkOrderEvent[], now = state.openedAt) {
  const decision = 'type' in what ? decide(state, actor, what, patientOrderPolicy, now) : { ok: true as const, events: what };
  if (!decision.ok) throw new Error(decision.refusal.code);
  const recorded = record(state, decision.events, actor, now);
  const after = recorded.reduce(apply, state);
  await moveImage(knex, { state: after, events: recorded, owed: [] });
  return after;
}

const page = { page: 1, size: 10 };
const mine = async (filters: Parameters<typeof ownOrders>[2] = {}, of = people.taxpayer) => (await ownOrders(knex, of, filters, page)).rows;
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

describe('the orders of one’s own', () => {
  let first: WorkOrderState;
  let second: WorkOrderState;
  let third: WorkOrderState;
  beforeAll(async () => {
    // The last minute of one day in Shanghai, the first of the next.
    first = await order('2026-03-02T15:59:59Z');
    second = await order('2026-03-02T16:00:00Z', { typeVersion: 2 }, `𠮷${'很'.repeat(500)}`);
    third = await order('2026-03-05T02:00:00Z', { typeId: 'refund-help' });
    await order('2026-03-03T02:00:00Z', { identityId: other });
  });

  it('come newest first, nobody else’s among them', async () => {
    const { rows, total } = await ownOrders(knex, people.taxpayer, {}, page);
    expect([idsOf(rows), total]).toEqual([[third.id, second.id, first.id], 3]);
    expect(await mine({}, elsewhere)).toEqual([]);
  });

  it('are paged, with the number of all of them', async () => {
    const pages = await Promise.all([1, 2, 3].map((number) => ownOrders(knex, people.taxpayer, {}, { page: number, size: 2 })));
    expect(pages.map(({ rows }) => idsOf(rows))).toEqual([[third.id, second.id], [first.id], []]);
    expect(pages.map(({ total }) => total)).toEqual([3, 3, 3]);
  });

  it.each<[string, Parameters<typeof ownOrders>[2], () => WorkOrderState[]]>([
    ['from a day on', { from: '2026-03-03' }, () => [third, second]],
    ['up to a day, which counts', { to: '2026-03-02' }, () => [first]],
    ['of a type', { typeId: 'refund-help' }, () => [third]],
    ['of a status', { status: 'completed' }, () => []],
    ['of no number that looks like a pattern', { number: '%' }, () => []],
    ['by nothing that was left empty', { number: '', typeId: '' }, () => [third, second, first]],
  ])('are found %s', async (_, filters, found) => {
    expect(idsOf(await mine(filters))).toEqual(idsOf(found()));
  });

  it('are found by a part of their number', async () => {
    const [newest] = await mine();
    expect(idsOf(await mine({ number: newest?.number.slice(4) ?? '' }))).toEqual([third.id]);
  });

  it('name their stage as the version of their type did when they began, and begin with what was written', async () => {
    const [, newer, older] = await mine();
    expect(older).toMatchObject({ stage_name: 'accept', stage_name_en: 'accept', excerpt: '申请调整额度', due_at: first.clock?.dueAt });
    expect(newer).toMatchObject({ stage_name: '新accept', stage_name_en: 'new accept' });
    expect(newer?.excerpt).toMatch(/^𠮷很+$/);
  });

  it('say how they ended and whether they were rated', async () => {
    const state = await order('2026-04-01T02:00:00Z');
    const ended = await goesOn(state, { kind: 'taxpayer', id: people.taxpayer }, { type: 'terminate', reasonId: null });
    expect((await mine({ status: 'terminated' }))[0]).toMatchObject({ id: state.id, outcome: 'terminated', stars: null });
    await goesOn(ended, { kind: 'taxpayer', id: people.taxpayer }, { type: 'rate', resolved: true, stars: 3, textId: null });
    expect((await mine({ status: 'terminated' }))[0]).toMatchObject({ id: state.id, stars: 3, due_at: null });
  });
});

describe('what runs already', () => {
  it('is what the taxpayer has open of the type in the region, oldest first', async () => {
    const [older, newer, ended] = [
      await order('2026-05-01T02:00:00Z', { identityId: other, typeId: 'refund-help' }),
      await order('2026-05-02T02:00:00Z', { identityId: other, typeId: 'refund-help' }),
      await order('2026-05-03T02:00:00Z', { identityId: other, typeId: 'refund-help' }),
    ];
    await order('2026-05-03T02:00:00Z', { identityId: other, typeId: 'quota' });
    await goesOn(ended, { kind: 'officer', id: people.supervisor }, { type: 'end', reasonId: await text(ended.id) });
    await goesOn(newer, system, [{ type: 'assigned', officerId: people.east[0] }]);
    const found = await runningOrders(knex, 'region', other, 'refund-help');
    expect(idsOf(found)).toEqual([older.id, newer.id]);
    expect(found[0]).toMatchObject({ status: 'in-progress', stage_name: 'accept', excerpt: '申请调整额度' });
    expect(await runningOrders(knex, 'elsewhere', other, 'refund-help')).toEqual([]);
  });
});
