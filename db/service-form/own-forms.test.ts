import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { record, system, type Actor } from '../../domain/case.ts';
import { decide } from '../../domain/service-form/decide.ts';
import { apply, type ServiceFormCommand, type ServiceFormOpening, type ServiceFormState } from '../../domain/service-form/form.ts';
import { serviceFormKind } from '../../domain/service-form/kind.ts';
import { onTime } from '../../domain/service-form/time.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { uploaded } from '../../tests/support/form.ts';
import { populate, type People } from '../../tests/support/people.ts';
import { aFormOpening, formDefinition, patientFormPolicy } from '../../tests/support/service-form.ts';
import { keepTexts } from '../contents.ts';
import { ownForms } from './own-forms.ts';
import { moveImage, openImage } from '../projection.ts';

const { knex } = testDatabase();
let people: People;
/** Somebody else's. */
let other: string;

beforeAll(async () => {
  people = await populate(knex);
  const row = { region_id: 'region', subject: randomUUID(), kind: 'enterprise', role: 'finance-officer', person_name: '孙二' };
  const [made] = await knex('identities').insert(row).returning<{ id: string }[]>('id');
  other = made?.id ?? '';
  await knex('case_types').insert({ id: 'licence', kind: 'service-form', region_id: 'region', name: '登记', name_en: 'Registration' });
  await knex('type_versions').insert({ type_id: 'licence', version: 1, definition: JSON.stringify(formDefinition) });
}, 60_000);

async function text(caseId: string, body: string): Promise<string> {
  const id = randomUUID();
  await keepTexts(knex, { kind: 'officer', id: people.east[0] }, caseId, [{ id, body }]);
  return id;
}

/** Writes the image of a form that was sent then. */
async function form(at: string, fields: Partial<ServiceFormOpening> = {}, body = '请提供材料'): Promise<ServiceFormState> {
  const id = randomUUID();
  const now = Date.parse(at);
  const opening = aFormOpening({
    id,
    identityId: people.taxpayer,
    senderId: people.east[0],
    textId: await text(id, body),
    originId: randomUUID(),
    ...fields,
  });
  const actor = serviceFormKind.openedBy(opening);
  const events = serviceFormKind.opened(opening, patientFormPolicy, now);
  const recorded = record({ version: 0 }, events, actor, now);
  const state = recorded.reduce(apply, serviceFormKind.begin(opening, now));
  await knex.transaction((trx) => openImage(trx, { state, events: recorded, owed: [] }));
  return state;
}

/** Writes what follows from a command, or from the passing of all its time. */
async function goesOn(state: ServiceFormState, command: ServiceFormCommand | 'time'): Promise<ServiceFormState> {
  const by: Actor =
    command === 'time'
      ? system
      : command.type === 'save' || command.type === 'confirm'
        ? { kind: 'taxpayer', id: people.taxpayer }
        : { kind: 'officer', id: people.east[0] };
  const now = command === 'time' ? (state.clock?.dueAt ?? 0) : state.openedAt;
  const decision =
    command === 'time'
      ? { ok: true as const, events: onTime(state, patientFormPolicy, now) }
      : decide(state, by, command, patientFormPolicy, now);
  if (!decision.ok) throw new Error(decision.refusal.code);
  const recorded = record(state, decision.events, by, now);
  const after = recorded.reduce(apply, state);
  await moveImage(knex, { state: after, events: recorded, owed: [] });
  return after;
}

const page = { page: 1, size: 10 };
type Filters = Parameters<typeof ownForms>[2];
const mine = async (filters: Filters = {}, of = people.taxpayer) => (await ownForms(knex, of, filters, page)).rows;
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

describe('the forms of one’s own', () => {
  let first: ServiceFormState;
  let second: ServiceFormState;
  let third: ServiceFormState;
  beforeAll(async () => {
    // The last minute of one day in Shanghai, the first of the next.
    first = await form('2026-03-02T15:59:59Z');
    second = await form('2026-03-02T16:00:00Z', {}, `𠮷${'很'.repeat(500)}`);
    third = await form('2026-03-05T02:00:00Z', { typeId: 'licence' });
    await form('2026-03-03T02:00:00Z', { identityId: other });
  });

  it('come newest first, nobody else’s among them, with the number of all', async () => {
    const { rows, total } = await ownForms(knex, people.taxpayer, {}, page);
    expect([idsOf(rows), total]).toEqual([[third.id, second.id, first.id], 3]);
    expect(await mine({}, randomUUID())).toEqual([]);
    const pages = await Promise.all([1, 2, 3].map((number) => ownForms(knex, people.taxpayer, {}, { page: number, size: 2 })));
    expect(pages.map(({ rows: of }) => idsOf(of))).toEqual([[third.id, second.id], [first.id], []]);
    expect(pages.map((each) => each.total)).toEqual([3, 3, 3]);
  });

  it.each<[string, Filters, () => ServiceFormState[]]>([
    ['from a day on', { from: '2026-03-03' }, () => [third, second]],
    ['up to a day, which counts', { to: '2026-03-02' }, () => [first]],
    ['of a template', { typeId: 'licence' }, () => [third]],
    ['of a status', { status: 'completed' }, () => []],
    ['of no number that looks like a pattern', { number: '%' }, () => []],
    ['by nothing that was left empty', { number: '', typeId: '' }, () => [third, second, first]],
  ])('are found %s', async (_, filters, found) => {
    expect(idsOf(await mine(filters))).toEqual(idsOf(found()));
  });

  it('are found by a part of their number, and begin with what was written', async () => {
    const [newest, newer] = await mine();
    expect(newest?.number).toMatch(/^202603057\d{6}$/);
    expect(idsOf(await mine({ number: newest?.number.slice(4) ?? '' }))).toEqual([third.id]);
    expect(newer?.excerpt).toMatch(/^𠮷很+$/);
  });
});

describe('what is wanted of a form', () => {
  const seen = async (state: ServiceFormState) => {
    const row = (await mine()).find(({ id }) => id === state.id);
    return row && { status: row.status, papers: row.papers, wanted: row.wanted, saved: row.saved, due: row.due_at };
  };
  const accepted = (key: string) => ({ key, verdict: 'accepted' as const, revision: 1 });
  const returned = (key: string) => ({ key, verdict: 'returned' as const, revision: 1 });

  it('is every required paper at first, and what was returned later; of one that is filled in, that it is', async () => {
    let state = await form('2026-04-01T02:00:00Z');
    const due = state.clock?.dueAt;
    expect(await seen(state)).toEqual({ status: 'sent', papers: 3, wanted: 2, saved: false, due });
    state = await goesOn(state, { type: 'save', papers: uploaded('application'), textId: null });
    expect(await seen(state)).toEqual({ status: 'sent', papers: 3, wanted: 2, saved: true, due });
    state = await goesOn(state, { type: 'confirm', papers: uploaded('application', 'contract', 'licence'), textId: null });
    expect(await seen(state)).toEqual({ status: 'submitted', papers: 3, wanted: 0, saved: false, due: null });
    const reasonId = await text(state.id, '不清晰');
    const verdicts = [accepted('application'), returned('contract'), returned('licence')];
    state = await goesOn(state, { type: 'reviewPapers', verdicts, reasonId });
    expect(await seen(state)).toEqual({ status: 'returned', papers: 3, wanted: 2, saved: false, due: state.clock?.dueAt });
  });

  it('is nothing any more of one that is accepted or over', async () => {
    const ways: [ServiceFormState['status'], (state: ServiceFormState) => Promise<ServiceFormState>][] = [
      ['recalled', async (state) => goesOn(state, { type: 'recall', reasonId: await text(state.id, '选错了') })],
      ['expired', (state) => goesOn(state, 'time')],
      [
        'accepted',
        async (state) => {
          const submitted = await goesOn(state, { type: 'confirm', papers: uploaded('application', 'contract'), textId: null });
          return goesOn(submitted, { type: 'reviewPapers', verdicts: [accepted('application'), accepted('contract')], reasonId: null });
        },
      ],
    ];
    for (const [status, end] of ways) {
      const state = await end(await goesOn(await form('2026-04-02T02:00:00Z'), { type: 'save', papers: [], textId: null }));
      expect(await seen(state)).toEqual({ status, papers: 3, wanted: 0, saved: false, due: null });
      expect(idsOf(await mine({ status }))).toEqual([state.id]);
    }
  });
});
