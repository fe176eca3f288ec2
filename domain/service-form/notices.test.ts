import { expect, it } from '@jest/globals';

import { patientFormPolicy } from '../../tests/support/service-form.ts';
import { system } from '../case.ts';
import { serviceFormEventTypes, type ServiceFormClock, type ServiceFormEvent } from './form.ts';
import { notices, noticesFor } from './notices.ts';

type NoticeKind = keyof typeof notices;
import { clockOf, handInClock } from './time.ts';

const clock = handInClock(patientFormPolicy, 0);
const filled = { papers: [], uploadIds: [], textId: null, clock };
const judged = (by: ServiceFormClock | null): ServiceFormEvent => ({ type: 'papers-reviewed', verdicts: [], reasonId: null, clock: by });
const closed = (outcome: 'recalled' | 'expired' | 'ended' | 'order-ended'): ServiceFormEvent => ({
  type: 'closed',
  outcome,
  reasonId: null,
});

/** Every event there is, and what the taxpayer is told of it. */
const told: [ServiceFormEvent, NoticeKind | null][] = [
  [{ type: 'sent', officerId: 'wang', textId: 'text', uploadIds: [], originId: 'origin', clock }, 'form-sent'],
  [{ type: 'assigned', officerId: 'wang' }, null],
  [{ type: 'claimed', officerId: 'wang' }, null],
  [{ type: 'released', noteId: null }, null],
  [{ type: 'handed-over', officerId: 'li', noteId: 'note' }, null],
  [{ type: 'reassigned', officerId: 'li', noteId: null }, null],
  // Who does it knows.
  [{ type: 'saved', ...filled }, null],
  [{ type: 'confirmed', ...filled }, null],
  [judged(clockOf('returned', patientFormPolicy, 0)), 'form-returned'],
  [judged(clockOf('accepted', patientFormPolicy, 0)), 'form-accepted'],
  // Some are left to judge; or one was done without that never came, and all was told already.
  [judged(null), null],
  [{ type: 'papers-asked', keys: [], textId: 'text', clock }, 'form-returned'],
  [{ type: 'reminded', nextAt: null }, 'form-due'],
  [{ type: 'recounted', clock, moved: true }, 'form-due-moved'],
  [{ type: 'recounted', clock, moved: false }, null],
  [{ type: 'recounted', clock: { ...clock, purpose: 'review' }, moved: true }, null],
  [{ type: 'recounted', clock: null, moved: false }, null],
  [{ type: 'warned', purpose: 'review' }, null],
  [{ type: 'escalated', purpose: 'result' }, null],
  [{ type: 'completed', textId: 'result', uploadIds: [] }, 'form-completed'],
  [closed('recalled'), 'form-recalled'],
  [closed('ended'), 'form-recalled'],
  [closed('order-ended'), 'form-recalled'],
  [closed('expired'), 'form-expired'],
];

/** What tells only how the matter goes on. */
const byInboxAlone: NoticeKind[] = ['form-accepted', 'form-due-moved'];

it.each(told)('%o: %s', (event, kind) => {
  const recorded = { ...event, version: 2, at: 0, actor: system };
  const inbox = kind === null ? [] : [{ kind, channel: 'inbox', category: notices[kind].category }];
  // Whoever was not asked, or chose otherwise, gets no 短信.
  for (const untold of [{}, { reminder: 'none' }, { reminder: 'inbox' }] as const) expect(noticesFor(recorded, untold)).toEqual(inbox);
  const sms = kind !== null && byInboxAlone.includes(kind) ? [] : inbox.map((notice) => ({ ...notice, channel: 'sms' }));
  expect(noticesFor(recorded, { reminder: 'sms' })).toEqual([...inbox, ...sms]);
});

it('says so of every event there is', () => {
  expect(new Set(told.map(([{ type }]) => type))).toEqual(new Set(serviceFormEventTypes));
});
