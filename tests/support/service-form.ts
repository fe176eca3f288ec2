import fc from 'fast-check';

import { roundTheClock } from '../../domain/calendar.ts';
import { system, type Actor } from '../../domain/case.ts';
import { serviceFormCommandTypes } from '../../domain/service-form/decide.ts';
import {
  isFillable,
  type ServiceFormCommand,
  type ServiceFormCommandType,
  type ServiceFormOpening,
  type ServiceFormPolicy,
  type ServiceFormState,
} from '../../domain/service-form/form.ts';
import type { FormDefinition } from '../../domain/service-form/template.ts';
import { papersSaid, type Deed } from './arbitraries.ts';
import type { People } from './people.ts';

type Command<K extends ServiceFormCommandType> = Extract<ServiceFormCommand, { type: K }>;

/** Long times, so that nothing happens by itself; a test shortens the one it is about. */
export const patientFormPolicy: ServiceFormPolicy = {
  calendar: roundTheClock,
  handInMinutes: 2_400,
  reminders: [0.5, 0.8],
  reviewMinutes: 480,
  resultMinutes: 480,
  warnShare: 0.8,
};

/** A template of three papers, one of them optional. */
export const formDefinition: FormDefinition = {
  papers: [
    { key: 'application', name: '申请表', nameEn: 'Application', required: true },
    { key: 'contract', name: '合同', nameEn: 'Contract', required: true },
    { key: 'licence', name: '执照', nameEn: 'Licence', required: false },
  ],
};

/** A form sent in the east, from a case on which no order waits. */
export const aFormOpening = (fields: Partial<ServiceFormOpening> = {}): ServiceFormOpening => ({
  id: 'form',
  regionId: 'region',
  centreId: 'east',
  typeId: 'refund',
  typeVersion: 1,
  identityId: 'taxpayer',
  senderId: 'wang',
  textId: 'text',
  uploadIds: [],
  papers: formDefinition.papers.map(({ key, required }) => ({ key, required })),
  originId: 'origin',
  orderId: null,
  ...fields,
});

/** What commands name: rows that have to be there where a real workflow is driven. */
interface Contents {
  textId: string;
  uploadIds: string[];
}

/**
 * What somebody may try with a form that stands like this: mostly what carries it on, by whom it awaits; at times anything, by anybody,
 * with papers that do not exist.
 */
export function formCommandArbitrary(
  state: ServiceFormState,
  people: People,
  contents: Contents = { textId: 'text', uploadIds: ['upload'] },
): fc.Arbitrary<Deed<ServiceFormCommand>> {
  const made = commandsOf(state, people, contents);
  const types = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...usual(state)) },
    { weight: 1, arbitrary: fc.constantFrom(...serviceFormCommandTypes) },
  );
  return types.chain((type) =>
    fc.record<Deed<ServiceFormCommand>>({
      actor: fc.oneof({ weight: 6, arbitrary: fc.constant(actorOf(type, state, people)) }, { weight: 1, arbitrary: anybody(people) }),
      command: made[type],
    }),
  );
}

/** What a form in this state waits for. */
function usual(state: ServiceFormState): ServiceFormCommandType[] {
  if (isFillable(state)) return ['save', 'save', 'confirm', 'confirm', 'confirm', state.assigneeId === null ? 'claim' : 'handOver'];
  if (state.assigneeId === null) return ['claim', 'reassign'];
  if (state.status === 'submitted') return ['reviewPapers', 'reviewPapers', 'reviewPapers', 'reviewPapers', 'askPapers', 'release'];
  return ['complete', 'askPapers', 'askPapers', 'release'];
}

function actorOf(type: ServiceFormCommandType, state: ServiceFormState, { taxpayer, east, supervisor }: People): Actor {
  if (type === 'save' || type === 'confirm') return { kind: 'taxpayer', id: taxpayer };
  if (type === 'orderEnded') return system;
  if (type === 'reassign' || type === 'end') return { kind: 'officer', id: supervisor };
  return { kind: 'officer', id: state.assigneeId ?? east[0] };
}

const officersOf = ({ east, supervisor }: People): string[] => [...east, supervisor];

const anybody = (people: People): fc.Arbitrary<Actor> =>
  fc.constantFrom<Actor[]>(
    { kind: 'taxpayer', id: people.taxpayer },
    system,
    ...officersOf(people).map((id): Actor => ({ kind: 'officer', id })),
  );

function commandsOf(
  state: ServiceFormState,
  people: People,
  { textId, uploadIds }: Contents,
): { [K in ServiceFormCommandType]: fc.Arbitrary<Command<K>> } {
  const officerId = fc.constantFrom(...officersOf(people));
  const noteId = fc.constantFrom(textId, null);
  const papers = papersSaid(state.papers, uploadIds);
  return {
    claim: fc.constant({ type: 'claim' }),
    release: fc.record({ type: fc.constant('release'), noteId }),
    handOver: fc.record({ type: fc.constant('handOver'), officerId, noteId: fc.constant(textId) }),
    save: fc.record({ type: fc.constant('save'), papers: papers.handedIn, textId: noteId }),
    confirm: fc.record({
      type: fc.constant('confirm'),
      papers: fc.oneof({ weight: 2, arbitrary: papers.all }, papers.handedIn),
      textId: noteId,
    }),
    reviewPapers: fc.record({
      type: fc.constant('reviewPapers'),
      verdicts: papers.judged,
      reasonId: fc.oneof({ weight: 3, arbitrary: fc.constant(textId) }, fc.constant(null)),
    }),
    askPapers: fc.record({ type: fc.constant('askPapers'), keys: papers.asked, textId: fc.constant(textId) }),
    complete: fc.record({ type: fc.constant('complete'), textId: fc.constant(textId), uploadIds: fc.constantFrom(uploadIds, []) }),
    recall: fc.constant({ type: 'recall', reasonId: textId }),
    reassign: fc.record({ type: fc.constant('reassign'), officerId, noteId }),
    end: fc.constant({ type: 'end', reasonId: textId }),
    orderEnded: fc.constant({ type: 'orderEnded' }),
  };
}
