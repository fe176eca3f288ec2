import { describe, expect, it } from '@jest/globals';

import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { record, system, type Actor, type Refusal, type RefusalCode } from '../case.ts';
import type { HandedIn, Verdict } from '../papers.ts';
import { acceptable } from '../possible.ts';
import { serviceFormCommandTypes } from './decide.ts';
import {
  apply,
  isFillable,
  isOpen,
  isPressing,
  needsAllocation,
  moveOf,
  type ServiceFormCommand,
  type ServiceFormCommandType,
  type ServiceFormEvent,
  type ServiceFormOpening,
  type ServiceFormOutcome,
  type ServiceFormState,
  type ServiceFormStatus,
} from './form.ts';
import { serviceFormKind } from './kind.ts';

const decide: typeof serviceFormKind.decide = (...asked) => serviceFormKind.decide(...asked);

const minute = 60_000;
const policy = patientFormPolicy;
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const officer = (id: string): Actor => ({ kind: 'officer', id });
const [wang, li, supervisor] = [officer('wang'), officer('li'), officer('supervisor')];

const after = (state: ServiceFormState, events: readonly ServiceFormEvent[], actor: Actor = system, at = 0) =>
  record(state, events, actor, at).reduce(apply, state);
function does(state: ServiceFormState, actor: Actor, command: ServiceFormCommand, now = 0): ServiceFormState {
  const decision = decide(state, actor, command, policy, now);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return after(state, decision.events, actor, now);
}
const refused = (state: ServiceFormState, actor: Actor, command: ServiceFormCommand) => {
  const decision = decide(state, actor, command, policy, 0);
  return decision.ok ? 'accepted' : decision.refusal;
};

const files = (...keys: string[]): HandedIn[] => keys.map((key) => ({ key, uploadIds: [`file of ${key}`] }));
const fill = (type: 'save' | 'confirm', ...keys: string[]) => ({ type, papers: files(...keys), textId: null });
const say = (given: Record<string, Verdict['verdict']>, reasonId: string | null = 'reason', revision = 1) => ({
  type: 'reviewPapers' as const,
  verdicts: Object.entries(given).map(([key, verdict]) => ({ key, verdict, revision })),
  reasonId,
});
const ask = (...keys: string[]) => ({ type: 'askPapers' as const, keys, textId: 'text' });

const commands: { [K in ServiceFormCommandType]: [Actor, Extract<ServiceFormCommand, { type: K }>] } = {
  claim: [li, { type: 'claim' }],
  release: [wang, { type: 'release', noteId: null }],
  handOver: [wang, { type: 'handOver', officerId: 'li', noteId: 'note' }],
  save: [taxpayer, { type: 'save', papers: files('application'), textId: 'note' }],
  confirm: [taxpayer, { type: 'confirm', papers: files('application', 'contract'), textId: 'note' }],
  reviewPapers: [wang, say({ application: 'accepted', contract: 'accepted' }, null)],
  askPapers: [wang, ask('application', 'contract')],
  complete: [wang, { type: 'complete', textId: 'result', uploadIds: ['file'] }],
  recall: [wang, { type: 'recall', reasonId: 'reason' }],
  reassign: [supervisor, { type: 'reassign', officerId: 'li', noteId: null }],
  end: [supervisor, { type: 'end', reasonId: 'reason' }],
  orderEnded: [system, { type: 'orderEnded' }],
};
const by = (state: ServiceFormState, type: ServiceFormCommandType, now = 0) => {
  const [actor, command] = commands[type];
  return does(state, actor, command, now);
};

/** Sent by wang, who holds it. */
const sent = (fields: Partial<ServiceFormOpening> = {}): ServiceFormState => {
  const opening = aFormOpening(fields);
  const actor = serviceFormKind.openedBy(opening);
  const events = serviceFormKind.opened(opening, policy, 0);
  return after(serviceFormKind.begin(opening, 0), events, actor);
};
const saved = () => by(sent(), 'save');
const released = () => by(sent(), 'release');
const submitted = () => by(sent(), 'confirm');
const submittedToNobody = () => by(released(), 'confirm');
const partlyJudged = () => does(submitted(), wang, say({ application: 'accepted' }, null));
const returned = () => does(submitted(), wang, say({ application: 'returned', contract: 'returned' }));
const accepted = () => by(submitted(), 'reviewPapers');
const acceptedAndReleased = () => by(accepted(), 'release');
const askedAnew = () => by(accepted(), 'askPapers');
const completed = () => by(accepted(), 'complete');
const recalled = () => by(sent(), 'recall');
const ended = () => by(sent(), 'end');
const orderEnded = () => by(sent({ orderId: 'order' }), 'orderEnded');
const expired = () => after(sent(), [{ type: 'closed', outcome: 'expired', reasonId: null }]);

type Row = Record<ServiceFormCommandType, ServiceFormStatus | RefusalCode>;
const row = (rest: ServiceFormStatus | RefusalCode, exceptions: Partial<Row> = {}): Row =>
  ({ ...Object.fromEntries(serviceFormCommandTypes.map((type) => [type, rest])), ...exceptions }) as Row;

const filling: Row = {
  claim: 'already-claimed',
  release: 'sent',
  handOver: 'sent',
  save: 'sent',
  confirm: 'submitted',
  reviewPapers: 'awaiting-taxpayer',
  askPapers: 'awaiting-taxpayer',
  complete: 'awaiting-taxpayer',
  recall: 'recalled',
  reassign: 'sent',
  end: 'recalled',
  orderEnded: 'recalled',
};
const correcting: Row = { ...filling, release: 'returned', handOver: 'returned', save: 'returned', reassign: 'returned' };
const judging: Row = {
  claim: 'already-claimed',
  release: 'submitted',
  handOver: 'submitted',
  save: 'form-submitted',
  confirm: 'form-submitted',
  reviewPapers: 'accepted',
  askPapers: 'returned',
  complete: 'papers-unjudged',
  recall: 'recalled',
  reassign: 'submitted',
  end: 'recalled',
  orderEnded: 'recalled',
};
const nobody: Partial<Row> = { release: 'not-assigned', handOver: 'not-assigned', recall: 'not-assigned' };
const nobodyAtWork: Partial<Row> = { ...nobody, reviewPapers: 'not-assigned', askPapers: 'not-assigned', complete: 'not-assigned' };

/** Every command in every state: the status it leads to, or the code with which it is refused. */
const table: Record<string, [() => ServiceFormState, Row]> = {
  sent: [sent, filling],
  'sent, half filled': [saved, filling],
  'sent, with nobody': [released, { ...filling, ...nobody, claim: 'sent' }],
  submitted: [submitted, judging],
  'submitted, with nobody': [submittedToNobody, { ...judging, ...nobodyAtWork, claim: 'submitted' }],
  'submitted, partly judged': [partlyJudged, { ...judging, reviewPapers: 'paper-not-handed-in' }],
  returned: [returned, correcting],
  'returned, with nobody': [() => by(returned(), 'release'), { ...correcting, ...nobody, claim: 'returned' }],
  'asked for anew': [askedAnew, correcting],
  accepted: [
    accepted,
    {
      ...judging,
      release: 'accepted',
      handOver: 'accepted',
      reviewPapers: 'paper-not-handed-in',
      complete: 'completed',
      reassign: 'accepted',
    },
  ],
  'accepted, with nobody': [acceptedAndReleased, { ...judging, ...nobodyAtWork, claim: 'accepted', reassign: 'accepted' }],
  completed: [completed, row('form-completed')],
  recalled: [recalled, row('form-recalled')],
  'ended by the supervisor': [ended, row('form-recalled')],
  'ended with its order': [orderEnded, row('form-recalled')],
  expired: [expired, row('form-expired')],
};

describe('every command in every state', () => {
  for (const [name, [state, outcomes]] of Object.entries(table)) {
    it.each(Object.entries(outcomes) as [ServiceFormCommandType, string][])(`${name}: %s → %s`, (type, expected) => {
      const [actor, command] = commands[type];
      const decision = decide(state(), actor, command, policy, 0);
      expect(decision.ok ? after(state(), decision.events, actor).status : decision.refusal.code).toBe(expected);
    });
  }
});

describe('what a refusal says', () => {
  const missing = (keys: string): Refusal => ({ code: 'papers-missing', details: { keys } });
  it.each<[string, () => ServiceFormState, Actor, ServiceFormCommand, Refusal]>([
    ['claimed by the holder', sent, wang, { type: 'claim' }, { code: 'already-yours' }],
    ['claimed by another', sent, li, { type: 'claim' }, { code: 'already-claimed', details: { officerId: 'wang' } }],
    [
      'handed over to who has it',
      sent,
      wang,
      { type: 'handOver', officerId: 'wang', noteId: 'note' },
      { code: 'already-theirs', details: { officerId: 'wang' } },
    ],
    [
      'reassigned to who has it',
      sent,
      supervisor,
      { type: 'reassign', officerId: 'wang', noteId: null },
      { code: 'already-theirs', details: { officerId: 'wang' } },
    ],
    ['confirmed with nothing', sent, taxpayer, fill('confirm'), missing('application,contract')],
    ['confirmed with one of two', sent, taxpayer, fill('confirm', 'application'), missing('contract')],
    ['confirmed with what is optional', sent, taxpayer, fill('confirm', 'licence'), missing('application,contract')],
    ['confirmed with nothing, though it was saved', saved, taxpayer, fill('confirm'), missing('application,contract')],
    ['confirmed with one of two that were returned', returned, taxpayer, fill('confirm', 'contract'), missing('application')],
    ['confirmed with an unknown paper', sent, taxpayer, fill('confirm', 'application', 'contract', 'other'), { code: 'paper-unknown' }],
    ['confirmed with a paper twice', sent, taxpayer, fill('confirm', 'application', 'contract', 'contract'), { code: 'paper-unknown' }],
    [
      'confirmed with a paper without files',
      sent,
      taxpayer,
      { ...fill('confirm', 'application'), papers: [...files('application'), { key: 'contract', uploadIds: [] }] },
      { code: 'paper-empty' },
    ],
    [
      'confirmed with a paper that was accepted',
      () => does(submitted(), wang, say({ application: 'accepted', contract: 'returned' })),
      taxpayer,
      fill('confirm', 'application', 'contract'),
      { code: 'paper-settled' },
    ],
    ['saved with an unknown paper', sent, taxpayer, fill('save', 'other'), { code: 'paper-unknown' }],
    ['saved with a paper twice', sent, taxpayer, fill('save', 'contract', 'contract'), { code: 'paper-unknown' }],
    [
      'saved with a paper that was accepted',
      () => does(submitted(), wang, say({ application: 'accepted', contract: 'returned' })),
      taxpayer,
      fill('save', 'application'),
      { code: 'paper-settled' },
    ],
    ['no verdict', submitted, wang, say({}), { code: 'paper-unknown' }],
    ['a verdict on an unknown paper', submitted, wang, say({ other: 'accepted' }), { code: 'paper-unknown' }],
    ['a verdict on what never came', submitted, wang, say({ licence: 'accepted' }, null, 0), { code: 'paper-not-handed-in' }],
    ['a verdict on what was replaced meanwhile', () => by(returned(), 'confirm'), ...commands.reviewPapers, { code: 'paper-replaced' }],
    ['a verdict on what has one', accepted, wang, say({ contract: 'waived' }), { code: 'paper-settled' }],
    ['returned without a reason', submitted, wang, say({ contract: 'returned' }, null), { code: 'reason-missing' }],
    ['waived without a reason', submitted, wang, say({ contract: 'waived' }, null), { code: 'reason-missing' }],
    ['asked for nothing', accepted, wang, ask(), { code: 'paper-unknown' }],
    ['asked for an unknown paper', accepted, wang, ask('contract', 'other'), { code: 'paper-unknown' }],
    ['asked for a paper twice', accepted, wang, ask('contract', 'contract'), { code: 'paper-unknown' }],
    ['completed with a paper nobody has judged', partlyJudged, ...commands.complete, { code: 'papers-unjudged' }],
    ['completed after it was', completed, ...commands.complete, { code: 'form-completed', details: { by: 'officer' } }],
    ['confirmed after it was recalled', recalled, ...commands.confirm, { code: 'form-recalled', details: { by: 'officer' } }],
    ['confirmed after its order ended', orderEnded, ...commands.confirm, { code: 'form-recalled', details: { by: 'system' } }],
    ['confirmed after its time', expired, ...commands.confirm, { code: 'form-expired', details: { by: 'system' } }],
  ])('%s', (_, state, actor, command, refusal) => {
    expect(refused(state(), actor, command)).toEqual(refusal);
  });
  it.each(['release', 'handOver', 'reviewPapers', 'askPapers', 'complete', 'recall'] as const)('%s by another than the holder', (type) => {
    expect(refused(accepted(), supervisor, commands[type][1])).toEqual({ code: 'not-assignee', details: { officerId: 'wang' } });
  });
});

describe('filling in (rule 1)', () => {
  it('is the taxpayer’s turn from the beginning; the officer who sent it holds it', () => {
    expect(sent()).toMatchObject({ status: 'sent', assigneeId: 'wang', senderId: 'wang', originId: 'origin', version: 1, draft: null });
    expect(sent().papers.map(({ status }) => status)).toEqual(['missing', 'missing', 'missing']);
    expect([moveOf(sent()), isFillable(sent()), isOpen(sent()), isPressing(sent())]).toEqual(['taxpayer', true, true, false]);
    expect(sent().clock).toMatchObject({ purpose: 'supplement', warnAt: 1_200 * minute, dueAt: 2_400 * minute });
  });
  it('is kept, the last time as a whole, and counts for nothing yet', () => {
    expect(saved()).toEqual({
      ...sent(),
      version: 2,
      draft: { papers: files('application'), textId: 'note' },
    });
    expect(does(saved(), taxpayer, fill('save', 'contract', 'licence')).draft).toEqual({
      papers: files('contract', 'licence'),
      textId: null,
    });
    expect(does(saved(), taxpayer, fill('save')).draft).toEqual({ papers: [], textId: null });
  });
  it('leaves out what is without a file still', () => {
    const half = { type: 'save' as const, papers: [{ key: 'contract', uploadIds: [] }, ...files('licence')], textId: null };
    expect(does(sent(), taxpayer, half).draft?.papers).toEqual(files('licence'));
    const decision = decide(sent(), taxpayer, half, policy, 0);
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'saved', uploadIds: ['file of licence'] }] });
  });
  it('starts the time to hand in anew', () => {
    expect(by(saved(), 'save', 100 * minute).clock).toEqual({
      purpose: 'supplement',
      startedAt: 100 * minute,
      warnAt: 1_300 * minute,
      dueAt: 2_500 * minute,
      warned: false,
      escalated: false,
    });
  });
  it('is over with confirming', () => {
    expect(by(saved(), 'confirm')).toMatchObject({ status: 'submitted', draft: null });
    expect(by(by(returned(), 'save'), 'confirm').draft).toBeNull();
  });
});

describe('confirming (rule 2)', () => {
  it('hands in what is there, with or without what is optional', () => {
    expect(submitted().papers.map(({ status }) => status)).toEqual(['handed-in', 'handed-in', 'missing']);
    const all = does(sent(), taxpayer, fill('confirm', 'application', 'contract', 'licence'));
    expect(all.papers).toEqual(
      ['application', 'contract', 'licence'].map((key) => ({
        key,
        required: key !== 'licence',
        status: 'handed-in',
        revision: 1,
        uploadIds: [`file of ${key}`],
      })),
    );
    expect(moveOf(all)).toBe('officer');
  });
  it('of a form that requires nothing, with nothing, leaves nothing to judge', () => {
    const state = does(sent({ papers: [{ key: 'licence', required: false }] }), taxpayer, fill('confirm'));
    expect(state).toMatchObject({ status: 'accepted', clock: { purpose: 'result' } });
  });
  it('again, hands in the corrected ones alone, as new revisions', () => {
    const mixed = does(submitted(), wang, say({ application: 'accepted', contract: 'returned' }));
    expect(does(mixed, taxpayer, fill('confirm', 'contract')).papers).toMatchObject([
      { key: 'application', status: 'accepted', revision: 1 },
      { key: 'contract', status: 'handed-in', revision: 2 },
      { key: 'licence', status: 'missing', revision: 0 },
    ]);
  });
  it('without an optional one that was returned does without it', () => {
    const all = does(sent(), taxpayer, fill('confirm', 'application', 'contract', 'licence'));
    const back = does(all, wang, say({ application: 'accepted', contract: 'accepted', licence: 'returned' }));
    expect(back.status).toBe('returned');
    expect(does(back, taxpayer, fill('confirm'))).toMatchObject({
      status: 'accepted',
      papers: [{ status: 'accepted' }, { status: 'accepted' }, { key: 'licence', status: 'waived' }],
    });
  });
  it('fifty papers at once, judged at once', () => {
    const keys = Array.from({ length: 50 }, (_, i) => `paper ${String(i)}`);
    const many = does(sent({ papers: keys.map((key) => ({ key, required: true })) }), taxpayer, fill('confirm', ...keys));
    expect(does(many, wang, say(Object.fromEntries(keys.map((key) => [key, 'accepted'])), null)).status).toBe('accepted');
  });
});

describe('judging (rule 3)', () => {
  it('one by one keeps the clock until nothing is left', () => {
    const part = does(submitted(), wang, say({ application: 'accepted' }, null), 3 * minute);
    expect(part).toMatchObject({ status: 'submitted', clock: submitted().clock });
    const last = does(part, wang, say({ contract: 'accepted' }, null), 5 * minute);
    expect(last).toMatchObject({ status: 'accepted', clock: { purpose: 'result', startedAt: 5 * minute } });
  });
  it('returned with something accepted, it is the taxpayer’s turn when nothing is left to judge', () => {
    const first = does(submitted(), wang, say({ contract: 'returned' }));
    expect([first.status, moveOf(first)]).toEqual(['submitted', 'officer']);
    const last = does(first, wang, say({ application: 'accepted' }, null), 5 * minute);
    expect(last).toMatchObject({ status: 'returned', clock: { purpose: 'supplement', startedAt: 5 * minute } });
    expect(moveOf(last)).toBe('taxpayer');
  });
  it('does without a required one, with a reason', () => {
    expect(does(submitted(), wang, say({ application: 'accepted', contract: 'waived' })).status).toBe('accepted');
  });
  it('asks anew for what was accepted, until the result is written', () => {
    expect(askedAnew()).toMatchObject({
      status: 'returned',
      clock: { purpose: 'supplement' },
      papers: [{ status: 'returned' }, { status: 'returned' }, { status: 'missing' }],
    });
    const corrected = by(askedAnew(), 'confirm');
    expect(corrected.papers[0]).toMatchObject({ status: 'handed-in', revision: 2 });
    expect(does(corrected, wang, say({ application: 'accepted', contract: 'accepted' }, null, 2)).status).toBe('accepted');
  });
  it('asks anew for one while others are to be judged still, which stay so', () => {
    const asked = does(submitted(), wang, ask('application'));
    expect(asked).toMatchObject({ status: 'returned', papers: [{ status: 'returned' }, { status: 'handed-in' }, { status: 'missing' }] });
    expect(refused(asked, taxpayer, fill('confirm', 'application', 'contract'))).toEqual({ code: 'paper-settled' });
    expect(does(asked, taxpayer, fill('confirm', 'application'))).toMatchObject({ status: 'submitted', clock: { purpose: 'review' } });
  });
  it('asked for an optional one that never came, the taxpayer may do without it', () => {
    const asked = does(accepted(), wang, ask('licence'));
    expect(asked.papers[2]).toMatchObject({ status: 'missing' });
    expect(does(asked, taxpayer, fill('confirm')).status).toBe('accepted');
  });
});

describe('the hands it goes through', () => {
  it('given back while it is filled in, it waits for nobody until it is confirmed', () => {
    expect(released()).toMatchObject({ assigneeId: null, releasedBy: 'wang' });
    expect(needsAllocation(released())).toBe(false);
    expect([submittedToNobody(), acceptedAndReleased()].map(needsAllocation)).toEqual([true, true]);
    expect([sent(), submitted(), accepted(), completed()].map(needsAllocation)).toEqual([false, false, false, false]);
  });
  it('handed over, claimed or reassigned it has another, and its clock goes on', () => {
    expect(by(submitted(), 'handOver', 5 * minute)).toMatchObject({ assigneeId: 'li', releasedBy: 'wang', clock: submitted().clock });
    expect(by(submitted(), 'reassign', 5 * minute)).toMatchObject({ assigneeId: 'li', releasedBy: null, clock: submitted().clock });
    expect(by(submittedToNobody(), 'claim', 5 * minute)).toMatchObject({ assigneeId: 'li', releasedBy: null });
    expect(after(submittedToNobody(), [{ type: 'assigned', officerId: 'li' }])).toMatchObject({ assigneeId: 'li', releasedBy: null });
  });
});

describe('the end (rules 4 and 7)', () => {
  it.each<[string, () => ServiceFormState, ServiceFormStatus, ServiceFormOutcome, Actor]>([
    ['the result written', completed, 'completed', 'completed', wang],
    ['recalled', recalled, 'recalled', 'recalled', wang],
    ['ended by the supervisor', ended, 'recalled', 'ended', supervisor],
    ['ended with its order', orderEnded, 'recalled', 'order-ended', system],
    ['expired', expired, 'expired', 'expired', system],
  ])('%s: nobody has anything to do with it any more', (_, state, status, outcome, closedBy) => {
    expect(state()).toMatchObject({ status, outcome, closedBy, closedAt: 0, clock: null, draft: null });
    expect(state().answeredAt).toBe(status === 'completed' ? 0 : null);
    expect([isOpen(state()), serviceFormKind.isLive(state()), needsAllocation(state()), isFillable(state())]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
  it('takes with it what was filled in and not handed in', () => {
    for (const type of ['recall', 'end', 'orderEnded'] as const) expect(by(saved(), type).draft).toBeNull();
    expect(after(saved(), [{ type: 'closed', outcome: 'expired', reasonId: null }]).draft).toBeNull();
  });
  it('comes from every state before', () => {
    for (const state of [sent, saved, released, submitted, partlyJudged, returned, askedAnew, accepted])
      for (const type of ['end', 'orderEnded'] as const) expect(by(state(), type).status).toBe('recalled');
  });
});

describe('what the order that waits for it hears (rule 7)', () => {
  const told = (fields: Partial<ServiceFormOpening>, event: ServiceFormEvent) => {
    const state = sent(fields);
    const [recorded] = record(state, [event], system, 0);
    if (!recorded) throw new Error('one event');
    return serviceFormKind.tells?.(recorded, apply(state, recorded));
  };
  const closed = (outcome: Exclude<ServiceFormOutcome, 'completed'>): ServiceFormEvent => ({ type: 'closed', outcome, reasonId: null });
  const completes: ServiceFormEvent = { type: 'completed', textId: 'result', uploadIds: [] };

  it.each<[ServiceFormOutcome, ServiceFormEvent]>([
    ['completed', completes],
    ['recalled', closed('recalled')],
    ['ended', closed('ended')],
    ['expired', closed('expired')],
  ])('that it ended, and how: %s', (outcome, event) => {
    expect(told({ orderId: 'order' }, event)).toEqual({
      kind: 'work-order',
      id: 'order',
      command: { type: 'formEnded', formId: 'form', outcome },
    });
    expect(told({}, event)).toBeNull();
  });
  it('nothing of what it said itself', () => {
    expect(told({ orderId: 'order' }, closed('order-ended'))).toBeNull();
  });
  it('nothing before the end', () => {
    for (const event of [
      { type: 'claimed', officerId: 'li' },
      { type: 'reminded', nextAt: null },
      { type: 'escalated', purpose: 'review' },
    ] satisfies ServiceFormEvent[])
      expect(told({ orderId: 'order' }, event)).toBeNull();
  });
  it('and what it hears of that order means the same whatever comes with it', () => {
    expect(serviceFormKind.signals.orderEnded?.({ type: 'orderEnded', outcome: 'finished' })).toEqual({ type: 'orderEnded' });
    expect(Object.keys(serviceFormKind.signals)).toEqual(['orderEnded']);
  });
});

describe('what is offered', () => {
  /** Whatever the person: the supervisor’s two, and what only its order says. */
  const always: ServiceFormCommandType[] = ['reassign', 'end', 'orderEnded'];
  it.each<[string, () => ServiceFormState, Actor, ServiceFormCommandType[]]>([
    ['to the taxpayer who fills it in', sent, taxpayer, ['save', 'confirm', ...always]],
    ['to the taxpayer who corrects it', returned, taxpayer, ['save', 'confirm', ...always]],
    ['to the taxpayer who waits', submitted, taxpayer, always],
    ['to the holder while it is filled in', sent, wang, ['release', 'handOver', 'save', 'confirm', 'recall', ...always]],
    ['to the holder who judges', submitted, wang, ['release', 'handOver', 'reviewPapers', 'askPapers', 'recall', ...always]],
    [
      'to the holder, with an optional paper to do without',
      accepted,
      wang,
      ['release', 'handOver', 'reviewPapers', 'askPapers', 'complete', 'recall', ...always],
    ],
    [
      'to the holder, every paper settled',
      () => does(accepted(), wang, say({ licence: 'waived' }, 'reason', 0)),
      wang,
      ['release', 'handOver', 'askPapers', 'complete', 'recall', ...always],
    ],
    ['to another', submitted, li, always],
    ['to anybody of the centre, with nobody', submittedToNobody, li, ['claim', ...always]],
    ['after the end', completed, wang, []],
  ])('%s', (_, state, actor, offered) => {
    expect(acceptable(serviceFormKind, state(), { actor, role: 'agent' }, policy, 0)).toEqual(offered);
  });
});
