import fc from 'fast-check';

import { roundTheClock } from '../../domain/calendar.ts';
import { system, type Actor } from '../../domain/case.ts';
import { serviceFormOutcomes, type ServiceFormStart } from '../../domain/service-form/form.ts';
import { workOrderCommandTypes } from '../../domain/work-order/decide.ts';
import {
  awaitedForm,
  isOpen,
  type PlannedStage,
  type WorkOrderCommand,
  type WorkOrderCommandType,
  type WorkOrderOpening,
  type WorkOrderPolicy,
  type WorkOrderState,
} from '../../domain/work-order/order.ts';
import type { WorkOrderDefinition } from '../../domain/work-order/type.ts';
import { papersSaid, type Deed } from './arbitraries.ts';
import type { People } from './people.ts';
import { aFormOpening, patientFormPolicy } from './service-form.ts';

type Command<K extends WorkOrderCommandType> = Extract<WorkOrderCommand, { type: K }>;

const stage = (key: string, groupId: string, centreId: string, rest: Partial<PlannedStage>): PlannedStage => ({
  key,
  groupId,
  centreId,
  limitMinutes: 480,
  backTo: [],
  tellTaxpayer: false,
  finish: 'nobody',
  terminable: true,
  ...rest,
});

/**
 * 受理 → 办理 → 复核 → 办结: two groups in the east, one in the west; every way to finish is among the stages. Long times, so that
 * nothing happens by itself; a test shortens the one it is about.
 */
export const patientOrderPolicy: WorkOrderPolicy = {
  stages: [
    stage('accept', 'front', 'east', {}),
    stage('handle', 'back', 'east', { backTo: ['accept'], finish: 'holder', tellTaxpayer: true }),
    stage('review', 'review', 'west', { backTo: ['accept', 'handle'], finish: 'supervisor', terminable: false }),
    stage('conclude', 'review', 'west', { backTo: ['review'], finish: 'holder', terminable: false, tellTaxpayer: true }),
  ],
  calendars: { east: roundTheClock, west: roundTheClock },
  papersMinutes: 2_400,
  formMinutes: 4_800,
  dispatchMinutes: 480,
  warnShare: 0.8,
  disputes: 2,
  sendBacks: 1,
  early: true,
  urges: { most: 2, periodMinutes: 1_440 },
  evaluationMinutes: 14_400,
};

/** What an administrator says of the type of which that policy is. */
export const orderDefinition: WorkOrderDefinition = {
  fields: [],
  papers: [
    { key: 'contract', name: '合同', nameEn: 'Contract', required: true },
    { key: 'licence', name: '执照', nameEn: 'Licence', required: false },
  ],
  stages: patientOrderPolicy.stages.map(({ centreId: _, ...spec }) => ({ ...spec, name: spec.key, nameEn: spec.key })),
};

/** An order opened in the east that wants two papers, one of them in any case. */
export const anOpening = (fields: Partial<WorkOrderOpening> = {}): WorkOrderOpening => ({
  id: 'order',
  regionId: 'region',
  centreId: 'east',
  typeId: 'quota',
  typeVersion: 1,
  identityId: 'taxpayer',
  dispatcherId: 'dispatcher',
  dispatchCentreId: 'east',
  priority: 'normal',
  textId: 'text',
  uploadIds: [],
  papers: [
    { key: 'contract', required: true },
    { key: 'licence', required: false },
  ],
  originId: null,
  ...fields,
});

/** What commands name: rows that have to be there where a real workflow is driven. */
export interface Contents {
  textId: string;
  uploadIds: string[];
  /** Of the request that becomes part of the order. */
  caseId: string;
}

/**
 * What somebody may try with an order that stands like this: mostly what carries it on, by whom it awaits; at times anything, by
 * anybody, with papers and stages that do not exist.
 */
export function commandArbitrary(
  state: WorkOrderState,
  people: People,
  contents: Contents = { textId: 'text', uploadIds: ['upload'], caseId: 'other' },
): fc.Arbitrary<Deed<WorkOrderCommand>> {
  const made = commandsOf(state, people, contents);
  const types = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual(state)) },
    { weight: 1, arbitrary: fc.constantFrom(...workOrderCommandTypes) },
  );
  return types.chain((type) =>
    fc.record<Deed<WorkOrderCommand>>({
      actor: fc.oneof(
        { weight: 5, arbitrary: fc.constant(actorOf(type, state, people)) },
        { weight: 1, arbitrary: anybody(state, people) },
      ),
      command: made[type],
    }),
  );
}

/** What an order in this state waits for. */
function usual(state: WorkOrderState): WorkOrderCommandType[] {
  if (!isOpen(state)) return ['rate'];
  if (state.status === 'disputed') return ['dispatch', 'reassign', 'urge'];
  if (awaitedForm(state) !== null) return ['formEnded', 'formEnded', 'urge'];
  if (state.status === 'awaiting-materials') return ['supplement', 'supplement', 'urge'];
  if (state.assigneeId === null) return ['claim', 'reassign'];
  return [
    'advance',
    'advance',
    'sendBack',
    'askPapers',
    'askPapers',
    'reviewPapers',
    'reviewPapers',
    'finish',
    'dispute',
    'sendForm',
    'handOver',
    'release',
    'urge',
  ];
}

const taxpayerTypes: readonly WorkOrderCommandType[] = ['supplement', 'urge', 'terminate', 'rate'];

function actorOf(type: WorkOrderCommandType, state: WorkOrderState, { taxpayer, east, supervisor }: People): Actor {
  if (taxpayerTypes.includes(type)) return { kind: 'taxpayer', id: taxpayer };
  if (type === 'formEnded') return system;
  if (type === 'reassign' || type === 'end') return { kind: 'officer', id: supervisor };
  return { kind: 'officer', id: state.assigneeId ?? east[0] };
}

const officersOf = ({ dispatcherId }: WorkOrderState, { east, west, supervisor }: People): string[] => [
  ...east,
  ...west,
  supervisor,
  dispatcherId,
];

const anybody = (state: WorkOrderState, people: People): fc.Arbitrary<Actor> =>
  fc.constantFrom<Actor[]>(
    { kind: 'taxpayer', id: people.taxpayer },
    system,
    ...officersOf(state, people).map((id): Actor => ({ kind: 'officer', id })),
  );

function commandsOf(
  state: WorkOrderState,
  people: People,
  { textId, uploadIds, caseId }: Contents,
): { [K in WorkOrderCommandType]: fc.Arbitrary<Command<K>> } {
  const officerId = fc.constantFrom(...officersOf(state, people));
  const noteId = fc.constantFrom(textId, null);
  const keys = fc.constantFrom(...patientOrderPolicy.stages.map(({ key }) => key), 'nowhere');
  const papers = papersSaid(state.papers, uploadIds);
  const formId = fc.constantFrom(awaitedForm(state) ?? textId, awaitedForm(state) ?? textId, textId);

  return {
    claim: fc.constant({ type: 'claim' }),
    release: fc.record({ type: fc.constant('release'), noteId }),
    handOver: fc.record({ type: fc.constant('handOver'), officerId, noteId: fc.constant(textId) }),
    advance: fc.record({ type: fc.constant('advance'), noteId }),
    sendBack: fc.record({ type: fc.constant('sendBack'), to: keys, reasonId: fc.constant(textId) }),
    askPapers: fc.record({
      type: fc.constant('askPapers'),
      keys: papers.asked,
      textId: fc.constant(textId),
    }),
    supplement: fc.record({
      type: fc.constant('supplement'),
      papers: papers.handedIn,
      textId: noteId,
    }),
    reviewPapers: fc.record({
      type: fc.constant('reviewPapers'),
      verdicts: papers.judged,
      reasonId: fc.oneof({ weight: 3, arbitrary: fc.constant(textId) }, fc.constant(null)),
    }),
    finish: fc.record({
      type: fc.constant('finish'),
      asSupervisor: fc.boolean(),
      textId: fc.constant(textId),
      uploadIds: fc.constantFrom(uploadIds, []),
    }),
    dispute: fc.constant({ type: 'dispute', reasonId: textId }),
    dispatch: fc.record({ type: fc.constant('dispatch'), officerId: fc.option(officerId), noteId }),
    urge: fc.constant({ type: 'urge' }),
    terminate: fc.record({ type: fc.constant('terminate'), reasonId: noteId }),
    rate: fc.record({
      type: fc.constant('rate'),
      resolved: fc.boolean(),
      stars: fc.integer({ min: 1, max: 5 }),
      textId: noteId,
    }),
    merge: fc.record({ type: fc.constant('merge'), caseId: fc.constantFrom(caseId, state.id) }),
    sendForm: fc.record({ type: fc.constant('sendForm'), form: formStart(state, textId) }),
    formEnded: fc.record({ type: fc.constant('formEnded'), formId, outcome: fc.constantFrom(...serviceFormOutcomes) }),
    reassign: fc.record({ type: fc.constant('reassign'), officerId, noteId }),
    end: fc.constant({ type: 'end', reasonId: textId }),
  };
}

/** A form that the order may carry: one that waits for its taxpayer, or one that expires soon. */
const formStart = ({ id, regionId, centreId, identityId, dispatcherId }: WorkOrderState, textId: string): fc.Arbitrary<ServiceFormStart> =>
  fc.record({ formId: fc.noBias(fc.uuid()), handInMinutes: fc.constantFrom(2_400, 0.005) }).map(({ formId, handInMinutes }) => ({
    opening: aFormOpening({ id: formId, regionId, centreId, identityId, senderId: dispatcherId, textId, originId: id, orderId: id }),
    policy: { ...patientFormPolicy, handInMinutes },
  }));
