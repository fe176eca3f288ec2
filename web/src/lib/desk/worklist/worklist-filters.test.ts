import { describe, expect, it } from '@jest/globals';

import { withQuery } from '#lib/desk/shell/addresses.ts';
import { filtersOf, filtersOfView, queryOf, sameFilters, viewOf } from './worklist-filters.ts';
import type { WorklistFilters } from './worklist-filters.ts';

const of = (query: string): WorklistFilters => filtersOf(new URLSearchParams(query));
const all: WorklistFilters = {
  view: 'centre',
  sort: 'activity',
  kind: 'work-order',
  typeId: 'quota',
  assigneeId: 'nobody',
  status: 'in-progress',
  stage: 'review',
  what: 'urged',
  from: '2026-05-01',
  to: '2026-05-31',
  q: '海燕',
};

describe('the filters of the worklist', () => {
  it.each<[string, Partial<WorklistFilters>]>([
    ['', {}],
    ['view=overdue&kind=service-form&type=invoice&q=%20abc%20', { view: 'overdue', kind: 'service-form', typeId: 'invoice', q: 'abc' }],
    ['view=everything&kind=letters&type=%20&q=&sort=size&status=lost&what=late&assignee=me&from=1.5.2026&to=2026-13-01', {}],
    ['view=closed&stage=review&what=urged&sort=activity&assignee=nobody', { view: 'closed', assigneeId: 'nobody' }],
  ])('are read from %p, and what is unknown is left out', (query, expected) => {
    expect(of(query)).toEqual({ view: 'mine', sort: 'due', ...expected });
  });

  it('come back from the address and from the name that they are kept under', () => {
    const address = withQuery('/desk', new URLSearchParams('lang=en&kind=message&q=before'), queryOf(all));
    expect(of(address.slice('/desk?'.length))).toEqual(all);
    expect(address).toContain('lang=en');
    expect(filtersOfView(viewOf('id', '海燕的工单', all))).toEqual(all);
  });

  it('that are left out leave nothing of those before', () => {
    const address = withQuery('/desk', new URLSearchParams('view=centre&kind=message&type=invoice&q=before'), queryOf(of('view=waiting')));
    expect(address).toBe('/desk?view=waiting');
  });

  it.each<[string, Partial<WorklistFilters>, boolean]>([
    ['are the same', {}, true],
    ['differ by their part', { view: 'mine' }, false],
    ['differ by their order', { sort: 'due' }, false],
    ['differ by their kind', { kind: undefined }, false],
    ['differ by their days', { to: '2026-05-30' }, false],
    ['differ by their type', { typeId: undefined }, false],
    ['differ by their text', { q: 'other' }, false],
  ])('%s', (_, change, same) => {
    expect(sameFilters(all, { ...all, ...change })).toBe(same);
  });
});
