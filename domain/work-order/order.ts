/**
 * 工单: a matter carried through the stages of its type, from 受理 to 办结 (rows G1–G6).
 *
 *   in-progress ⇄ awaiting-materials
 *     ↑ ↓ (disputed, dispatched)
 *   disputed            completed, terminated: from every open state; then evaluated within the policy's days
 *
 * Rules:
 * 1. The assignee advances it, sends it back, asks for papers, judges them, finishes it and disputes it (`holding.ts`). They hand it over even
 *    while it waits for the taxpayer.
 * 2. It advances to the next stage of its type. It goes back only where the type allows, and only as often as the policy allows, because a
 *    stage has its full limit again each time. Its stages are those of the version it began with.
 * 3. Each stage has a limit in the working time of the centre that handles it: a warning, then the supervisor. The clock is paused while
 *    papers are awaited or the assignment is disputed, and resumes with the remaining time.
 * 4. Papers can be handed in at any time while it is worked on. When papers that were asked for do not arrive within the policy's time, the
 *    order ends, after a reminder.
 * 5. It is finished only where its stage allows, with every required paper accepted or waived.
 * 6. A dispute of the assignment (派单异议) goes to the officer who opened the order, as often as the policy allows. After that, or when this
 *    dispatcher is late, the supervisor decides.
 * 7. A taxpayer urges a limited number of times per period, terminates while the stage allows, and evaluates once, within the policy's
 *    days.
 * 8. A repeated request is merged into it (并单). Nothing else changes once it has ended.
 * 9. It may have one 业务办理服务确认单 at a time and waits for it with a paused clock. The form signals its end. When the order ends first, it
 *    signals the form.
 */
import type { Priority } from '../priority.ts';
import { unopened, type Actor, type CaseState, type Clock, type Recorded } from '../case.ts';
import { afterRing } from '../clock.ts';
import { holderAfter } from '../holding.ts';
import type { Move } from '../kind.ts';
import type { Reminder } from '../notices.ts';
import { afterAsking, afterHandIn, afterVerdicts, wantedPapers, type HandedIn, type Judgement, type Paper } from '../papers.ts';
import type { ServiceFormOutcome, ServiceFormStart } from '../service-form/form.ts';
import type { Calendars } from '../calendar.ts';
import type { Recounted } from '../recount.ts';
import type { StageSpec } from './type.ts';

export const workOrderStatuses = ['in-progress', 'awaiting-materials', 'disputed', 'completed', 'terminated'] as const;
export type WorkOrderStatus = (typeof workOrderStatuses)[number];

/** Commands to an order; texts and files by id. */
export type WorkOrderCommand =
  | { type: 'claim' }
  | { type: 'release'; noteId: string | null }
  | { type: 'handOver'; officerId: string; noteId: string }
  | { type: 'advance'; noteId: string | null }
  | { type: 'sendBack'; to: string; reasonId: string }
  | { type: 'askPapers'; keys: string[]; textId: string }
  | { type: 'supplement'; papers: HandedIn[]; textId: string | null }
  | ({ type: 'reviewPapers' } & Judgement)
  | { type: 'finish'; asSupervisor: boolean; textId: string; uploadIds: string[] }
  | { type: 'dispute'; reasonId: string }
  | { type: 'dispatch'; officerId: string | null; noteId: string | null }
  | { type: 'urge' }
  | { type: 'terminate'; reasonId: string | null }
  | { type: 'rate'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'merge'; caseId: string }
  | { type: 'sendForm'; form: ServiceFormStart }
  | { type: 'formEnded'; formId: string; outcome: ServiceFormOutcome }
  | { type: 'reassign'; officerId: string; noteId: string | null }
  | { type: 'end'; reasonId: string };
export type WorkOrderCommandType = WorkOrderCommand['type'];

/** Stage as an order carries it, complete, so that it is not looked up again. */
export interface PlannedStage extends Pick<
  StageSpec,
  'key' | 'groupId' | 'limitMinutes' | 'backTo' | 'tellTaxpayer' | 'finish' | 'terminable'
> {
  centreId: string;
}

/** Stages and time limits of an order, fixed when it begins. Minutes are working time unless said otherwise. */
export interface WorkOrderPolicy {
  stages: PlannedStage[];
  /** Calendars by centre. */
  calendars: Calendars;
  papersMinutes: number;
  /** Time it may wait for a form before it is escalated to the supervisor. Absent for orders older than forms. */
  formMinutes?: number;
  dispatchMinutes: number;
  warnShare: number;
  /** Number of disputes that go to the dispatcher. */
  disputes: number;
  /** Maximum number of times that it goes back. Absent for orders older than this bound. */
  sendBacks?: number;
  /** Papers may come before they are asked for, and an order that waits for the taxpayer may change hands. Absent for orders older than this. */
  early?: true;
  /** Maximum number of urges within a period of wall-clock minutes. */
  urges: { most: number; periodMinutes: number };
  /** Wall-clock minutes. */
  evaluationMinutes: number;
}

/** Data that an order begins with: ids only. */
export interface WorkOrderOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  typeVersion: number;
  identityId: string;
  /** Officer who opens it and their centre; they decide disputes of its assignment. */
  dispatcherId: string;
  dispatchCentreId: string;
  priority: Priority;
  textId: string;
  uploadIds: string[];
  papers: { key: string; required: boolean }[];
  /** Case it came from. */
  originId: string | null;
  /** Reminder that the taxpayer chose there; absent for cases older than this choice. */
  reminder?: Reminder;
}

export type WorkOrderOutcome = 'finished' | 'terminated' | 'papers-elapsed' | 'ended';

/** Remaining time of a paused stage clock, in working minutes. */
export interface Paused {
  dueIn: number;
  warnIn: number | null;
  escalated: boolean;
}

/** Purposes of its deadlines. Up to `form` they are the officers', the others the taxpayer's. */
export const workOrderPurposes = ['stage', 'dispatch', 'form', 'supplement', 'evaluation'] as const;
export type WorkOrderPurpose = (typeof workOrderPurposes)[number];
export type WorkOrderClock = Clock<WorkOrderPurpose>;

export interface WorkOrderState extends CaseState {
  kind: 'work-order';
  status: WorkOrderStatus;
  clock: WorkOrderClock | null;
  typeVersion: number;
  dispatcherId: string;
  dispatchCentreId: string;
  originId: string | null;
  reminder?: Reminder;
  /** Index of its stage in the policy, from 0, and the stage's key and group. */
  stage: number;
  stageKey: string;
  groupId: string;
  priority: Priority;
  /** Instants of recent urges, and their total number. */
  urgedAt: number[];
  urges: number;
  disputes: number;
  /** Number of times that it was sent back; absent when never. */
  sentBack?: number;
  paused: Paused | null;
  papers: Paper[];
  /** The 业务办理服务确认单 that it waits for or waited for last; absent when there was none. */
  form?: { id: string; ended: boolean };
  outcome: WorkOrderOutcome | null;
  /** Actor who ended it, for the refusal of late commands. */
  closedBy: Actor | null;
}

interface Stand {
  stage: number;
  stageKey: string;
  groupId: string;
  centreId: string;
  clock: WorkOrderClock;
}

export type WorkOrderEvent =
  | { type: 'opened'; textId: string; uploadIds: string[]; originId: string | null; stage: Stand }
  | { type: 'assigned'; officerId: string }
  | { type: 'claimed'; officerId: string }
  | { type: 'released'; noteId: string | null }
  | { type: 'handed-over'; officerId: string; noteId: string }
  | { type: 'reassigned'; officerId: string; noteId: string | null; centreId: string; clock: WorkOrderClock | null }
  | { type: 'advanced'; noteId: string | null; stage: Stand; tell: boolean }
  | { type: 'sent-back'; reasonId: string; stage: Stand }
  | { type: 'papers-asked'; keys: string[]; textId: string; paused: Paused; clock: WorkOrderClock }
  | { type: 'supplemented'; papers: HandedIn[]; uploadIds: string[]; textId: string | null; clock: WorkOrderClock }
  | ({ type: 'papers-reviewed'; paused: Paused | null; clock: WorkOrderClock | null } & Judgement)
  | { type: 'disputed'; reasonId: string; officerId: string | null; centreId: string; paused: Paused; clock: WorkOrderClock }
  | { type: 'dispatched'; officerId: string | null; noteId: string | null; centreId: string; clock: WorkOrderClock }
  | { type: 'form-sent'; formId: string; paused: Paused; clock: WorkOrderClock }
  | { type: 'form-ended'; formId: string; outcome: ServiceFormOutcome; clock: WorkOrderClock }
  | { type: 'urged' }
  | { type: 'merged'; caseId: string }
  | Recounted<WorkOrderClock>
  | { type: 'warned'; purpose: WorkOrderPurpose }
  | { type: 'escalated'; purpose: WorkOrderPurpose }
  | { type: 'finished'; textId: string; uploadIds: string[] }
  | { type: 'closed'; outcome: WorkOrderOutcome; reasonId: string | null; clock: WorkOrderClock }
  | { type: 'rated'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'evaluation-elapsed' };
export type RecordedWorkOrderEvent = Recorded<WorkOrderEvent>;

/** All event types, in the order of the life cycle. Each has words on every page. */
export const workOrderEventTypes = [
  'opened',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'advanced',
  'sent-back',
  'papers-asked',
  'supplemented',
  'papers-reviewed',
  'disputed',
  'dispatched',
  'form-sent',
  'form-ended',
  'urged',
  'merged',
  'recounted',
  'warned',
  'escalated',
  'finished',
  'closed',
  'rated',
  'evaluation-elapsed',
] as const satisfies readonly WorkOrderEvent['type'][];

/** Returns the state of an order before its first event. */
export function newOrder(opening: WorkOrderOpening, now: number): WorkOrderState {
  const { textId: _text, uploadIds: _uploads, papers, ...rest } = opening;
  return {
    kind: 'work-order',
    ...rest,
    status: 'in-progress',
    ...unopened(now),
    stage: 0,
    stageKey: '',
    groupId: '',
    urgedAt: [],
    urges: 0,
    disputes: 0,
    paused: null,
    papers: wantedPapers(papers),
    outcome: null,
    closedBy: null,
  };
}

export const isOpen = ({ status }: WorkOrderState): boolean => status !== 'completed' && status !== 'terminated';

/** True while its workflow runs. An ended order lives on as long as it can be evaluated. */
export const isLive = (state: WorkOrderState): boolean => isOpen(state) || state.clock !== null;

/** True for escalated and urgent orders, which sort first in every list. */
export const isPressing = ({ clock, priority }: WorkOrderState): boolean => clock?.escalated === true || priority === 'urgent';

export const needsAllocation = ({ status, assigneeId }: WorkOrderState): boolean => status === 'in-progress' && assigneeId === null;

/** Returns the id of the form that it waits for now. */
export const awaitedForm = ({ form }: Pick<WorkOrderState, 'form'>): string | null => (form && !form.ended ? form.id : null);

export const moveOf = ({ status }: WorkOrderState): Move => (status === 'awaiting-materials' ? 'taxpayer' : 'officer');

/** Applies an event. It is deterministic, so every caller gets the same state. */
export function apply(state: WorkOrderState, event: RecordedWorkOrderEvent): WorkOrderState {
  return { ...state, ...changeOf(state, event), version: event.version };
}

function changeOf(state: WorkOrderState, event: RecordedWorkOrderEvent): Partial<WorkOrderState> {
  switch (event.type) {
    case 'opened':
      return event.stage;
    case 'advanced':
      return movedTo(event.stage, state);
    case 'sent-back':
      return { ...movedTo(event.stage, state), sentBack: (state.sentBack ?? 0) + 1 };
    case 'assigned':
    case 'claimed':
    case 'released':
    case 'handed-over':
      return holderAfter(state, event);
    case 'reassigned':
      return {
        ...holderAfter(state, event),
        centreId: event.centreId,
        ...(event.clock && { status: 'in-progress', clock: event.clock, paused: null }),
      };
    case 'dispatched':
      return { assigneeId: event.officerId, centreId: event.centreId, status: 'in-progress', clock: event.clock, paused: null };
    case 'papers-asked':
      return {
        status: 'awaiting-materials',
        paused: event.paused,
        clock: event.clock,
        papers: afterAsking(state.papers, event.keys),
      };
    case 'supplemented':
      return { status: 'in-progress', paused: null, clock: event.clock, papers: afterHandIn(state.papers, event.papers) };
    case 'papers-reviewed': {
      const papers = afterVerdicts(state.papers, event.verdicts);
      return event.paused ? { papers, status: 'awaiting-materials', paused: event.paused, clock: event.clock } : { papers };
    }
    case 'disputed':
      return {
        status: 'disputed',
        assigneeId: event.officerId,
        centreId: event.centreId,
        releasedBy: state.assigneeId,
        disputes: state.disputes + 1,
        paused: event.paused,
        clock: event.clock,
      };
    case 'form-sent':
      return { status: 'awaiting-materials', form: { id: event.formId, ended: false }, paused: event.paused, clock: event.clock };
    case 'form-ended':
      return { status: 'in-progress', form: { id: event.formId, ended: true }, paused: null, clock: event.clock };
    case 'urged':
      return { priority: 'urgent', urges: state.urges + 1, urgedAt: [...state.urgedAt, event.at] };
    case 'recounted':
      return { clock: event.clock };
    case 'warned':
    case 'escalated':
      return { clock: afterRing(state.clock, event.type) };
    case 'finished':
      return { answeredAt: event.at };
    case 'closed':
      return {
        status: event.outcome === 'finished' ? 'completed' : 'terminated',
        outcome: event.outcome,
        closedAt: event.at,
        closedBy: event.actor,
        paused: null,
        clock: event.clock,
      };
    case 'rated':
    case 'evaluation-elapsed':
      return { clock: null };
    case 'merged':
      return {};
  }
}

/** The assignee keeps the order as long as its group stays the same. */
const movedTo = (stage: Stand, { groupId }: WorkOrderState): Partial<WorkOrderState> => ({
  ...stage,
  releasedBy: null,
  ...(stage.groupId !== groupId && { assigneeId: null }),
});
