import { describe, expect, it } from '@jest/globals';

import type { DeskConversation, DeskConversations } from '../../../../../api/conversation/desk.ts';
import { callsOf, waitingFor } from './calls.ts';

const conversation = (id: string, change: Partial<DeskConversation> = {}): DeskConversation => ({
  id,
  number: id,
  taxpayer: '赵敏',
  type: { id: 'general', name: '综合咨询' },
  cause: 'button',
  status: 'active',
  since: '2026-03-02T01:00:00.000Z',
  offeredUntil: null,
  unread: 0,
  last: null,
  ...change,
});
const said = (at: string): DeskConversation['last'] => ({ by: 'taxpayer', at, type: 'text', excerpt: '在吗' });
const list = (...own: DeskConversation[]): DeskConversations => ({
  own,
  waiting: [],
  waitingTotal: 0,
  mentions: [],
  support: [],
  joined: [],
  held: own.length,
  capacity: 5,
  status: 'online',
  statusReason: null,
});
const kindsOf = (before: DeskConversations | undefined, now: DeskConversations) =>
  callsOf(before, now).map(({ type, conversation: { id } }) => `${type} ${id}`);

describe('an officer is called', () => {
  const offer = conversation('a', { status: 'offered' });

  it('by an offer, once', () => {
    expect(kindsOf(list(), list(offer))).toEqual(['offer a']);
    expect(kindsOf(list(offer), list(offer))).toEqual([]);
  });

  it('by the same conversation when it is offered again', () => {
    expect(kindsOf(list(offer), list({ ...offer, since: '2026-03-02T01:05:00.000Z' }))).toEqual(['offer a']);
  });

  it('by each new message in what they have', () => {
    const one = conversation('a', { unread: 1, last: said('2026-03-02T01:01:00.000Z') });
    const two = conversation('a', { unread: 2, last: said('2026-03-02T01:02:00.000Z') });
    expect(kindsOf(list(conversation('a')), list(one))).toEqual(['words a']);
    expect(kindsOf(list(one), list(two))).toEqual(['words a']);
    expect(kindsOf(list(two), list(two))).toEqual([]);
  });

  it('not by what they said or read themselves', () => {
    const unread = conversation('a', { unread: 2, last: said('2026-03-02T01:01:00.000Z') });
    const answered = conversation('a', {
      unread: 0,
      last: { by: 'officer', at: '2026-03-02T01:02:00.000Z', type: 'text', excerpt: '您好' },
    });
    expect(kindsOf(list(unread), list(answered))).toEqual([]);
  });

  it('not by what is there when the page opens', () => {
    expect(kindsOf(undefined, list(offer, conversation('b', { unread: 3, last: said('2026-03-02T01:01:00.000Z') })))).toEqual([]);
  });
});

it('the number in the bar counts offers and unread messages', () => {
  expect(waitingFor(list(conversation('a', { status: 'offered', unread: 4 }), conversation('b', { unread: 2 }), conversation('c')))).toBe(
    3,
  );
});

describe('beside the officer’s own conversations', () => {
  const { unread: _unread, last: _last, offeredUntil: _until, status: _status, ...known } = conversation('a');
  const mention = (at: string) => ({ id: known.id, number: known.number, taxpayer: known.taxpayer, by: '王芳', at, excerpt: '请看' });
  const support = { ...known, officer: { id: 'o', name: '李明' } };

  it('a mention and a call for support ring once, and count', () => {
    const before = list();
    const now = { ...before, mentions: [mention('2026-01-01T00:00:00Z')], support: [support] };
    expect(callsOf(before, now).map(({ type }) => type)).toEqual(['mention', 'support']);
    expect(callsOf(now, now)).toEqual([]);
    expect(callsOf(now, { ...now, mentions: [mention('2026-01-01T00:01:00Z')] }).map(({ type }) => type)).toEqual(['mention']);
    expect(waitingFor(now)).toBe(2);
  });
});
