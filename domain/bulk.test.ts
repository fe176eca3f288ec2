import { describe, expect, it } from '@jest/globals';

import { bulkCommandTo } from './bulk.ts';
import { caseKinds } from './case.ts';

describe('one command to many cases', () => {
  it.each(caseKinds)('reassigns a %s, with a note or without', (kind) => {
    for (const noteId of ['note', null])
      expect(bulkCommandTo(kind, 'reassign', 'wang', noteId)).toEqual({ type: 'reassign', officerId: 'wang', noteId });
  });

  it.each([
    ['message', { to: { officerId: 'wang' } }],
    ['work-order', { officerId: 'wang' }],
    ['service-form', { officerId: 'wang' }],
  ] as const)('hands a %s over in its own words', (kind, to) => {
    expect(bulkCommandTo(kind, 'handOver', 'wang', 'note')).toEqual({ type: 'handOver', ...to, noteId: 'note' });
  });

  it('hands nothing over without a note', () => {
    expect(() => bulkCommandTo('message', 'handOver', 'wang', null)).toThrow('a hand-over carries a note');
  });
});
