/**
 * 业务办理服务确认单: an officer lists the papers that a matter needs, the taxpayer hands them in, the officer judges each one and writes the result
 * into the same form (row C7).
 *
 *   sent → submitted ⇄ returned
 *            ↓
 *         accepted → completed            recalled, expired: from every state before the last
 *
 * Rules:
 * 1. While the form is sent or returned, the taxpayer fills it in and saves drafts. A draft has no effect yet, is shown to nobody else, and
 *    restarts the time to hand in. A date that the sender has set stays. Papers that are wanted again have the usual time at
 *    least, and so has everything after that date.
 * 2. Confirming hands in every wanted required paper at once. Later only returned papers and those asked for again are handed in.
 * 3. The assignee judges each paper. When none is left to judge, the form is returned if a paper is still wanted, and accepted otherwise.
 *    Papers can be asked for again until the result is written.
 * 4. The result is written once every required paper is accepted or waived, and stays readable.
 * 5. A form that is untouched for the policy's time expires, after reminders.
 * 6. Judging and writing the result have limits in the centre's working time: a warning, then the supervisor.
 * 7. The assignee recalls an open form; a supervisor ends it. The form ends with the order that waits for it. When it ends first, it
 *    signals that order.
 */
import type { Calendar } from '../calendar.ts';
import { unopened, type Actor, type CaseState, type Clock, type Recorded } from '../case.ts';
import { afterRing } from '../clock.ts';
import { holderAfter, type HoldingCommand, type HoldingDecided } from '../holding.ts';
import type { Move } from '../kind.ts';
import type { Reminder } from '../notices.ts';
import {
  afterAsking,
  afterConfirming,
  afterVerdicts,
  isStillWanted,
  wantedPapers,
  type HandedIn,
  type Paper,
  type Judgement,
} from '../papers.ts';
import type { Recounted } from '../recount.ts';

export const serviceFormStatuses = ['sent', 'submitted', 'returned', 'accepted', 'completed', 'recalled', 'expired'] as const;
export type ServiceFormStatus = (typeof serviceFormStatuses)[number];

/** Commands to a form; texts and files by id. The last one is signalled by the order that waits for it. */
export type ServiceFormCommand =
  | HoldingCommand
  | { type: 'save'; papers: HandedIn[]; textId: string | null }
  | { type: 'confirm'; papers: HandedIn[]; textId: string | null }
  | ({ type: 'reviewPapers' } & Judgement)
  | { type: 'askPapers'; keys: string[]; textId: string }
  | { type: 'complete'; textId: string; uploadIds: string[] }
  | { type: 'recall'; reasonId: string }
  | { type: 'end'; reasonId: string }
  | { type: 'orderEnded' };
export type ServiceFormCommandType = ServiceFormCommand['type'];

/** Time limits of a form in working minutes, fixed when it is sent. */
export interface ServiceFormPolicy {
  calendar: Calendar;
  handInMinutes: number;
  /** End of the day that the sender has set instead, in epoch milliseconds; absent without one. */
  handInUntil?: number;
  /** Reminders to the taxpayer as shares of the time to hand in, ascending. */
  reminders: number[];
  reviewMinutes: number;
  resultMinutes: number;
  warnShare: number;
}

/** Data that a form begins with: ids only. */
export interface ServiceFormOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  typeVersion: number;
  identityId: string;
  /** Officer who sends the form and is its first assignee. */
  senderId: string;
  textId: string;
  uploadIds: string[];
  papers: { key: string; required: boolean }[];
  /** Case from which it was sent. */
  originId: string;
  /** The same when that case is an order, which then waits for the form. */
  orderId: string | null;
  /** Reminder that the taxpayer chose there; absent for cases older than this choice. */
  reminder?: Reminder;
}

/** Data with which another case starts a form. */
export interface ServiceFormStart {
  opening: ServiceFormOpening;
  policy: ServiceFormPolicy;
}

export const serviceFormOutcomes = ['completed', 'recalled', 'expired', 'ended', 'order-ended'] as const;
export type ServiceFormOutcome = (typeof serviceFormOutcomes)[number];

/** Draft: filled in, not handed in yet. */
interface Draft {
  papers: HandedIn[];
  textId: string | null;
}

/** Purposes of its deadlines. Judging papers and writing the result are the officers', handing in is the taxpayer's. */
export const serviceFormPurposes = ['review', 'result', 'supplement'] as const;
export type ServiceFormPurpose = (typeof serviceFormPurposes)[number];
export type ServiceFormClock = Clock<ServiceFormPurpose>;

export interface ServiceFormState extends CaseState {
  kind: 'service-form';
  status: ServiceFormStatus;
  clock: ServiceFormClock | null;
  typeVersion: number;
  senderId: string;
  originId: string;
  orderId: string | null;
  reminder?: Reminder;
  papers: Paper[];
  draft: Draft | null;
  outcome: ServiceFormOutcome | null;
  /** Actor who ended it, for the refusal of late commands. */
  closedBy: Actor | null;
}

export type ServiceFormEvent =
  | { type: 'sent'; officerId: string; textId: string; uploadIds: string[]; originId: string; clock: ServiceFormClock }
  | { type: 'assigned'; officerId: string }
  | HoldingDecided
  | { type: 'saved'; papers: HandedIn[]; uploadIds: string[]; textId: string | null; clock: ServiceFormClock }
  | { type: 'confirmed'; papers: HandedIn[]; uploadIds: string[]; textId: string | null; clock: ServiceFormClock }
  | ({ type: 'papers-reviewed'; clock: ServiceFormClock | null } & Judgement)
  | { type: 'papers-asked'; keys: string[]; textId: string; clock: ServiceFormClock }
  | { type: 'reminded'; nextAt: number | null }
  | Recounted<ServiceFormClock>
  | { type: 'warned'; purpose: ServiceFormPurpose }
  | { type: 'escalated'; purpose: ServiceFormPurpose }
  | { type: 'completed'; textId: string; uploadIds: string[] }
  | { type: 'closed'; outcome: Exclude<ServiceFormOutcome, 'completed'>; reasonId: string | null };
export type RecordedServiceFormEvent = Recorded<ServiceFormEvent>;

/** All event types, in the order of the life cycle. Each has words on every page. */
export const serviceFormEventTypes = [
  'sent',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'saved',
  'confirmed',
  'papers-reviewed',
  'papers-asked',
  'reminded',
  'recounted',
  'warned',
  'escalated',
  'completed',
  'closed',
] as const satisfies readonly ServiceFormEvent['type'][];

/** Returns the state of a form before its first event. */
export function newForm(opening: ServiceFormOpening, now: number): ServiceFormState {
  const { textId: _text, uploadIds: _uploads, papers, ...rest } = opening;
  return {
    kind: 'service-form',
    ...rest,
    status: 'sent',
    ...unopened(now),
    papers: wantedPapers(papers),
    draft: null,
    outcome: null,
    closedBy: null,
  };
}

export const isOpen = ({ closedAt }: ServiceFormState): boolean => closedAt === null;

/** True when the taxpayer can fill the form in. */
export const isFillable = ({ status }: Pick<ServiceFormState, 'status'>): boolean => status === 'sent' || status === 'returned';

export const isPressing = ({ clock }: ServiceFormState): boolean => clock?.escalated === true;

/** True when there is something to do and nobody holds the form. */
export const needsAllocation = ({ status, assigneeId }: ServiceFormState): boolean =>
  assigneeId === null && (status === 'submitted' || status === 'accepted');

export const moveOf = (state: ServiceFormState): Move => (isFillable(state) ? 'taxpayer' : 'officer');

/** Returns the status that follows from the papers (rule 3). */
export function statusBy(papers: readonly Paper[]): 'submitted' | 'returned' | 'accepted' {
  if (papers.some(({ status }) => status === 'handed-in')) return 'submitted';
  return papers.some(isStillWanted) ? 'returned' : 'accepted';
}

/** Applies an event. It is deterministic, so every caller gets the same state. */
export function apply(state: ServiceFormState, event: RecordedServiceFormEvent): ServiceFormState {
  return { ...state, ...changeOf(state, event), version: event.version };
}

function changeOf(state: ServiceFormState, event: RecordedServiceFormEvent): Partial<ServiceFormState> {
  switch (event.type) {
    case 'sent':
      return { assigneeId: event.officerId, clock: event.clock };
    case 'assigned':
    case 'claimed':
    case 'reassigned':
    case 'released':
    case 'handed-over':
      return holderAfter(state, event);
    case 'saved':
      return { draft: { papers: event.papers, textId: event.textId }, clock: event.clock };
    case 'confirmed': {
      const papers = afterConfirming(state.papers, event.papers);
      return { papers, status: statusBy(papers), draft: null, clock: event.clock };
    }
    case 'papers-reviewed': {
      const papers = afterVerdicts(state.papers, event.verdicts);
      return { papers, status: statusBy(papers), ...(event.clock && { clock: event.clock }) };
    }
    case 'papers-asked':
      return { papers: afterAsking(state.papers, event.keys), status: 'returned', clock: event.clock };
    case 'reminded':
      return {
        clock: state.clock && { ...state.clock, warnAt: event.nextAt ?? state.clock.warnAt, warned: event.nextAt === null },
      };
    case 'recounted':
      return { clock: event.clock };
    case 'warned':
    case 'escalated':
      return { clock: afterRing(state.clock, event.type) };
    case 'completed':
      return { status: 'completed', outcome: 'completed', answeredAt: event.at, ...over(event) };
    case 'closed':
      return { status: event.outcome === 'expired' ? 'expired' : 'recalled', outcome: event.outcome, ...over(event) };
  }
}

const over = ({ at, actor }: RecordedServiceFormEvent) => ({ closedAt: at, closedBy: actor, clock: null, draft: null });
