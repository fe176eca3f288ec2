import { describe, expect, it } from '@jest/globals';

import { caseKinds, type CaseKind } from './case.ts';
import type { Role } from './kind.ts';
import { caseActions, may, mayUse, scopeOf, seesContents, type Belonging, type CaseAction, type Viewer } from './policies.ts';

const caseOf = (kind: CaseKind): Belonging => ({ kind, regionId: 'north', centreId: 'north-1', identityId: 'owner' });

/** Everybody who could ask, by what they are to the case. */
const viewers = {
  'the taxpayer whose it is': { kind: 'taxpayer', id: 'owner', regionId: 'north' },
  'another taxpayer of the region': { kind: 'taxpayer', id: 'other', regionId: 'north' },
  'the same id in another region': { kind: 'taxpayer', id: 'owner', regionId: 'south' },
  'an agent of the centre': { kind: 'officer', id: 'a1', role: 'agent', regionId: 'north', centreId: 'north-1' },
  'an agent of another centre': { kind: 'officer', id: 'a2', role: 'agent', regionId: 'north', centreId: 'north-2' },
  'an agent of another region': { kind: 'officer', id: 'a3', role: 'agent', regionId: 'south', centreId: 'north-1' },
  'a supervisor of the centre': { kind: 'officer', id: 's1', role: 'supervisor', regionId: 'north', centreId: 'north-1' },
  'a supervisor of another centre': { kind: 'officer', id: 's2', role: 'supervisor', regionId: 'north', centreId: 'north-2' },
  'a supervisor of another region': { kind: 'officer', id: 's3', role: 'supervisor', regionId: 'south', centreId: 'north-1' },
  'an administrator of the region': { kind: 'officer', id: 'm1', role: 'administrator', regionId: 'north' },
  'an administrator of another region': { kind: 'officer', id: 'm2', role: 'administrator', regionId: 'south' },
  'an editor of the region': { kind: 'officer', id: 'e1', role: 'editor', regionId: 'north' },
  'an officer with the taxpayer’s id': { kind: 'officer', id: 'owner', role: 'agent', regionId: 'north', centreId: 'north-2' },
} as const satisfies Record<string, Viewer>;
type Who = keyof typeof viewers;

const orderWork: readonly CaseAction[] = [
  ...(['claim', 'release', 'handOver', 'advance', 'sendBack', 'askPapers', 'reviewPapers', 'finish'] as const),
  ...(['dispute', 'dispatch', 'merge', 'sendForm', 'invite'] as const),
];
const formWork: readonly CaseAction[] = ['claim', 'release', 'handOver', 'reviewPapers', 'askPapers', 'complete', 'recall'];

const conversationWork: readonly CaseAction[] = [
  ...(['accept', 'decline', 'claim', 'release', 'handOver', 'close', 'askSupervisor'] as const),
  ...(['sendForm', 'openOrder', 'leaveMessage', 'invite', 'inviteCall', 'refuseCall', 'endCall'] as const),
  ...(['askRecording', 'stopRecording'] as const),
];

const appointmentWork: readonly CaseAction[] = [
  ...(['claim', 'release', 'handOver', 'takeOver', 'move', 'cancel', 'checkIn', 'start', 'finish', 'sendForm', 'invite'] as const),
];

/** The whole of what may be asked of each kind, by role; whatever is not here is not allowed. */
const asked: Record<CaseKind, Record<Role, readonly CaseAction[]>> = {
  message: {
    taxpayer: ['supplement', 'followUp', 'withdraw', 'rate'],
    agent: ['claim', 'release', 'handOver', 'reply', 'askBack', 'convert', 'sendForm', 'invite'],
    supervisor: ['claim', 'release', 'handOver', 'reply', 'askBack', 'convert', 'sendForm', 'invite', 'reassign', 'end'],
  },
  'work-order': {
    taxpayer: ['supplement', 'urge', 'terminate', 'rate'],
    agent: orderWork,
    supervisor: [...orderWork, 'reassign', 'end'],
  },
  conversation: {
    taxpayer: [
      ...(['requestOfficer', 'leaveQueue', 'stay', 'close', 'rate', 'askCall', 'consentCall', 'refuseCall', 'endCall'] as const),
      ...(['consentRecording', 'refuseRecording', 'stopRecording'] as const),
    ],
    agent: conversationWork,
    supervisor: [...conversationWork, 'reassign', 'prioritise', 'join', 'leave', 'end'],
  },
  appointment: {
    taxpayer: ['move', 'cancel', 'checkIn', 'rate', 'appeal'],
    agent: appointmentWork,
    supervisor: [...appointmentWork, 'reassign', 'end', 'liftMiss', 'upholdMiss'],
  },
  invitation: {
    taxpayer: ['accept', 'reject', 'counter'],
    agent: ['claim', 'release', 'handOver', 'agree', 'decline', 'withdraw'],
    supervisor: ['claim', 'release', 'handOver', 'agree', 'decline', 'withdraw', 'reassign', 'end'],
  },
  'service-form': { taxpayer: ['save', 'confirm'], agent: formWork, supervisor: [...formWork, 'reassign', 'end'] },
};

const allowedOf = (kind: CaseKind): Partial<Record<Who, readonly CaseAction[]>> => ({
  'the taxpayer whose it is': ['view', ...asked[kind].taxpayer],
  'an agent of the centre': ['view', ...asked[kind].agent],
  'a supervisor of the centre': ['view', 'inspect', 'retry', ...asked[kind].supervisor],
  'an administrator of the region': ['inspect', 'retry'],
});

describe.each(caseKinds)('who may do what to a case of kind %s', (kind) => {
  const [theCase, allowed] = [caseOf(kind), allowedOf(kind)];
  const table = (Object.keys(viewers) as Who[]).flatMap((who) =>
    caseActions.map((action) => ({ who, action, expected: allowed[who]?.includes(action) ?? false })),
  );

  it.each(table)('$who, $action: $expected', ({ who, action, expected }) => {
    expect(may(viewers[who], action, theCase)).toBe(expected);
  });

  it.each(['formEnded', 'orderEnded', 'seek', 'lose', 'constructor', ''])('%s is nobody’s to do', (action) => {
    expect(Object.values(viewers).filter((viewer) => may(viewer, action, theCase))).toEqual([]);
  });

  /** Of a case of a third centre that is linked with one of `theCase`'s and one of the other centre's. */
  const ofLinked: Partial<Record<Who, readonly CaseAction[]>> = {
    ...allowed,
    'an agent of the centre': ['view'],
    'a supervisor of the centre': ['view'],
    'an agent of another centre': ['view'],
    'a supervisor of another centre': ['view'],
    'an officer with the taxpayer’s id': ['view'],
  };
  it.each(Object.keys(viewers) as Who[])('%s, of a case linked with theirs: looks, and does nothing more than before', (who) => {
    const linked: Belonging = { ...theCase, centreId: 'north-3', threadCentreIds: ['north-1', 'north-2'] };
    expect(caseActions.filter((action) => may(viewers[who], action, linked))).toEqual(
      caseActions.filter((action) => ofLinked[who]?.includes(action) ?? false),
    );
  });

  it('knows every action that the table allows', () => {
    expect(
      Object.values(allowed)
        .flat()
        .filter((action) => !caseActions.includes(action)),
    ).toEqual([]);
  });
});

describe('what lists may hold', () => {
  it.each<[Who, ReturnType<typeof scopeOf>]>([
    ['the taxpayer whose it is', { identityId: 'owner' }],
    ['an agent of the centre', { centreId: 'north-1' }],
    ['a supervisor of the centre', { centreId: 'north-1' }],
    ['an administrator of the region', { regionId: 'north' }],
  ])('%s', (who, scope) => {
    expect(scopeOf(viewers[who])).toEqual(scope);
  });
});

describe('whether lists tell what the cases hold', () => {
  it.each<[Who, boolean]>([
    ['the taxpayer whose it is', true],
    ['an agent of the centre', true],
    ['a supervisor of the centre', true],
    ['an administrator of the region', false],
    ['an editor of the region', false],
  ])('%s: %s', (who, expected) => {
    expect(seesContents(viewers[who])).toBe(expected);
  });
});

describe('pages of officers', () => {
  it.each<[Who, worklist: boolean, supervise: boolean, administer: boolean, knowledge: boolean]>([
    ['the taxpayer whose it is', false, false, false, false],
    ['an agent of the centre', true, false, false, false],
    ['a supervisor of the centre', true, true, false, false],
    ['an administrator of the region', false, true, true, true],
    ['an editor of the region', false, false, false, true],
  ])('%s: worklist %s, supervise %s, administer %s, knowledge %s', (who, worklist, supervise, administer, knowledge) => {
    expect(mayUse(viewers[who], 'worklist')).toBe(worklist);
    expect(mayUse(viewers[who], 'supervise')).toBe(supervise);
    expect(mayUse(viewers[who], 'administer')).toBe(administer);
    expect(mayUse(viewers[who], 'knowledge')).toBe(knowledge);
  });
});
