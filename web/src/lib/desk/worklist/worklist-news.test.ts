import { describe, expect, it } from '@jest/globals';

import type { WorklistFilters } from './worklist-filters.ts';
import { touches, type ShownList } from './worklist-news.ts';

const row = (id: string, rank: number, day: number) => ({ id, rank, dueAt: `2026-11-${String(day)}T00:00:00.000Z` });
const list: ShownList = {
  filters: { view: 'centre', sort: 'due' },
  officerId: 'me',
  rows: [row('a', 0, 20), row('b', 1, 12), row('c', 1, 15)],
  more: true,
};
const standing = {
  kind: 'message',
  typeId: 'vat',
  assigneeId: 'other',
  turn: 'officer',
  rank: 1,
  dueAt: '2026-11-14T00:00:00.000Z',
  escalated: false,
} as const;

type Row = readonly [
  what: string,
  list: Partial<ShownList> | Partial<WorklistFilters>,
  standing: Partial<Omit<typeof standing, never>> | null,
  id: string,
  touches: boolean,
];
const table: readonly Row[] = [
  ['a row that is shown changes', {}, {}, 'b', true],
  ['a row that is shown leaves', {}, null, 'b', true],
  ['a row that is shown goes to the taxpayer', {}, { turn: 'taxpayer' as never }, 'b', true],
  ['another leaves', {}, null, 'x', false],
  ['a new one among the rows', {}, {}, 'x', true],
  ['a new one as due as the last', {}, { dueAt: '2026-11-15T00:00:00.000Z' as never }, 'x', true],
  ['a new one beyond the last', {}, { dueAt: '2026-11-16T00:00:00.000Z' as never }, 'x', false],
  ['a pressing one, due later', {}, { rank: 0 as never, dueAt: '2026-12-01T00:00:00.000Z' as never }, 'x', true],
  ['a calmer one, due earlier', {}, { rank: 2 as never, dueAt: '2026-11-01T00:00:00.000Z' as never }, 'x', false],
  ['beyond the last of a whole list', { more: false }, { dueAt: '2026-12-01T00:00:00.000Z' as never }, 'x', true],
  ['the first of an empty list', { more: false, rows: [] }, {}, 'x', true],
  ['of another kind', { kind: 'work-order' }, {}, 'x', false],
  ['of another type', { typeId: 'customs' }, {}, 'x', false],
  ['of the kind and type', { kind: 'message', typeId: 'vat' }, {}, 'x', true],
  ["another's, in mine", { view: 'mine' }, {}, 'x', false],
  ['mine, in mine', { view: 'mine', officerId: 'other' }, {}, 'x', true],
  ["nobody's, in mine", { view: 'mine' }, { assigneeId: null as never }, 'x', false],
  ['held, in unassigned', { view: 'unassigned' }, {}, 'x', false],
  ['free, in unassigned', { view: 'unassigned' }, { assigneeId: null as never }, 'x', true],
  ["the officers', in waiting", { view: 'waiting' }, {}, 'x', false],
  ["the taxpayer's, in waiting", { view: 'waiting' }, { turn: 'taxpayer' as never }, 'x', true],
  ['in time, in overdue', { view: 'overdue' }, {}, 'x', false],
  ["another officer's, among this one's", { assigneeId: 'me' }, {}, 'x', false],
  ['nobody’s, among those of nobody', { assigneeId: 'nobody' }, { assigneeId: null as never }, 'x', true],
  ['beyond the last in another order', { sort: 'activity' }, { dueAt: '2026-12-01T00:00:00.000Z' as never }, 'x', true],
  ['of an unknown status', { status: 'replied' }, {}, 'x', true],
  ['closed, in closed', { view: 'closed' }, null, 'x', true],
  ['open, in closed', { view: 'closed' }, {}, 'x', false],
  ['overdue, in overdue', { view: 'overdue' }, { escalated: true as never }, 'x', true],
];

describe('news of the worklist', () => {
  it.each(table)('%s', (_what, change, now, caseId, expected) => {
    const told = { caseId, version: 2, standing: now === null ? null : { ...standing, ...now } };
    const { rows = list.rows, more = list.more, officerId = list.officerId, ...filters } = change as Partial<ShownList & WorklistFilters>;
    expect(touches(told, { rows, more, officerId, filters: { ...list.filters, ...filters } })).toBe(expected);
  });
});
