import { describe, expect, it } from '@jest/globals';

import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { anOpening, patientOrderPolicy } from '../../tests/support/work-order.ts';
import { record, system, type Actor, type Refusal, type RefusalCode } from '../case.ts';
import { serviceFormOutcomes } from '../service-form/form.ts';
import { acceptable } from '../possible.ts';
import { workOrderCommandTypes } from './decide.ts';
import { workOrderKind } from './kind.ts';
import {
  apply,
  awaitedForm,
  isLive,
  isOpen,
  isPressing,
  needsAllocation,
  moveOf,
  type WorkOrderCommand,
  type WorkOrderCommandType,
  type WorkOrderEvent,
  type WorkOrderOpening,
  type WorkOrderPolicy,
  type WorkOrderState,
  type WorkOrderStatus,
} from './order.ts';
import { evaluationClock, onTime } from './time.ts';

const decide: typeof workOrderKind.decide = (...asked) => workOrderKind.decide(...asked);

const minute = 60_000;
const policy = patientOrderPolicy;
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const officer = (id: string): Actor => ({ kind: 'officer', id });
const [wang, li, dispatcher, supervisor] = [officer('wang'), officer('li'), officer('dispatcher'), officer('supervisor')];

const after = (state: WorkOrderState, events: readonly WorkOrderEvent[], actor: Actor = system, at = 0) =>
  record(state, events, actor, at).reduce(apply, state);
const assign = (state: WorkOrderState, officerId = 'wang') => after(state, [{ type: 'assigned', officerId }]);

function does(state: WorkOrderState, actor: Actor, command: WorkOrderCommand, now = 0, by: WorkOrderPolicy = policy): WorkOrderState {
  const decision = decide(state, actor, command, by, now);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return after(state, decision.events, actor, now);
}
const refused = (state: WorkOrderState, actor: Actor, command: WorkOrderCommand, now = 0, by: WorkOrderPolicy = policy) => {
  const decision = decide(state, actor, command, by, now);
  return decision.ok ? 'accepted' : decision.refusal;
};

const commands: { [K in WorkOrderCommandType]: [Actor, Extract<WorkOrderCommand, { type: K }>] } = {
  claim: [li, { type: 'claim' }],
  release: [wang, { type: 'release', noteId: null }],
  handOver: [wang, { type: 'handOver', officerId: 'li', noteId: 'note' }],
  advance: [wang, { type: 'advance', noteId: null }],
  sendBack: [wang, { type: 'sendBack', to: 'accept', reasonId: 'reason' }],
  askPapers: [wang, { type: 'askPapers', keys: ['contract'], textId: 'text' }],
  supplement: [taxpayer, { type: 'supplement', papers: [{ key: 'contract', uploadIds: ['file'] }], textId: null }],
  reviewPapers: [wang, { type: 'reviewPapers', verdicts: [{ key: 'contract', verdict: 'waived', revision: 0 }], reasonId: 'reason' }],
  finish: [wang, { type: 'finish', asSupervisor: false, textId: 'result', uploadIds: ['file'] }],
  dispute: [wang, { type: 'dispute', reasonId: 'reason' }],
  dispatch: [dispatcher, { type: 'dispatch', officerId: 'li', noteId: null }],
  urge: [taxpayer, { type: 'urge' }],
  terminate: [taxpayer, { type: 'terminate', reasonId: 'reason' }],
  rate: [taxpayer, { type: 'rate', resolved: true, stars: 5, textId: null }],
  merge: [wang, { type: 'merge', caseId: 'other' }],
  sendForm: [wang, { type: 'sendForm', form: { opening: aFormOpening(), policy: patientFormPolicy } }],
  formEnded: [system, { type: 'formEnded', formId: 'form', outcome: 'completed' }],
  reassign: [supervisor, { type: 'reassign', officerId: 'li', noteId: null }],
  end: [supervisor, { type: 'end', reasonId: 'reason' }],
};
const by = (state: WorkOrderState, type: WorkOrderCommandType, now = 0) => {
  const [actor, command] = commands[type];
  return does(state, actor, command, now);
};
const say = (
  papers: Record<string, 'accepted' | 'returned' | 'waived'>,
  reasonId: string | null = 'reason',
  revision = 1,
): WorkOrderCommand => ({
  type: 'reviewPapers',
  verdicts: Object.entries(papers).map(([key, verdict]) => ({ key, verdict, revision })),
  reasonId,
});
const send = (...keys: string[]): WorkOrderCommand => ({
  type: 'supplement',
  papers: keys.map((key) => ({ key, uploadIds: [`file of ${key}`] })),
  textId: null,
});

const opened = (fields: Partial<WorkOrderOpening> = {}, plan: WorkOrderPolicy = policy): WorkOrderState => {
  const opening = anOpening(fields);
  const actor = workOrderKind.openedBy(opening);
  const events = workOrderKind.opened(opening, plan, 0);
  return after(workOrderKind.begin(opening, 0), events, actor);
};
const atAccept = () => assign(opened());
const atHandle = () => assign(by(atAccept(), 'advance'));
const settled = () => by(atHandle(), 'reviewPapers');
const atReview = () => assign(by(atHandle(), 'advance'));
const atConclude = () => by(atReview(), 'advance');
const awaiting = () => by(atHandle(), 'askPapers');
const handedIn = () => by(awaiting(), 'supplement');
const awaitingForm = () => by(atHandle(), 'sendForm');
const disputed = () => by(atHandle(), 'dispute');
/** Disputed so often that the supervisor decides. */
const undecided = () => {
  const again = (state: WorkOrderState) => does(by(state, 'dispute'), dispatcher, { type: 'dispatch', officerId: 'wang', noteId: null });
  return by(again(again(atHandle())), 'dispute');
};
const completed = () => by(settled(), 'finish');
const terminated = () => by(atHandle(), 'terminate');
const ended = () => by(atHandle(), 'end');
const rated = () => by(completed(), 'rate');
const elapsed = () => after(completed(), [{ type: 'evaluation-elapsed' }]);

type Row = Record<WorkOrderCommandType, WorkOrderStatus | RefusalCode>;
const row = (rest: WorkOrderStatus | RefusalCode, exceptions: Partial<Row>): Row =>
  ({ ...Object.fromEntries(workOrderCommandTypes.map((type) => [type, rest])), ...exceptions }) as Row;

const working: Row = {
  claim: 'already-claimed',
  release: 'in-progress',
  handOver: 'in-progress',
  advance: 'in-progress',
  sendBack: 'in-progress',
  askPapers: 'awaiting-materials',
  supplement: 'in-progress',
  reviewPapers: 'in-progress',
  finish: 'papers-missing',
  dispute: 'disputed',
  dispatch: 'order-not-disputed',
  urge: 'in-progress',
  terminate: 'terminated',
  rate: 'not-ended-yet',
  merge: 'in-progress',
  sendForm: 'awaiting-materials',
  formEnded: 'form-not-awaited',
  reassign: 'in-progress',
  end: 'terminated',
};
const argued: Row = row('order-disputed', {
  dispatch: 'in-progress',
  urge: 'disputed',
  terminate: 'terminated',
  rate: 'not-ended-yet',
  merge: 'disputed',
  formEnded: 'form-not-awaited',
  end: 'terminated',
});

/** Every command in every state: the status it leads to, or the code with which it is refused. */
const table: Record<string, [() => WorkOrderState, Row]> = {
  'at 受理, with nobody': [
    opened,
    row('not-assigned', {
      claim: 'in-progress',
      supplement: 'in-progress',
      finish: 'stage-not-final',
      dispatch: 'order-not-disputed',
      urge: 'in-progress',
      terminate: 'terminated',
      rate: 'not-ended-yet',
      merge: 'in-progress',
      formEnded: 'form-not-awaited',
      reassign: 'in-progress',
      end: 'terminated',
    }),
  ],
  'at 受理': [atAccept, { ...working, sendBack: 'move-not-allowed', finish: 'stage-not-final' }],
  'at 办理': [atHandle, working],
  // What would be waived has come meanwhile.
  'at 办理, papers handed in': [handedIn, { ...working, supplement: 'paper-settled', reviewPapers: 'paper-replaced' }],
  'at 办理, papers settled': [settled, { ...working, supplement: 'paper-settled', reviewPapers: 'paper-settled', finish: 'completed' }],
  'at 复核': [atReview, { ...working, finish: 'supervisor-finishes', terminate: 'stage-not-terminable' }],
  'at 办结': [
    atConclude,
    { ...working, advance: 'last-stage', sendBack: 'move-not-allowed', finish: 'papers-missing', terminate: 'stage-not-terminable' },
  ],
  'papers awaited': [
    awaiting,
    row('awaiting-taxpayer', {
      claim: 'already-claimed',
      handOver: 'awaiting-materials',
      supplement: 'in-progress',
      dispatch: 'order-not-disputed',
      urge: 'awaiting-materials',
      terminate: 'terminated',
      rate: 'not-ended-yet',
      merge: 'awaiting-materials',
      formEnded: 'form-not-awaited',
      reassign: 'awaiting-materials',
      end: 'terminated',
    }),
  ],
  'a form awaited': [
    awaitingForm,
    row('order-awaits-form', {
      claim: 'already-claimed',
      handOver: 'awaiting-materials',
      formEnded: 'in-progress',
      dispatch: 'order-not-disputed',
      urge: 'awaiting-materials',
      terminate: 'terminated',
      rate: 'not-ended-yet',
      merge: 'awaiting-materials',
      reassign: 'awaiting-materials',
      end: 'terminated',
    }),
  ],
  'at 办理, its form ended': [() => by(awaitingForm(), 'formEnded'), working],
  'disputed, at the dispatcher': [disputed, argued],
  'disputed, at the supervisor': [undecided, { ...argued, dispatch: 'supervisor-decides', reassign: 'in-progress' }],
  completed: [completed, row('order-completed', { rate: 'completed' })],
  terminated: [terminated, row('order-terminated', { rate: 'terminated' })],
  'ended by the supervisor': [ended, row('order-terminated', { rate: 'terminated' })],
  rated: [rated, row('order-completed', { rate: 'already-rated' })],
};

describe('every command in every state', () => {
  for (const [name, [state, outcomes]] of Object.entries(table)) {
    it.each(Object.entries(outcomes) as [WorkOrderCommandType, string][])(`${name}: %s → %s`, (type, expected) => {
      const [actor, command] = commands[type];
      const decision = decide(state(), actor, command, policy, 0);
      expect(decision.ok ? after(state(), decision.events, actor).status : decision.refusal.code).toBe(expected);
    });
  }
});

describe('what a refusal says', () => {
  const twiceUrged = () => by(by(atHandle(), 'urge'), 'urge', 60 * minute);
  const days = policy.evaluationMinutes * minute;
  it.each<[string, () => WorkOrderState, Actor, WorkOrderCommand, Refusal, now?: number]>([
    ['claimed by the holder', atHandle, wang, { type: 'claim' }, { code: 'already-yours' }],
    ['claimed by another', atHandle, li, { type: 'claim' }, { code: 'already-claimed', details: { officerId: 'wang' } }],
    [
      'handed over to who has it',
      atHandle,
      wang,
      { type: 'handOver', officerId: 'wang', noteId: 'note' },
      { code: 'already-theirs', details: { officerId: 'wang' } },
    ],
    [
      'reassigned to who has it',
      atHandle,
      supervisor,
      { type: 'reassign', officerId: 'wang', noteId: null },
      { code: 'already-theirs', details: { officerId: 'wang' } },
    ],
    ['dispatched by another', disputed, wang, commands.dispatch[1], { code: 'not-assignee', details: { officerId: 'dispatcher' } }],
    ['reassigned while the dispatcher has it', disputed, supervisor, commands.reassign[1], { code: 'order-disputed' }],
    [
      'disputed by who sent it',
      () => assign(by(atHandle(), 'release'), 'dispatcher'),
      dispatcher,
      commands.dispute[1],
      { code: 'own-dispatch' },
    ],
    [
      'sent back to where the type does not allow',
      atConclude,
      wang,
      { type: 'sendBack', to: 'handle', reasonId: 'reason' },
      { code: 'move-not-allowed', details: { to: 'handle' } },
    ],
    [
      'sent back to no stage at all',
      atHandle,
      wang,
      { type: 'sendBack', to: 'nowhere', reasonId: 'reason' },
      { code: 'move-not-allowed', details: { to: 'nowhere' } },
    ],
    ['finished too early', atAccept, ...commands.finish, { code: 'stage-not-final', details: { stage: 'accept' } }],
    [
      'finished by the supervisor where nobody may',
      atAccept,
      supervisor,
      { ...commands.finish[1], asSupervisor: true },
      { code: 'stage-not-final', details: { stage: 'accept' } },
    ],
    [
      'finished by a supervisor who does not hold it, where the holder finishes',
      settled,
      supervisor,
      { ...commands.finish[1], asSupervisor: true },
      { code: 'not-assignee', details: { officerId: 'wang' } },
    ],
    ['finished without a required paper', atHandle, ...commands.finish, { code: 'papers-missing', details: { keys: 'contract' } }],
    ['finished with a paper nobody has looked at', handedIn, ...commands.finish, { code: 'papers-missing', details: { keys: 'contract' } }],
    [
      'finished by the supervisor without a required paper',
      atReview,
      supervisor,
      { ...commands.finish[1], asSupervisor: true },
      { code: 'papers-missing', details: { keys: 'contract' } },
    ],
    ['terminated under 复核', atReview, ...commands.terminate, { code: 'stage-not-terminable', details: { stage: 'review' } }],
    ['asked for no paper', atHandle, wang, { ...commands.askPapers[1], keys: [] }, { code: 'paper-unknown' }],
    ['asked for an unknown paper', atHandle, wang, { ...commands.askPapers[1], keys: ['contract', 'other'] }, { code: 'paper-unknown' }],
    ['asked for a paper twice', atHandle, wang, { ...commands.askPapers[1], keys: ['contract', 'contract'] }, { code: 'paper-unknown' }],
    ['nothing handed in', awaiting, taxpayer, send(), { code: 'paper-empty' }],
    [
      'handed in without a file',
      awaiting,
      taxpayer,
      { type: 'supplement', papers: [{ key: 'contract', uploadIds: [] }], textId: null },
      { code: 'paper-empty' },
    ],
    ['an unknown paper handed in', awaiting, taxpayer, send('other'), { code: 'paper-unknown' }],
    [
      'a paper replaced that the officer looks at',
      () => does(handedIn(), wang, { type: 'askPapers', keys: ['licence'], textId: 'text' }),
      taxpayer,
      send('contract'),
      { code: 'paper-settled' },
    ],
    ['no verdict', atHandle, wang, say({}), { code: 'paper-unknown' }],
    ['a verdict on what is not there', atHandle, wang, say({ contract: 'accepted' }), { code: 'paper-not-handed-in' }],
    ['a verdict on what has one', settled, wang, say({ contract: 'waived' }), { code: 'paper-settled' }],
    [
      'a verdict on what was replaced meanwhile',
      () => does(does(handedIn(), wang, { ...commands.askPapers[1], keys: ['contract'] }), taxpayer, send('contract')),
      wang,
      say({ contract: 'accepted' }),
      { code: 'paper-replaced' },
    ],
    ['returned without a reason', handedIn, wang, say({ contract: 'returned' }, null), { code: 'reason-missing' }],
    ['waived without a reason', handedIn, wang, say({ contract: 'waived' }, null), { code: 'reason-missing' }],
    [
      'a form sent while another is awaited',
      awaitingForm,
      ...commands.sendForm,
      { code: 'order-awaits-form', details: { formId: 'form' } },
    ],
    [
      'papers handed in while a form is awaited',
      awaitingForm,
      ...commands.supplement,
      { code: 'order-awaits-form', details: { formId: 'form' } },
    ],
    [
      'finished by the supervisor while a form is awaited',
      () => by(assign(by(settled(), 'advance')), 'sendForm'),
      supervisor,
      { ...commands.finish[1], asSupervisor: true },
      { code: 'order-awaits-form', details: { formId: 'form' } },
    ],
    [
      'told of the end of another form',
      awaitingForm,
      system,
      { ...commands.formEnded[1], formId: 'another' },
      { code: 'form-not-awaited' },
    ],
    ['told of the end of its form twice', () => by(awaitingForm(), 'formEnded'), ...commands.formEnded, { code: 'form-not-awaited' }],
    [
      'told of the end of its form after its own',
      () => by(awaitingForm(), 'terminate'),
      ...commands.formEnded,
      { code: 'order-terminated', details: { by: 'taxpayer' } },
    ],
    ['merged with itself', atHandle, wang, { type: 'merge', caseId: 'order' }, { code: 'same-case' }],
    ['urged too often', twiceUrged, ...commands.urge, { code: 'urge-limit', details: { nextAt: '1970-01-02T00:00:00.000Z' } }, 90 * minute],
    [
      'urged a moment too early',
      twiceUrged,
      ...commands.urge,
      { code: 'urge-limit', details: { nextAt: '1970-01-02T00:00:00.000Z' } },
      1_440 * minute - 1,
    ],
    ['urged after the holder finished', completed, ...commands.urge, { code: 'order-completed', details: { by: 'officer' } }],
    ['terminated after the holder finished', completed, ...commands.terminate, { code: 'order-completed', details: { by: 'officer' } }],
    ['finished after the taxpayer terminated', terminated, ...commands.finish, { code: 'order-terminated', details: { by: 'taxpayer' } }],
    [
      'supplemented after the time for papers ended it',
      () => after(awaiting(), [{ type: 'closed', outcome: 'papers-elapsed', reasonId: null, clock: evaluationClock(policy, 0) }]),
      ...commands.supplement,
      { code: 'order-terminated', details: { by: 'system' } },
    ],
    ['rated twice', rated, ...commands.rate, { code: 'already-rated' }],
    ['rated after its time', elapsed, ...commands.rate, { code: 'evaluation-over' }, days],
    ['rated after its time, before the clock rang', completed, ...commands.rate, { code: 'evaluation-over' }, days],
    ['rated again after its time', rated, ...commands.rate, { code: 'evaluation-over' }, days],
  ])('%s', (_, state, actor, command, refusal, now = 0) => {
    expect(refused(state(), actor, command, now)).toEqual(refusal);
  });
  it.each(['release', 'handOver', 'advance', 'sendBack', 'askPapers', 'reviewPapers', 'finish', 'dispute', 'sendForm'] as const)(
    '%s by another than the holder (rule 1)',
    (type) => {
      expect(refused(atHandle(), supervisor, commands[type][1])).toEqual({ code: 'not-assignee', details: { officerId: 'wang' } });
    },
  );
});

describe('the way through the stages (rule 2)', () => {
  it('begins at the first, of the version it was opened with', () => {
    expect(opened()).toMatchObject({ stage: 0, stageKey: 'accept', groupId: 'front', centreId: 'east', typeVersion: 1, version: 1 });
    expect(opened({ centreId: 'west' }).centreId).toBe('east');
    expect(needsAllocation(opened())).toBe(true);
  });
  it('goes to another group without its holder, and to the next stage of the same group with them', () => {
    expect(by(atAccept(), 'advance')).toMatchObject({ stage: 1, stageKey: 'handle', groupId: 'back', assigneeId: null });
    expect(by(atHandle(), 'advance')).toMatchObject({ stage: 2, groupId: 'review', centreId: 'west', assigneeId: null });
    expect(atConclude()).toMatchObject({ stage: 3, stageKey: 'conclude', groupId: 'review', assigneeId: 'wang' });
  });
  it('goes back to the group that had it, with a limit of its own', () => {
    const back = by(atReview(), 'sendBack', 100 * minute);
    expect(back).toMatchObject({ stage: 0, stageKey: 'accept', groupId: 'front', centreId: 'east', assigneeId: null });
    expect(back.clock).toMatchObject({ purpose: 'stage', startedAt: 100 * minute, dueAt: 580 * minute, warned: false });
    expect(does(atConclude(), wang, { type: 'sendBack', to: 'review', reasonId: 'reason' })).toMatchObject({
      stage: 2,
      assigneeId: 'wang',
    });
  });
  it('never goes forward by going back, whatever a plan allows', () => {
    const circular = { ...policy, stages: policy.stages.map((stage) => ({ ...stage, backTo: ['accept', 'handle'] })) };
    for (const to of ['accept', 'handle'])
      expect(refused(atAccept(), wang, { type: 'sendBack', to, reasonId: 'reason' }, 0, circular)).toMatchObject({
        code: 'move-not-allowed',
      });
  });
  it('goes back as often as its policy allows, and no more', () => {
    const { sendBacks: _bound, ...unbounded } = policy;
    const once = assign(assign(by(atReview(), 'sendBack')), 'wang');
    expect(once.sentBack).toBe(1);
    const again = assign(by(once, 'advance'));
    expect(refused(again, wang, { type: 'sendBack', to: 'accept', reasonId: 'reason' })).toEqual({
      code: 'send-back-limit',
      details: { limit: '1' },
    });
    // An order that is older than the bound has none.
    expect(decide(again, wang, { type: 'sendBack', to: 'accept', reasonId: 'reason' }, unbounded, 0).ok).toBe(true);
  });
  it('forgets at a new stage who gave it back at the last', () => {
    const released = by(atAccept(), 'release');
    expect(released).toMatchObject({ assigneeId: null, releasedBy: 'wang' });
    expect(by(assign(released, 'wang'), 'advance').releasedBy).toBeNull();
  });
  it('keeps its clock from hand to hand', () => {
    for (const type of ['release', 'handOver', 'reassign'] as const)
      expect(by(atHandle(), type, 5 * minute).clock).toEqual(atHandle().clock);
    expect(by(atHandle(), 'handOver')).toMatchObject({ assigneeId: 'li', releasedBy: 'wang' });
    for (const type of ['handOver', 'reassign'] as const)
      expect(by(awaiting(), type)).toMatchObject({ assigneeId: 'li', status: 'awaiting-materials', paused: awaiting().paused });
  });
});

describe('papers (rules 4 and 5)', () => {
  it('are the taxpayer’s turn until some of them come', () => {
    expect(moveOf(awaiting())).toBe('taxpayer');
    expect(handedIn()).toMatchObject({ status: 'in-progress', assigneeId: 'wang', paused: null });
    expect(handedIn().papers[0]).toEqual({ key: 'contract', required: true, status: 'handed-in', revision: 1, uploadIds: ['file'] });
    expect(moveOf(handedIn())).toBe('officer');
  });
  it('may come without having been asked for, as long as they are wanted', () => {
    expect(does(awaiting(), taxpayer, send('licence')).papers.map(({ status }) => status)).toEqual(['missing', 'handed-in']);
  });
  it('may come before anybody asks, and the clock runs on', () => {
    const early = does(atHandle(), taxpayer, send('contract'), minute);
    expect(early).toMatchObject({ status: 'in-progress', paused: null, clock: atHandle().clock });
    expect(early.papers.map(({ status }) => status)).toEqual(['handed-in', 'missing']);
    expect(refused(disputed(), ...commands.supplement)).toEqual({ code: 'order-disputed' });
  });
  it('of an order older than that rule come only when they are asked for, and such an order does not change hands while it waits', () => {
    const { early: _early, ...older } = policy;
    const supplement: WorkOrderCommand = { type: 'supplement', papers: [{ key: 'contract', uploadIds: ['file'] }], textId: null };
    expect(decide(atHandle(), taxpayer, supplement, older, 0)).toEqual({ ok: false, refusal: { code: 'no-papers-asked' } });
    const handOver: WorkOrderCommand = { type: 'handOver', officerId: 'zhou', noteId: 'note' };
    expect(decide(awaiting(), wang, handOver, policy, 0).ok).toBe(true);
    expect(decide(awaiting(), wang, handOver, older, 0)).toMatchObject({ ok: false, refusal: { code: 'awaiting-taxpayer' } });
  });

  it('accepted ones stay, returned ones are asked for anew, with a new revision', () => {
    const both = does(awaiting(), taxpayer, send('contract', 'licence'));
    const returned = does(both, wang, say({ contract: 'returned', licence: 'accepted' }));
    expect(returned).toMatchObject({ status: 'awaiting-materials', clock: { purpose: 'supplement' } });
    expect(returned.papers.map(({ status }) => status)).toEqual(['returned', 'accepted']);
    const corrected = by(returned, 'supplement');
    expect(corrected.papers[0]).toMatchObject({ status: 'handed-in', revision: 2, uploadIds: ['file'] });
    expect(does(corrected, wang, say({ contract: 'accepted' }, null, 2))).toMatchObject({ status: 'in-progress', clock: corrected.clock });
  });
  it('asked for after they were waived are missing again, and stand in the way again', () => {
    const asked = by(settled(), 'askPapers');
    expect(asked.papers[0]).toMatchObject({ status: 'missing', revision: 0 });
    expect(refused(by(asked, 'supplement'), ...commands.finish)).toMatchObject({ code: 'papers-missing' });
  });
  it('two hundred of them are asked for, handed in and accepted at once', () => {
    const keys = Array.from({ length: 200 }, (_, i) => `paper ${String(i)}`);
    const many = assign(by(assign(opened({ papers: keys.map((key) => ({ key, required: true })) })), 'advance'));
    const handed = does(does(many, wang, { type: 'askPapers', keys, textId: 'text' }), taxpayer, send(...keys));
    const accepted = does(handed, wang, say(Object.fromEntries(keys.map((key) => [key, 'accepted'])), null));
    expect(by(accepted, 'finish').status).toBe('completed');
  });
  it('optional ones do not stand in the way', () => {
    expect(settled().papers[1]).toMatchObject({ required: false, status: 'missing' });
    expect(completed()).toMatchObject({
      status: 'completed',
      outcome: 'finished',
      answeredAt: 0,
      closedAt: 0,
      closedBy: wang,
      paused: null,
    });
  });
  it('settled, the supervisor finishes where the stage says so, whoever holds it', () => {
    const reviewed = by(settled(), 'advance');
    const finish = { ...commands.finish[1], asSupervisor: true };
    expect(does(reviewed, supervisor, finish)).toMatchObject({ status: 'completed', closedBy: supervisor });
    expect(does(assign(reviewed), supervisor, finish).status).toBe('completed');
  });
});

describe('a form (rule 9)', () => {
  it('is waited for with the stage’s clock standing still, and the order keeps who has it', () => {
    const state = by(atHandle(), 'sendForm', 5 * minute);
    expect(state).toMatchObject({
      status: 'awaiting-materials',
      assigneeId: 'wang',
      form: { id: 'form', ended: false },
      paused: { dueIn: 475, warnIn: 379, escalated: false },
      clock: { purpose: 'form', warnAt: null, dueAt: 4_805 * minute },
    });
    expect([moveOf(state), needsAllocation(state), awaitedForm(state)]).toEqual(['taxpayer', false, 'form']);
  });
  it.each(serviceFormOutcomes)('%s lets the order go on with what was left', (outcome) => {
    const state = does(by(atHandle(), 'sendForm', 5 * minute), system, { type: 'formEnded', formId: 'form', outcome }, 1_000 * minute);
    expect(state).toMatchObject({
      status: 'in-progress',
      assigneeId: 'wang',
      form: { id: 'form', ended: true },
      paused: null,
      clock: { purpose: 'stage', startedAt: 1_000 * minute, warnAt: 1_379 * minute, dueAt: 1_475 * minute },
    });
    expect(awaitedForm(state)).toBeNull();
  });
  it('is one at a time; after one there may be another', () => {
    const form = { opening: aFormOpening({ id: 'second' }), policy: patientFormPolicy };
    const again = does(by(awaitingForm(), 'formEnded'), wang, { type: 'sendForm', form });
    expect(again.form).toEqual({ id: 'second', ended: false });
    expect(refused(again, ...commands.formEnded)).toEqual({ code: 'form-not-awaited' });
  });
  it('does not keep an order of an older plan waiting for ever: the time for papers is its limit', () => {
    const { formMinutes: _, ...older } = policy;
    expect(does(atHandle(), ...commands.sendForm, 0, older).clock).toMatchObject({ purpose: 'form', dueAt: policy.papersMinutes * minute });
  });
  it('begins as the order says so, and as nothing else', () => {
    const [, command] = commands.sendForm;
    expect(workOrderKind.follows?.(command, atHandle(), policy)).toEqual({ kind: 'service-form', ...command.form });
    for (const [type, [, other]] of Object.entries(commands))
      if (type !== 'sendForm') expect(workOrderKind.follows?.(other, atHandle(), policy)).toBeNull();
  });
  it.each(['terminate', 'end'] as const)('hears of the end of the order that waits for it (%s)', (type) => {
    const [actor, command] = commands[type];
    const decision = decide(awaitingForm(), actor, command, policy, 0);
    if (!decision.ok) throw new Error(decision.refusal.code);
    const told = record(awaitingForm(), decision.events, actor, 0).map((event) =>
      workOrderKind.tells?.(event, after(awaitingForm(), decision.events, actor)),
    );
    expect(told).toEqual([{ kind: 'service-form', id: 'form', command: { type: 'orderEnded' } }]);
  });
  it('hears nothing of an order that waits for none, nor of anything but its end', () => {
    const [closed] = record(
      atHandle(),
      [{ type: 'closed' as const, outcome: 'ended' as const, reasonId: null, clock: evaluationClock(policy, 0) }],
      supervisor,
      0,
    );
    const [urged] = record(awaitingForm(), [{ type: 'urged' as const }], taxpayer, 0);
    if (!closed || !urged) throw new Error('two events');
    expect(workOrderKind.tells?.(closed, ended())).toBeNull();
    const ofAnEndedForm = by(by(awaitingForm(), 'formEnded'), 'end');
    expect(workOrderKind.tells?.(closed, ofAnEndedForm)).toBeNull();
    expect(workOrderKind.tells?.(urged, awaitingForm())).toBeNull();
  });
});

describe('a dispute of the assignment (rule 6)', () => {
  it('goes to whoever opened the order, in their centre, and on from there', () => {
    const state = by(assign(by(assign(opened({ dispatchCentreId: 'west' })), 'advance')), 'dispute');
    expect(state).toMatchObject({ assigneeId: 'dispatcher', centreId: 'west', releasedBy: 'wang', disputes: 1 });
    expect(by(state, 'dispatch')).toMatchObject({
      status: 'in-progress',
      assigneeId: 'li',
      centreId: 'east',
      stageKey: 'handle',
      paused: null,
    });
  });
  it('is given back to the group, where the rule passes over who disputed it', () => {
    const state = does(disputed(), dispatcher, { type: 'dispatch', officerId: null, noteId: null });
    expect(state).toMatchObject({ status: 'in-progress', assigneeId: null, releasedBy: 'wang' });
    expect(needsAllocation(state)).toBe(true);
  });
  it('goes to the supervisor of the handling centre after that, as often as it is disputed', () => {
    expect(undecided()).toMatchObject({ assigneeId: null, centreId: 'east', disputes: 3 });
    expect(needsAllocation(undecided())).toBe(false);
    const decided = by(undecided(), 'reassign');
    expect(decided).toMatchObject({ status: 'in-progress', assigneeId: 'li', paused: null, releasedBy: null });
    expect(does(decided, li, { type: 'dispute', reasonId: 'reason' })).toMatchObject({ status: 'disputed', assigneeId: null, disputes: 4 });
  });
});

describe('a dispatcher who is late', () => {
  it('leaves the decision to the supervisor, and the order goes back to its own centre', () => {
    const waiting = by(assign(by(assign(opened({ dispatchCentreId: 'west' })), 'advance')), 'dispute');
    const late = after(waiting, onTime(waiting, policy, waiting.clock?.dueAt ?? 0));
    expect(late).toMatchObject({ status: 'disputed', centreId: 'west', clock: { escalated: true } });
    expect(by(late, 'reassign')).toMatchObject({ status: 'in-progress', assigneeId: 'li', centreId: 'east', paused: null });
  });
});

describe('urging (rule 7)', () => {
  it('raises the priority and counts', () => {
    expect(isPressing(atHandle())).toBe(false);
    const urged = by(atHandle(), 'urge', minute);
    expect(urged).toMatchObject({ priority: 'urgent', urges: 1, urgedAt: [minute] });
    expect(isPressing(urged)).toBe(true);
  });
  it('is possible again exactly when the refusal says', () => {
    const twice = by(by(atHandle(), 'urge'), 'urge', 60 * minute);
    const third = by(twice, 'urge', 1_440 * minute);
    expect(third.urges).toBe(3);
    expect(refused(third, ...commands.urge, 1_441 * minute)).toMatchObject({ details: { nextAt: '1970-01-02T01:00:00.000Z' } });
  });
  it('is never possible where the policy says none', () => {
    const none = { ...policy, urges: { most: 0, periodMinutes: 60 } };
    expect(refused(atHandle(), ...commands.urge, 0, none)).toMatchObject({ code: 'urge-limit' });
  });
});

describe('the end (rules 7 and 8)', () => {
  it.each([
    ['completed', completed, 'finished', wang],
    ['terminated', terminated, 'terminated', taxpayer],
    ['ended', ended, 'ended', supervisor],
  ] as const)('%s: nobody’s turn, but alive until it is evaluated', (_, state, outcome, closedBy) => {
    expect(state()).toMatchObject({ outcome, closedBy, closedAt: 0, clock: { purpose: 'evaluation' } });
    expect([isOpen(state()), isLive(state()), needsAllocation(state())]).toEqual([false, true, false]);
    const evaluated = by(state(), 'rate', minute);
    expect(isLive(evaluated)).toBe(false);
    expect(evaluated).toEqual({ ...state(), clock: null, version: state().version + 1 });
  });
  it('comes by termination also while papers or a form are awaited or the assignment is disputed', () => {
    for (const state of [awaiting(), awaitingForm(), disputed()])
      expect(by(state, 'terminate')).toMatchObject({ outcome: 'terminated', paused: null });
  });
  it('a repeated request that joins changes nothing of the order itself', () => {
    expect(by(atHandle(), 'merge')).toEqual({ ...atHandle(), version: atHandle().version + 1 });
  });
});

describe('what is offered', () => {
  it.each<[string, () => WorkOrderState, Actor, asSupervisor: boolean, WorkOrderCommandType[]]>([
    [
      'to the holder',
      atHandle,
      wang,
      false,
      [
        'release',
        'handOver',
        'advance',
        'sendBack',
        'askPapers',
        'supplement',
        'reviewPapers',
        'dispute',
        'urge',
        'terminate',
        'merge',
        'sendForm',
        'reassign',
        'end',
      ],
    ],
    [
      'to the holder, papers settled',
      settled,
      wang,
      false,
      [
        'release',
        'handOver',
        'advance',
        'sendBack',
        'askPapers',
        'supplement',
        'reviewPapers',
        'finish',
        'dispute',
        'urge',
        'terminate',
        'merge',
        'sendForm',
        'reassign',
        'end',
      ],
    ],
    ['to another', atHandle, li, false, ['supplement', 'urge', 'terminate', 'merge', 'reassign', 'end']],
    ['while papers are awaited', awaiting, taxpayer, false, ['supplement', 'urge', 'terminate', 'merge', 'reassign', 'end']],
    ['while a form is awaited', awaitingForm, wang, false, ['handOver', 'urge', 'terminate', 'merge', 'reassign', 'end']],
    ['to the dispatcher', disputed, dispatcher, false, ['dispatch', 'urge', 'terminate', 'merge', 'end']],
    ['when the supervisor decides', undecided, supervisor, true, ['urge', 'terminate', 'merge', 'reassign', 'end']],
    [
      'to the supervisor who finishes',
      () => by(settled(), 'advance'),
      supervisor,
      true,
      ['claim', 'supplement', 'finish', 'urge', 'merge', 'reassign', 'end'],
    ],
    ['after the end', completed, taxpayer, false, ['rate']],
    ['after the evaluation', rated, taxpayer, false, []],
  ])('%s', (_, state, actor, asSupervisor, offered) => {
    expect(acceptable(workOrderKind, state(), { actor, role: asSupervisor ? 'supervisor' : 'agent' }, policy, 0)).toEqual(offered);
  });
  it('no judging where every paper has its verdict, but doing without one that never came', () => {
    const all = does(atHandle(), wang, say({ contract: 'waived', licence: 'waived' }, 'reason', 0));
    expect(acceptable(workOrderKind, all, { actor: wang, role: 'agent' }, policy, 0)).not.toContain('reviewPapers');
    expect(atHandle().papers.every(({ status }) => status === 'missing')).toBe(true);
    expect(acceptable(workOrderKind, atHandle(), { actor: wang, role: 'agent' }, policy, 0)).toContain('reviewPapers');
  });
});
