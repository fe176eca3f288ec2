import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ChatMessage } from '../../../api/chat.ts';
import { completeThrough, placed, merged } from './messages.ts';
import { bodyOf, emptySending, settled } from './outbox.ts';

const said = (seq: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  seq,
  clientId: `client-${String(seq)}`,
  at: '2026-11-30T02:00:00.000Z',
  speaker: 'taxpayer',
  name: '李雪',
  own: true,
  internal: false,
  content: { type: 'text', text: `第 ${String(seq)} 条` },
  quote: null,
  recallableUntil: null,
  ...more,
});

describe('messages of a chat', () => {
  it('are each held once and in order, however they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 10 }), { maxLength: 8 }), (batches) => {
        const held = batches.reduce<readonly ChatMessage[]>(
          (list, seqs) =>
            merged(
              list,
              seqs.map((seq) => said(seq)),
            ),
          [],
        );
        expect(held.map(({ seq }) => seq)).toEqual([...new Set(batches.flat())].toSorted((a, b) => a - b));
      }),
    );
  });

  it('are replaced by newer copies', () => {
    const recalled = said(2, { content: { type: 'recalled' } });
    expect(merged([said(1), said(2), said(3)], [recalled])).toEqual([said(1), recalled, said(3)]);
  });

  it.each([
    [4, [5, 6, 7], 7],
    [4, [7, 5, 6], 7],
    [4, [6, 7], 4],
    [4, [3, 4], 4],
    [4, [], 4],
    [0, [1, 3], 1],
  ])('a list complete up to %i is complete with %j up to %i', (through, seqs, expected) => {
    expect(
      completeThrough(
        through,
        seqs.map((seq) => said(seq)),
      ),
    ).toBe(expected);
  });

  it('stand in runs by speaker and minute; lines stand alone', () => {
    const line = said(4, { speaker: 'system', own: false, name: null, content: { type: 'line', event: 'requested', data: {} } });
    const places = placed([
      said(1),
      said(2, { at: '2026-11-30T02:00:59.000Z' }),
      said(3, { at: '2026-11-30T02:01:00.000Z' }),
      line,
      { ...line, seq: 5 },
      said(6, { speaker: 'officer', own: false, name: '郑凯' }),
      said(7, { speaker: 'officer', own: false, name: '周明' }),
    ]);
    expect(places.map(({ message, begins, latest }) => [message.seq, begins, latest.seq])).toEqual([
      [1, true, 2],
      [2, false, 2],
      [3, true, 3],
      [4, true, 4],
      [5, true, 5],
      [6, true, 6],
      [7, true, 7],
    ]);
  });
});

describe('what is being sent', () => {
  const item = { ...emptySending, text: '在吗', clientId: 'client-2', at: 1, state: 'failed' as const, sentence: null };

  it('is settled by its own message alone, and only once that is there', () => {
    expect(settled([item], [said(1)])).toEqual({ arrived: [], left: [item] });
    expect(settled([item], [said(1), said(2)])).toEqual({ arrived: ['client-2'], left: [] });
    expect(settled([item], [said(2, { own: false })])).toEqual({ arrived: [], left: [item] });
  });

  it('keeps its client id at every attempt, under the epoch in force', () => {
    expect(bodyOf(item, 7)).toMatchObject({ clientId: 'client-2', epoch: 7, text: '在吗', uploadIds: [], internal: false });
  });
});
