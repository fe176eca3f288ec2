import { expect, it } from '@jest/globals';

import { patientOrderPolicy } from '../../tests/support/work-order.ts';
import { system } from '../case.ts';
import { notices, noticesFor } from './notices.ts';

type NoticeKind = keyof typeof notices;
import { workOrderEventTypes, type WorkOrderEvent, type WorkOrderOutcome } from './order.ts';
import { evaluationClock, standAt } from './time.ts';

const clock = evaluationClock(patientOrderPolicy, 0);
const stage = standAt(patientOrderPolicy, 0, 0);
const paused = { dueIn: 1, warnIn: null, escalated: false };
const content = { textId: 'text', uploadIds: [] };
const judged = { verdicts: [], reasonId: null };
const closed = (outcome: WorkOrderOutcome): WorkOrderEvent => ({ type: 'closed', outcome, reasonId: null, clock });

/** Every event there is, and what the taxpayer is told of it. */
const told: [WorkOrderEvent, NoticeKind | null][] = [
  [{ type: 'opened', ...content, originId: null, stage }, 'order-opened'],
  [{ type: 'assigned', officerId: 'wang' }, null],
  [{ type: 'claimed', officerId: 'wang' }, null],
  [{ type: 'released', noteId: null }, null],
  [{ type: 'handed-over', officerId: 'li', noteId: 'note' }, null],
  [{ type: 'reassigned', officerId: 'li', noteId: null, centreId: 'east', clock: null }, null],
  [{ type: 'advanced', noteId: null, stage, tell: true }, 'order-advanced'],
  [{ type: 'advanced', noteId: null, stage, tell: false }, null],
  [{ type: 'sent-back', reasonId: 'reason', stage }, null],
  [{ type: 'papers-asked', keys: [], textId: 'text', paused, clock }, 'order-papers-asked'],
  [{ type: 'supplemented', papers: [], uploadIds: [], textId: null, clock }, null],
  [{ type: 'papers-reviewed', ...judged, paused, clock }, 'order-papers-returned'],
  [{ type: 'papers-reviewed', ...judged, paused: null, clock: null }, null],
  [{ type: 'disputed', reasonId: 'reason', officerId: null, centreId: 'east', paused, clock }, null],
  [{ type: 'dispatched', officerId: null, noteId: null, centreId: 'east', clock }, null],
  // The form itself tells of its beginning and its end.
  [{ type: 'form-sent', formId: 'form', paused, clock }, null],
  [{ type: 'form-ended', formId: 'form', outcome: 'completed', clock }, null],
  [{ type: 'urged' }, null],
  [{ type: 'recounted', clock: { ...clock, purpose: 'supplement' }, moved: true }, 'order-due-moved'],
  [{ type: 'recounted', clock: { ...clock, purpose: 'supplement' }, moved: false }, null],
  [{ type: 'recounted', clock: { ...clock, purpose: 'stage' }, moved: true }, null],
  [{ type: 'recounted', clock: null, moved: false }, null],
  [{ type: 'merged', caseId: 'other' }, null],
  [{ type: 'warned', purpose: 'supplement' }, 'order-papers-due'],
  [{ type: 'warned', purpose: 'stage' }, null],
  [{ type: 'escalated', purpose: 'stage' }, null],
  [{ type: 'escalated', purpose: 'form' }, null],
  [{ type: 'finished', ...content }, null],
  [closed('finished'), 'order-finished'],
  [closed('papers-elapsed'), 'order-ended'],
  [closed('ended'), 'order-ended'],
  // Who terminated it knows.
  [closed('terminated'), null],
  [{ type: 'rated', resolved: true, stars: 5, textId: null }, null],
  [{ type: 'evaluation-elapsed' }, null],
];

/** What tells only how the matter goes on. */
const byInboxAlone: NoticeKind[] = ['order-opened', 'order-advanced', 'order-due-moved'];

it.each(told)('%o: %s', (event, kind) => {
  const recorded = { ...event, version: 2, at: 0, actor: system };
  const inbox = kind === null ? [] : [{ kind, channel: 'inbox', category: notices[kind].category }];
  // Whoever was not asked, or chose otherwise, gets no 短信.
  for (const untold of [{}, { reminder: 'none' }, { reminder: 'inbox' }] as const) expect(noticesFor(recorded, untold)).toEqual(inbox);
  const sms = kind !== null && byInboxAlone.includes(kind) ? [] : inbox.map((notice) => ({ ...notice, channel: 'sms' }));
  expect(noticesFor(recorded, { reminder: 'sms' })).toEqual([...inbox, ...sms]);
});

it('says so of every event there is', () => {
  expect(new Set(told.map(([{ type }]) => type))).toEqual(new Set(workOrderEventTypes));
});
