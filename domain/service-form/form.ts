/**
 * 业务办理服务确认单: the papers that a matter needs, listed by an officer, handed in by the taxpayer, judged one by one, with the
 * result of the matter written into the same form (row C7).
 *
 *   sent → submitted ⇄ returned
 *            ↓
 *         accepted → completed            recalled, expired: from every state before the last
 *
 * Rules:
 * 1. While it is sent or returned the taxpayer fills it in, and saves as often as they like: what is saved counts for nothing yet,
 *    is shown to nobody else, and starts the time to hand in anew.
 * 2. Confirmed, it hands in what is wanted of every required paper, all at once; afterwards only what was returned or asked for.
 * 3. The officer who holds it judges each paper. When none is left to judge, it is returned if something is wanted still, and
 *    accepted otherwise. Until the result is written, papers can be asked for anew.
 * 4. The result is written once every required paper is accepted or waived, and stays readable.
 * 5. Untouched for the policy's time, with reminders before, it expires.
 * 6. Judging and writing the result have their limits in the working time of the centre: a warning, then the supervisor.
 * 7. Whoever holds it recalls it while it is open, a supervisor ends it. When the order that waits for it ends, so does it; when it
 *    ends before, it tells that order.
 */
import type { Calendar } from '../calendar.ts';
import { unopened, type Actor, type CaseState, type Clock, type Recorded } from '../case.ts';
import { afterRing } from '../clock.ts';
import { holderAfter } from '../holding.ts';
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
  type Verdict,
} from '../papers.ts';

export const serviceFormStatuses = ['sent', 'submitted', 'returned', 'accepted', 'completed', 'recalled', 'expired'] as const;
export type ServiceFormStatus = (typeof serviceFormStatuses)[number];

/** What people may ask of a form; texts and files by id. The last one is told by the order that waited for it. */
export type ServiceFormCommand =
  | { type: 'claim' }
  | { type: 'release'; noteId: string | null }
  | { type: 'handOver'; officerId: string; noteId: string }
  | { type: 'save'; papers: HandedIn[]; textId: string | null }
  | { type: 'confirm'; papers: HandedIn[]; textId: string | null }
  | { type: 'reviewPapers'; verdicts: Verdict[]; reasonId: string | null }
  | { type: 'askPapers'; keys: string[]; textId: string }
  | { type: 'complete'; textId: string; uploadIds: string[] }
  | { type: 'recall'; reasonId: string }
  | { type: 'reassign'; officerId: string; noteId: string | null }
  | { type: 'end'; reasonId: string }
  | { type: 'orderEnded' };
export type ServiceFormCommandType = ServiceFormCommand['type'];

/** The times that govern a form, fixed when it is sent: minutes of working time. */
export interface ServiceFormPolicy {
  calendar: Calendar;
  handInMinutes: number;
  /** When the taxpayer is reminded, as shares of the time to hand in, the earliest first. */
  reminders: number[];
  reviewMinutes: number;
  resultMinutes: number;
  warnShare: number;
}

/** What a form begins with, ids only. */
export interface ServiceFormOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  typeVersion: number;
  identityId: string;
  /** The officer who sends it, and holds it first. */
  senderId: string;
  textId: string;
  uploadIds: string[];
  papers: { key: string; required: boolean }[];
  /** The case it was sent from. */
  originId: string;
  /** The same when that is an order, which waits for it. */
  orderId: string | null;
  /** What its taxpayer chose there; absent of cases that began before it was asked. */
  reminder?: Reminder;
}

/** How another case begins a form. */
export interface ServiceFormStart {
  opening: ServiceFormOpening;
  policy: ServiceFormPolicy;
}

export const serviceFormOutcomes = ['completed', 'recalled', 'expired', 'ended', 'order-ended'] as const;
export type ServiceFormOutcome = (typeof serviceFormOutcomes)[number];

/** What is filled in and not handed in yet. */
interface Draft {
  papers: HandedIn[];
  textId: string | null;
}

/** What its deadlines are for: to judge the papers and to write the result are the officers', to hand in is the taxpayer's. */
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
  /** Who ended it, for whoever came a moment too late. */
  closedBy: Actor | null;
}

export type ServiceFormEvent =
  | { type: 'sent'; officerId: string; textId: string; uploadIds: string[]; originId: string; clock: ServiceFormClock }
  | { type: 'assigned'; officerId: string }
  | { type: 'claimed'; officerId: string }
  | { type: 'released'; noteId: string | null }
  | { type: 'handed-over'; officerId: string; noteId: string }
  | { type: 'reassigned'; officerId: string; noteId: string | null }
  | { type: 'saved'; papers: HandedIn[]; uploadIds: string[]; textId: string | null; clock: ServiceFormClock }
  | { type: 'confirmed'; papers: HandedIn[]; uploadIds: string[]; textId: string | null; clock: ServiceFormClock }
  | { type: 'papers-reviewed'; verdicts: Verdict[]; reasonId: string | null; clock: ServiceFormClock | null }
  | { type: 'papers-asked'; keys: string[]; textId: string; clock: ServiceFormClock }
  | { type: 'reminded'; nextAt: number | null }
  | { type: 'warned'; purpose: ServiceFormPurpose }
  | { type: 'escalated'; purpose: ServiceFormPurpose }
  | { type: 'completed'; textId: string; uploadIds: string[] }
  | { type: 'closed'; outcome: Exclude<ServiceFormOutcome, 'completed'>; reasonId: string | null };
export type RecordedServiceFormEvent = Recorded<ServiceFormEvent>;

/** All kinds of event, in the order of a life: what has words on every page. */
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
  'warned',
  'escalated',
  'completed',
  'closed',
] as const satisfies readonly ServiceFormEvent['type'][];

/** A form before its first event. */
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

/** Whether the taxpayer is to fill it in. */
export const isFillable = ({ status }: Pick<ServiceFormState, 'status'>): boolean => status === 'sent' || status === 'returned';

export const isPressing = ({ clock }: ServiceFormState): boolean => clock?.escalated === true;

/** Somebody is to be found for it when there is something to do. */
export const needsAllocation = ({ status, assigneeId }: ServiceFormState): boolean =>
  assigneeId === null && (status === 'submitted' || status === 'accepted');

export const moveOf = (state: ServiceFormState): Move => (isFillable(state) ? 'taxpayer' : 'officer');

/** Where it stands once its papers are as they are (rule 3). */
export function statusBy(papers: readonly Paper[]): 'submitted' | 'returned' | 'accepted' {
  if (papers.some(({ status }) => status === 'handed-in')) return 'submitted';
  return papers.some(isStillWanted) ? 'returned' : 'accepted';
}

/** The state after an event; the same everywhere, whoever applies it. */
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
