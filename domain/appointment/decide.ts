/** Decides commands to an appointment (rules 2, 5, 7 and 8 of `appointment.ts`). */
import { accept, idOf, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, claim, decideHolding } from '../holding.ts';
import {
  isAppealable,
  isOpen,
  isRatable,
  type AppointmentCommand,
  type AppointmentCommandType,
  type AppointmentEvent,
  type AppointmentPolicy,
  type AppointmentState,
  type Interaction,
  type Side,
} from './appointment.ts';

type Command<K extends AppointmentCommandType> = Extract<AppointmentCommand, { type: K }>;
type Verdict = Decision<AppointmentEvent>;

const minuteMs = 60_000;

/** @param now epoch milliseconds; within a workflow, its own time */
export function decide(
  state: AppointmentState,
  actor: Actor,
  command: AppointmentCommand,
  _policy: AppointmentPolicy,
  now: number,
): Verdict {
  if (command.type === 'rate') return rate(state, command);
  if (command.type === 'appeal') return appeal(state, command);
  if (command.type === 'liftMiss') return onAppeal(state, { type: 'miss-lifted', noteId: command.noteId });
  if (command.type === 'upholdMiss') return onAppeal(state, { type: 'miss-upheld', reasonId: command.reasonId });
  if (!isOpen(state)) return refuse('case-closed');

  switch (command.type) {
    case 'claim':
    case 'release':
    case 'handOver':
    case 'reassign':
      return decideHolding(state, actor, command);
    case 'takeOver':
      return takeOver(state, actor);
    case 'move':
      return beforeStart(state, actor, now, () => move(state, command));
    case 'cancel':
      return beforeStart(state, actor, now, () =>
        accept({ type: 'cancelled', cause: actor.kind === 'taxpayer' ? 'taxpayer' : command.cause, reasonId: command.reasonId }),
      );
    case 'checkIn':
      return checkIn(state, actor, command, now);
    case 'start':
      return byHolder(state, actor, () => start(state, command, now));
    case 'finish':
      if (state.status !== 'started') return refuse('not-started');
      return byHolder(state, actor, () => accept({ type: 'held', textId: command.textId, uploadIds: command.uploadIds }));
    case 'end':
      return accept({ type: 'cancelled', cause: 'bureau', reasonId: command.reasonId });
    case 'interactionEnded':
      if (state.interactionId !== command.caseId || state.interaction !== 'in-progress') return refuse('not-started');
      return accept({ type: 'interaction-ended' });
  }
}

/** Rule 2. The deadline itself still counts as in time. */
function beforeStart({ status, startsAt, times }: AppointmentState, actor: Actor, now: number, then: () => Verdict): Verdict {
  if (status !== 'booked' || now >= startsAt) return refuse('appointment-begun');
  const until = startsAt - times.cancelMinutes * minuteMs;
  if (actor.kind === 'taxpayer' && now > until) return refuse('cancel-too-late', { until: new Date(until).toISOString() });
  return then();
}

function move({ placeId }: AppointmentState, command: Command<'move'>): Verdict {
  return placeId === command.placeId ? refuse('same-place') : accept({ type: 'move-requested', placeId: command.placeId });
}

/** Another officer takes it from one who has not come in time (rule 6). */
function takeOver(state: AppointmentState, actor: Actor): Verdict {
  if (state.assigneeId === null) return claim(state, actor);
  if (state.assigneeId === idOf(actor)) return refuse('already-yours');
  return state.late && state.status === 'booked' ? accept({ type: 'taken-over', officerId: idOf(actor) }) : refuse('officer-not-late');
}

/** Rule 5. */
function checkIn(state: AppointmentState, actor: Actor, { evidence }: Command<'checkIn'>, now: number): Verdict {
  if (state.status !== 'booked') return refuse('appointment-begun');
  const { startsAt, times } = state;
  const from = startsAt - times.nearMinutes * minuteMs;
  if (now < from) return refuse('too-early', { from: new Date(from).toISOString() });
  const side: Side = actor.kind === 'taxpayer' ? 'taxpayer' : 'officer';
  const there = side === 'taxpayer' ? state.taxpayerThere : state.officerThere;
  if (there !== null) return refuse('already-there');
  const checked = (): Verdict => accept({ type: 'checked-in', side, evidence });
  return side === 'taxpayer' ? checked() : byHolder(state, actor, checked);
}

/** Rule 7. */
function start({ status, startsAt, taxpayerThere }: AppointmentState, { interaction }: Command<'start'>, now: number): Verdict {
  if (status !== 'booked') return refuse('appointment-begun');
  if (now < startsAt) return refuse('too-early', { from: new Date(startsAt).toISOString() });
  return taxpayerThere === null ? refuse('taxpayer-absent') : accept({ type: 'started', caseId: interaction.opening.id });
}

function rate(state: AppointmentState, { resolved, stars, textId }: Command<'rate'>): Verdict {
  if (isOpen(state)) return refuse('not-ended-yet');
  return isRatable(state) ? accept({ type: 'rated', resolved, stars, textId }) : refuse('evaluation-over');
}

/** Rule 8. */
function appeal(state: AppointmentState, { textId }: Command<'appeal'>): Verdict {
  if (isAppealable(state)) return accept({ type: 'appealed', textId });
  if (state.status !== 'missed') return refuse('not-missed');
  return refuse(state.appeal === 'pending' ? 'already-appealed' : 'appeal-over');
}

/** Decides an appeal, once. */
function onAppeal({ status, appeal: stand }: AppointmentState, decided: AppointmentEvent): Verdict {
  if (status !== 'missed') return refuse('not-missed');
  if (stand === null) return refuse('not-appealed');
  return stand === 'pending' ? accept(decided) : refuse('appeal-over');
}

/** Returns the refusal of a late command. */
export function endedRefusal({ status }: AppointmentState, { type }: AppointmentCommand, rated: boolean): Refusal {
  if (type === 'rate') return { code: rated ? 'already-rated' : 'evaluation-over' };
  if (type === 'appeal' || type === 'liftMiss' || type === 'upholdMiss')
    return { code: status === 'missed' ? 'appeal-over' : 'not-missed' };
  return { code: 'case-closed' };
}

const unsaid = '00000000-0000-0000-0000-000000000000';
/** Only its id is read; what it begins with is checked where it begins. */
const unsaidInteraction: Interaction = { kind: 'conversation', opening: { id: unsaid, regionId: '', centreId: '' }, policy: null };

const probes: { readonly [K in AppointmentCommandType]: Command<K> } = {
  claim: { type: 'claim' },
  checkIn: { type: 'checkIn', evidence: 'button' },
  start: { type: 'start', interaction: unsaidInteraction },
  finish: { type: 'finish', textId: unsaid, uploadIds: [] },
  takeOver: { type: 'takeOver' },
  move: { type: 'move', placeId: unsaid },
  cancel: { type: 'cancel', cause: 'bureau', reasonId: unsaid },
  handOver: { type: 'handOver', officerId: unsaid, noteId: unsaid },
  release: { type: 'release', noteId: null },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  end: { type: 'end', reasonId: unsaid },
  rate: { type: 'rate', resolved: true, stars: 5, textId: null },
  appeal: { type: 'appeal', textId: unsaid },
  liftMiss: { type: 'liftMiss', noteId: unsaid },
  upholdMiss: { type: 'upholdMiss', reasonId: unsaid },
  interactionEnded: { type: 'interactionEnded', caseId: unsaid },
};
/** Returns sample commands, one per type, to test what is possible. */
export const probesFor = () => probes;

/** All command types, in the order in which pages offer them. */
export const appointmentCommandTypes = Object.keys(probes) as AppointmentCommandType[];
