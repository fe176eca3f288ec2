import { expect, it } from '@jest/globals';

import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { system, type Clock } from '../case.ts';
import type { NoticeKind } from '../notices.ts';
import { newForm, serviceFormEventTypes, serviceFormStatuses, type ServiceFormEvent, type ServiceFormStatus } from './form.ts';
import { noticesFor } from './notices.ts';
import { handInClock } from './time.ts';

const clock = handInClock(patientFormPolicy, 0);
const filled = { papers: [], uploadIds: [], textId: null, clock };
const judged = (by: Clock | null): ServiceFormEvent => ({ type: 'papers-reviewed', verdicts: [], reasonId: null, clock: by });
const closed = (outcome: 'recalled' | 'expired' | 'ended' | 'order-ended'): ServiceFormEvent => ({
  type: 'closed',
  outcome,
  reasonId: null,
});

/** Every event there is, where the form stands after it, and what the taxpayer is told of it. */
const told: [ServiceFormEvent, ServiceFormStatus, NoticeKind | null][] = [
  [{ type: 'sent', officerId: 'wang', textId: 'text', uploadIds: [], originId: 'origin', clock }, 'sent', 'form-sent'],
  [{ type: 'assigned', officerId: 'wang' }, 'submitted', null],
  [{ type: 'claimed', officerId: 'wang' }, 'submitted', null],
  [{ type: 'released', noteId: null }, 'submitted', null],
  [{ type: 'handed-over', officerId: 'li', noteId: 'note' }, 'submitted', null],
  [{ type: 'reassigned', officerId: 'li', noteId: null }, 'submitted', null],
  // Who does it knows.
  [{ type: 'saved', ...filled }, 'sent', null],
  [{ type: 'confirmed', ...filled }, 'submitted', null],
  [{ type: 'confirmed', ...filled }, 'accepted', null],
  [judged(null), 'submitted', null],
  [judged(clock), 'returned', 'form-returned'],
  [judged(clock), 'accepted', 'form-accepted'],
  // An optional one that never came is done without: told already.
  [judged(null), 'accepted', null],
  [{ type: 'papers-asked', keys: [], textId: 'text', clock }, 'returned', 'form-returned'],
  [{ type: 'reminded', nextAt: null }, 'sent', 'form-due'],
  [{ type: 'warned', purpose: 'review' }, 'submitted', null],
  [{ type: 'escalated', purpose: 'result' }, 'accepted', null],
  [{ type: 'completed', textId: 'result', uploadIds: [] }, 'completed', 'form-completed'],
  [closed('recalled'), 'recalled', 'form-recalled'],
  [closed('ended'), 'recalled', 'form-recalled'],
  [closed('order-ended'), 'recalled', 'form-recalled'],
  [closed('expired'), 'expired', 'form-expired'],
];

it.each(told)('%o, then %s: %s', (event, status, kind) => {
  const state = { ...newForm(aFormOpening(), 0), status };
  expect(noticesFor({ ...event, version: 2, at: 0, actor: system }, state)).toEqual(kind === null ? [] : [{ kind, channel: 'inbox' }]);
});

it('says so of every event there is, and of every status', () => {
  expect(new Set(told.map(([{ type }]) => type))).toEqual(new Set(serviceFormEventTypes));
  expect(new Set(told.map(([, status]) => status))).toEqual(new Set(serviceFormStatuses));
});
