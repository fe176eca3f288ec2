import { expect, it } from '@jest/globals';

import { system } from '../case.ts';
import { messageEventTypes, type MessageClock, type MessageEvent, type MessagePurpose } from './message.ts';
import { notices, noticesFor } from './notices.ts';

type NoticeKind = keyof typeof notices;

const due = (purpose: MessagePurpose): MessageClock => ({ purpose, startedAt: 0, warnAt: null, dueAt: 1, warned: false, escalated: false });
const clock = due('answer');
const content = { textId: 'text', uploadIds: [] };
const recounted = (purpose: MessagePurpose, moved = true): MessageEvent => ({ type: 'recounted', clock: due(purpose), moved });

/** Every event there is, and what the taxpayer is told of it. */
const told: [MessageEvent, NoticeKind | null][] = [
  [{ type: 'submitted', ...content, originId: null, clock }, null],
  [{ type: 'assigned', officerId: 'wang' }, null],
  [{ type: 'claimed', officerId: 'wang' }, null],
  [{ type: 'released', noteId: null }, null],
  [{ type: 'handed-over', officerId: 'li', centreId: 'east', noteId: 'note' }, null],
  [{ type: 'reassigned', officerId: 'li', noteId: null }, null],
  [{ type: 'replied', ...content, clock }, 'message-replied'],
  [{ type: 'asked-back', ...content, clock }, 'message-asked-back'],
  // The taxpayer did these themselves.
  [{ type: 'supplemented', ...content, clock }, null],
  [{ type: 'followed-up', ...content, clock }, null],
  [recounted('supplement'), 'message-due-moved'],
  [recounted('follow-up'), 'message-due-moved'],
  [recounted('supplement', false), null],
  // The officers' deadlines.
  [recounted('first-answer'), null],
  [recounted('answer'), null],
  [{ type: 'recounted', clock: null, moved: false }, null],
  [{ type: 'warned', purpose: 'supplement' }, 'message-reminded'],
  [{ type: 'warned', purpose: 'answer' }, null],
  [{ type: 'escalated', purpose: 'answer' }, null],
  [{ type: 'withdrawn' }, null],
  [{ type: 'converted', orderId: 'order', merged: false }, 'message-converted'],
  [{ type: 'rated', resolved: true, stars: 5, textId: null }, null],
  [{ type: 'closed', outcome: 'rated', reasonId: null }, null],
  [{ type: 'closed', outcome: 'follow-up-elapsed', reasonId: null }, null],
  [{ type: 'closed', outcome: 'supplement-elapsed', reasonId: null }, 'message-closed'],
  [{ type: 'closed', outcome: 'ended', reasonId: null }, 'message-ended'],
];

it.each(told)('%o: %s', (event, kind) => {
  const recorded = { ...event, version: 2, at: 0, actor: system };
  const inbox = kind === null ? [] : [{ kind, channel: 'inbox', category: notices[kind].category }];
  expect(noticesFor(recorded, { reminder: 'inbox' })).toEqual(inbox);
  const sms = kind === null || kind === 'message-due-moved' ? [] : inbox.map((notice) => ({ ...notice, channel: 'sms' }));
  expect(noticesFor(recorded, { reminder: 'sms' })).toEqual([...inbox, ...sms]);
  // Without short messages every other notice is still owed.
  expect(noticesFor(recorded, { reminder: 'none' })).toEqual(kind === 'message-replied' ? [] : inbox);
});

it('says so of every event there is', () => {
  expect(new Set(told.map(([{ type }]) => type))).toEqual(new Set(messageEventTypes));
});
