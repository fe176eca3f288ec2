import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { noteRead } from '../../../db/case-reads.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { populate, type People } from '../../../tests/support/people.ts';
import type { Directory, WorklistCounts, WorklistItem } from '../../api/desk.ts';
import { codeOf, deskServer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';

const { knex } = testDatabase();
let people: People;
let server: DeskServer;
let agent: Ask;

interface Todo {
  id: string;
  kind: 'message' | 'work-order';
  centre: string;
  type: string;
  assignee: string | null;
  turn: 'officer' | 'taxpayer';
  escalated: boolean;
  dueAt: number;
  openedAt: number;
  changedAt: number;
  number: string;
  text: string;
}
let todos: Todo[] = [];

/** Order of the list: overdue first, then by deadline, time of opening, id. */
const inOrder = (some: readonly Todo[]): string[] =>
  [...some]
    .sort((a, b) => Number(b.escalated) - Number(a.escalated) || a.dueAt - b.dueAt || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);

const statusOf = ({ kind, turn, assignee }: Todo): string => {
  if (kind === 'work-order') return turn === 'taxpayer' ? 'awaiting-materials' : 'in-progress';
  return turn === 'taxpayer' ? 'replied' : assignee === null ? 'submitted' : 'assigned';
};

const insert = async (todo: Todo): Promise<void> => {
  const { id, kind, centre, type, assignee, turn, escalated, dueAt, openedAt, changedAt, number, text } = todo;
  const status = statusOf(todo);
  const shared = { kind, region_id: 'region', centre_id: centre, type_id: type, assignee_id: assignee, status, version: 2 };
  const opened = new Date(openedAt);
  const textId = randomUUID();
  await knex('cases').insert({
    id,
    number,
    identity_id: people.taxpayer,
    state: '{}',
    opened_at: opened,
    changed_at: opened,
    live: true,
    ...shared,
  });
  await knex('texts').insert({
    id: textId,
    author_kind: 'taxpayer',
    author_id: people.taxpayer,
    case_id: id,
    body: text,
    adopted_at: opened,
  });
  await knex('case_events').insert({
    case_id: id,
    version: 1,
    type: 'submitted',
    at: opened,
    actor_kind: 'taxpayer',
    actor_id: people.taxpayer,
    data: JSON.stringify({ textId, uploadIds: [] }),
  });
  await knex('tasks').insert({
    case_id: id,
    turn,
    rank: escalated ? 0 : 1,
    due_at: new Date(dueAt),
    warned: escalated,
    escalated,
    opened_at: opened,
    changed_at: new Date(changedAt),
    search: `${number} 测试 91110000MA00TEST1X ${text}`,
    ...shared,
  });
};

beforeAll(async () => {
  people = await populate(knex);
  server = await deskServer(knex);
  agent = await server.officer(people.east[0]);
  const base = Date.UTC(2026, 4, 27, 6);
  todos = Array.from({ length: 60 }, (_, i): Todo => {
    const turn = i % 5 === 0 ? 'taxpayer' : 'officer';
    const assignee = i % 3 === 0 && turn === 'officer' ? null : i % 2 === 0 ? people.east[0] : people.east[1];
    const kind = i % 4 === 1 ? 'work-order' : 'message';
    return {
      id: randomUUID(),
      kind,
      centre: 'east',
      type: kind === 'work-order' ? 'quota' : i % 4 === 0 ? 'nobody' : 'invoice',
      assignee,
      turn,
      escalated: i % 7 === 0 && turn === 'officer',
      // Many have the same deadline, ordered by time of opening, then by id.
      dueAt: base + (i % 6) * 60_000,
      openedAt: base - 3_600_000 - (i % 4) * 1_000,
      changedAt: base - ((i * 37) % 60) * 1_000,
      number: `202605279${String(i).padStart(6, '0')}`,
      text: i === 11 ? '出口退税100%_怎么办 Invoice ABC' : '发票问题',
    };
  });
  const elsewhere = todos.slice(0, 3).map((todo, i): Todo => ({
    ...todo,
    id: randomUUID(),
    centre: 'west',
    assignee: people.west[0],
    turn: 'officer',
    number: `202605289${String(i).padStart(6, '0')}`,
    text: '发票问题',
  }));
  for (const todo of [...todos, ...elsewhere]) await insert(todo);
}, 30_000);
afterAll(() => server.close());

interface Page {
  items: WorklistItem[];
  next: string | null;
}
const page = (query: string, who = agent) => who<Page>('GET', `/api/worklist?${query}`);

/** Follows the cursors to the end. */
async function all(query: string, size = 7): Promise<WorklistItem[]> {
  const items: WorklistItem[] = [];
  let next: string | null = null;
  do {
    const { body, status } = await page(`${query}&size=${String(size)}${next === null ? '' : `&cursor=${next}`}`);
    expect(status).toBe(200);
    items.push(...body.items);
    next = body.next;
  } while (next !== null);
  return items;
}

const parts: Record<string, (todo: Todo) => boolean> = {
  mine: (todo) => todo.assignee === people.east[0] && todo.turn === 'officer',
  centre: (todo) => todo.turn === 'officer',
  unassigned: (todo) => todo.assignee === null,
  waiting: (todo) => todo.turn === 'taxpayer',
  overdue: (todo) => todo.escalated,
};

describe('the worklist', () => {
  it.each(Object.keys(parts))('%s: page by page, in order of urgency, nothing twice and nothing left out', async (view) => {
    const expected = inOrder(todos.filter((todo) => parts[view]?.(todo)));
    expect(expected.length).toBeGreaterThan(5);
    expect((await all(`view=${view}`)).map(({ id }) => id)).toEqual(expected);
  });

  it('begins with what is mine when nothing is said', async () => {
    expect((await page('')).body.items[0]?.id).toBe(inOrder(todos.filter((todo) => parts['mine']?.(todo)))[0]);
  });

  it('filters by type', async () => {
    const expected = inOrder(todos.filter((todo) => todo.turn === 'officer' && todo.type === 'nobody'));
    expect((await all('view=centre&typeId=nobody', 5)).map(({ id }) => id)).toEqual(expected);
  });

  it.each<[string, (todo: Todo) => boolean]>([
    ['view=centre&kind=work-order', (todo) => todo.turn === 'officer' && todo.kind === 'work-order'],
    ['view=mine&kind=message', (todo) => parts['mine']?.(todo) === true && todo.kind === 'message'],
    ['view=overdue&kind=work-order&q=发票', (todo) => todo.escalated && todo.kind === 'work-order'],
    ['view=centre&kind=work-order&typeId=quota', (todo) => todo.turn === 'officer' && todo.kind === 'work-order'],
    ['view=centre&kind=work-order&typeId=invoice', () => false],
    ['view=centre&kind=service-form', () => false],
  ])('filters by kind: %s', async (query, belongs) => {
    const found = await all(query, 5);
    expect(found.map(({ id }) => id)).toEqual(inOrder(todos.filter(belongs)));
  });

  it('shows what a row needs', async () => {
    const [todo] = todos.filter(({ number }) => number === '202605279000011');
    const [item] = (await page('view=centre&q=202605279000011')).body.items;
    expect(item).toEqual({
      id: todo?.id,
      kind: 'message',
      number: '202605279000011',
      status: 'assigned',
      turn: 'officer',
      type: { id: 'invoice', name: '发票' },
      taxpayer: '测试',
      excerpt: '出口退税100%_怎么办 Invoice ABC',
      assignee: { id: people.east[1], name: 'agent' },
      openedAt: expect.stringMatching(/Z$/),
      dueAt: new Date(todo?.dueAt ?? 0).toISOString(),
      warned: false,
      escalated: false,
      changedAt: new Date(todo?.changedAt ?? 0).toISOString(),
      closedAt: null,
      stage: null,
      urges: 0,
      priority: null,
      news: null,
      rank: 1,
      version: 2,
    });
  });

  it.each([
    ['two Chinese signs', '出口', 1],
    ['a longer phrase', '退税100%', 1],
    ['one sign', '税', 1],
    ['a percent sign as itself', '%', 1],
    ['an underscore as itself', '_怎', 1],
    ['a backslash', '\\', 0],
    ['letters in any case', 'invoice abc', 1],
    ['the end of a number', '000011', 1],
    ['a tax number', '91110000ma00test1x', 48],
    ['a word of every row', '测试', 48],
    ['a word of none', '罄竹', 0],
    ['an injection', `' OR 1=1 --`, 0],
    ['an emoji', '🧾', 0],
  ])('searches by %s', async (_, q, count) => {
    const found = await all(`view=centre&q=${encodeURIComponent(q)}`, 20);
    expect(found).toHaveLength(count);
    expect(found.map(({ id }) => id)).toEqual(inOrder(todos.filter(({ id }) => found.some((item) => item.id === id))));
  });

  it('counts each view', async () => {
    const { body } = await agent<WorklistCounts>('GET', '/api/worklist/counts');
    const expected = Object.entries(parts).map(([view, belongs]) => [view, todos.filter(belongs).length] as const);
    expect(body).toEqual({ ...Object.fromEntries(expected), unread: 0, newest: null });
  });

  it('leaves a row in the audit log that says whose cases were shown, not what was searched for', async () => {
    await knex('audit_looks').delete();
    await page('view=centre&q=出口');
    const [row] = await knex('audit_log')
      .where({ action: 'list', actor_id: people.east[0] })
      .orderBy('id', 'desc')
      .limit(1)
      .select<{ detail: object }[]>('detail');
    expect(row?.detail).toEqual({ view: 'centre', searched: true, cases: [todos[11]?.id] });
  });
});

describe('filters and orders', () => {
  const others = (todo: Todo) => todo.turn === 'officer';
  it.each<[string, (todo: Todo) => boolean]>([
    ['assigneeId=nobody', ({ assignee }) => assignee === null],
    ['assigneeId={colleague}', ({ assignee }) => assignee === people.east[1]],
    ['status=assigned', (todo) => statusOf(todo) === 'assigned'],
    ['what=overdue', ({ escalated }) => escalated],
    ['what=in-time&kind=message', ({ escalated, kind, turn }) => !escalated && kind === 'message' && turn === 'officer'],
    ['from=2026-05-27&to=2026-05-27', () => true],
    ['from=2026-05-28', () => false],
    ['to=2026-05-26', () => false],
    ['stage=review', () => false],
  ])('%s, also in the counts', async (query, belongs) => {
    const asked = query.replace('{colleague}', people.east[1]);
    const found = await all(`view=centre&${asked}`, 9);
    expect(found.map(({ id }) => id)).toEqual(inOrder(todos.filter((todo) => others(todo) && belongs(todo))));
    const { body } = await agent<WorklistCounts>('GET', `/api/worklist/counts?${asked}`);
    expect(body).toMatchObject(
      Object.fromEntries(Object.entries(parts).map(([view, isIn]) => [view, todos.filter((todo) => isIn(todo) && belongs(todo)).length])),
    );
  });

  it.each<['opened' | 'activity', (todo: Todo) => number]>([
    ['opened', ({ openedAt }) => openedAt],
    ['activity', ({ changedAt }) => changedAt],
  ])('latest first by %s, page by page, also of a search', async (sort, at) => {
    const latest = (some: readonly Todo[]) => some.toSorted((a, b) => at(b) - at(a) || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
    const found = await all(`view=centre&sort=${sort}`);
    expect(found.map(({ id }) => id)).toEqual(latest(todos.filter(others)));
    const searched = await all(`view=centre&sort=${sort}&q=Invoice`);
    expect(searched.map(({ id }) => id)).toEqual(latest(todos.filter((todo) => others(todo) && todo.text.includes('Invoice'))));
  });

  it('refuses a cursor of another order', async () => {
    const cursor = (await page('view=centre&size=5')).body.next ?? '';
    expect((await page(`view=centre&sort=activity&cursor=${cursor}`)).status).toBe(422);
  });
});

describe('closed cases', () => {
  const ended: Todo[] = [];
  const latest = (some: readonly Todo[]) =>
    some.toSorted((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? 1 : -1)).map(({ id }) => id);

  beforeAll(async () => {
    for (let i = 0; i < 20; i += 1) {
      const todo: Todo = {
        id: randomUUID(),
        kind: i % 4 === 0 ? 'work-order' : 'message',
        centre: i === 19 ? 'west' : 'east',
        type: i % 4 === 0 ? 'quota' : 'invoice',
        assignee: i === 19 ? people.west[0] : i % 2 === 0 ? people.east[0] : people.east[1],
        turn: 'officer',
        escalated: false,
        dueAt: Date.UTC(2026, 4, 27),
        openedAt: Date.UTC(2026, 4, 20) + i,
        changedAt: Date.UTC(2026, 4, 21 + (i % 5)),
        number: `202605209${String(i).padStart(6, '0')}`,
        text: i === 3 ? '跨区域涉税事项报告 Report' : '已经办结的问题',
      };
      await insert(todo);
      const at = new Date(todo.changedAt);
      await knex('cases').where({ id: todo.id }).update({ status: 'closed', closed_at: at, changed_at: at, version: 3 });
      await knex('tasks').where({ case_id: todo.id }).delete();
      ended.push(todo);
    }
  });
  const own = () => ended.filter(({ centre }) => centre === 'east');

  it('are listed latest first, page by page, and only of the own centre', async () => {
    const found = await all('view=closed');
    expect(found.map(({ id }) => id)).toEqual(latest(own()));
    expect(found[0]).toMatchObject({
      dueAt: null,
      status: 'closed',
      closedAt: new Date(Math.max(...own().map((todo) => todo.changedAt))).toISOString(),
    });
    expect((await all('view=closed', 7)).length).toBe(19);
  });

  it.each<[string, (todo: Todo) => boolean]>([
    ['q=202605209000007', ({ number }) => number === '202605209000007'],
    ['q=跨区域 report', ({ text }) => text.includes('跨区域')],
    ['q=测试', () => true],
    ['q=罄竹', () => false],
    ['kind=work-order', ({ kind }) => kind === 'work-order'],
    ['typeId=invoice&q=办结', ({ type, text }) => type === 'invoice' && text.includes('办结')],
    ['assigneeId={colleague}', ({ assignee }) => assignee === people.east[1]],
    ['status=closed', () => true],
    ['status=replied', () => false],
    ['from=2026-05-22&to=2026-05-23', ({ changedAt }) => changedAt >= Date.UTC(2026, 4, 22) && changedAt <= Date.UTC(2026, 4, 23)],
  ])('are found by %s', async (query, belongs) => {
    const found = await all(`view=closed&${query.replace('{colleague}', people.east[1])}`, 4);
    expect(found.map(({ id }) => id)).toEqual(latest(own().filter(belongs)));
  });

  it.each(['stage=review', 'what=overdue'])('have no %s', async (query) => {
    expect((await page(`view=closed&${query}`)).status).toBe(422);
  });
});

describe('what the taxpayer has said since', () => {
  const [officer, colleague] = [() => people.east[0], () => people.east[1]];
  const own = () => todos.filter(parts['mine'] ?? (() => false));
  const say = async (todo: Todo, version: number, type: string, text: string | null, actor: 'taxpayer' | 'officer' = 'taxpayer') => {
    const textId = text === null ? null : randomUUID();
    const author = { author_kind: actor, author_id: actor === 'taxpayer' ? people.taxpayer : officer() };
    if (text !== null) await knex('texts').insert({ id: textId, case_id: todo.id, body: text, adopted_at: new Date(), ...author });
    await knex('case_events').insert({
      case_id: todo.id,
      version,
      type,
      at: new Date(todo.openedAt + version * 1_000),
      actor_kind: actor,
      actor_id: author.author_id,
      data: JSON.stringify({ textId }),
    });
  };
  const rowOf = async (todo: Todo, who = agent) => (await page(`view=centre&q=${todo.number}`, who)).body.items[0];

  it('stands in the row and in the count until this officer has looked at it', async () => {
    const [first, second] = own();
    if (!first || !second) throw new Error('the officer has work');
    await say(first, 2, 'asked-back', '请补充', 'officer');
    await say(first, 3, 'supplemented', '补充如下');
    await say(second, 2, 'urged', null);
    expect((await rowOf(first))?.news).toEqual({
      type: 'supplemented',
      at: new Date(first.openedAt + 3_000).toISOString(),
      excerpt: '补充如下',
    });
    expect((await rowOf(second))?.news).toMatchObject({ type: 'urged', excerpt: null });
    expect((await agent<WorklistCounts>('GET', '/api/worklist/counts')).body).toMatchObject({
      unread: 2,
      newest: [
        { id: first.id, kind: first.kind, number: first.number, type: 'supplemented', at: new Date(first.openedAt + 3_000).toISOString() },
        { id: second.id, kind: second.kind, number: second.number, type: 'urged', at: new Date(second.openedAt + 2_000).toISOString() },
      ].toSorted((a, b) => b.at.localeCompare(a.at))[0],
    });

    await noteRead(knex, officer(), first.id, 3);
    await noteRead(knex, officer(), first.id, 2);
    await noteRead(knex, colleague(), second.id, 2);
    expect((await rowOf(first))?.news).toBeNull();
    expect((await rowOf(second))?.news).not.toBeNull();
    expect((await agent<WorklistCounts>('GET', '/api/worklist/counts')).body.unread).toBe(1);
    expect((await rowOf(first, await server.officer(colleague())))?.news).not.toBeNull();

    await say(first, 4, 'followed-up', '还有一问');
    expect((await rowOf(first))?.news).toMatchObject({ type: 'followed-up', excerpt: '还有一问' });
  });
});

describe('a cursor', () => {
  it.each([
    ['is damaged', 'nonsense'],
    ['is no list', Buffer.from('{"a":1}').toString('base64url')],
    ['holds other things', Buffer.from('["x", "y", "z"]').toString('base64url')],
    ['is empty', ''],
  ])('is refused when it %s', async (_, cursor) => {
    const answer = await agent('GET', `/api/worklist?view=centre&cursor=${cursor}`);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid-request']);
  });

  it('is refused on another list than its own', async () => {
    const cursor = (await page('view=centre&size=5')).body.next ?? '';
    for (const query of ['view=mine', 'view=centre&kind=message', 'view=centre&typeId=invoice', 'view=centre&q=发票'])
      expect((await page(`${query}&cursor=${cursor}`)).status).toBe(422);
    const colleague = await server.officer(people.west[0]);
    expect((await page(`view=centre&cursor=${cursor}`, colleague)).status).toBe(422);
    expect((await page(`view=centre&cursor=${cursor}`)).status).toBe(200);
  });

  it.each(['view=everything', 'kind=letter', 'size=0', 'size=101', `q=${'x'.repeat(101)}`, 'q=%00'])('and so is %s', async (query) => {
    expect((await page(query)).status).toBe(422);
  });
});

describe('whose work', () => {
  it('is the own centre’s only', async () => {
    const west = await server.officer(people.west[0]);
    const { body } = await page('view=centre&size=100', west);
    expect(body.items).toHaveLength(3);
    expect(body.items.some(({ id }) => todos.some((todo) => todo.id === id))).toBe(false);
  });

  it('is nobody else’s', async () => {
    const [administrator] = await knex('officers')
      .insert({ region_id: 'region', role: 'administrator', login: randomUUID(), name: 'administrator', password_hash: '-' })
      .returning<{ id: string }[]>('id');
    for (const path of ['/api/worklist', '/api/worklist/counts', '/api/desk/directory']) {
      expect(codeOf(await server.stranger('GET', path))).toBe('not-signed-in');
      expect(codeOf(await (await server.taxpayer(people.taxpayer))('GET', path))).toBe('not-allowed');
      expect(codeOf(await (await server.officer(administrator?.id ?? ''))('GET', path))).toBe('not-allowed');
    }
  });
});

describe('the directory', () => {
  it('lists colleagues with their open cases, the other centres, and the types', async () => {
    await knex('officers').where({ id: people.east[1] }).update({ status: 'away' });
    const { body } = await agent<Directory>('GET', '/api/desk/directory', undefined, { 'accept-language': 'en' });
    const held = (id: string) => todos.filter(({ assignee }) => assignee === id).length;
    expect(body.colleagues[0]).toEqual({ id: people.east[0], name: 'agent', role: 'agent', onDuty: true, openCases: held(people.east[0]) });
    expect(body.colleagues.find(({ id }) => id === people.east[1])).toMatchObject({ onDuty: false, openCases: held(people.east[1]) });
    expect(body.colleagues.map(({ role }) => role).sort()).toEqual(['agent', 'agent', 'supervisor']);
    expect(body.centres).toEqual([{ id: 'west', name: 'west' }]);
    expect(body.types).toEqual([
      { id: 'hall', kind: 'appointment', name: 'Hall', stages: [] },
      { id: 'invoice', kind: 'message', name: 'Invoices', stages: [] },
      { id: 'nobody', kind: 'message', name: 'Nobody', stages: [] },
      { id: 'question', kind: 'conversation', name: 'Question', stages: [] },
      { id: 'quota', kind: 'work-order', name: 'Quota', stages: expect.any(Array) },
      { id: 'refund', kind: 'service-form', name: 'Refund', stages: [] },
    ]);
  });
});
