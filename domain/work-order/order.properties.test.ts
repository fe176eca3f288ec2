import { describe, expect, it } from '@jest/globals';

import type { People } from '../../tests/support/people.ts';
import { RandomWalk } from '../../tests/support/random-walk.ts';
import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { anOpening, commandArbitrary, patientOrderPolicy } from '../../tests/support/work-order.ts';
import { calendarFor, type Span } from '../calendar.ts';
import type { Actor } from '../case.ts';
import { isWanted, unsettledPapers } from '../papers.ts';
import { acceptable } from '../possible.ts';
import { workOrderCommandTypes } from './decide.ts';
import { workOrderKind, type WorkOrderTypes } from './kind.ts';
import {
  awaitedForm,
  isLive,
  isOpen,
  moveOf,
  workOrderEventTypes,
  workOrderStatuses,
  type WorkOrderCommand,
  type WorkOrderCommandType,
  type WorkOrderPolicy,
  type WorkOrderState,
} from './order.ts';

const decide: typeof workOrderKind.decide = (...asked) => workOrderKind.decide(...asked);

const minute = 60_000;
const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const working = calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026]);
const policy: WorkOrderPolicy = {
  ...patientOrderPolicy,
  stages: patientOrderPolicy.stages.map((stage, i) => ({ ...stage, limitMinutes: 120 * (i + 1) })),
  calendars: { ...patientOrderPolicy.calendars, east: working },
  papersMinutes: 600,
  dispatchMinutes: 300,
  evaluationMinutes: 3_000,
};
const people: People = { taxpayer: 'taxpayer', east: ['wang', 'li'], west: ['zhou', 'wu'], supervisor: 'zhao' };
const opening = anOpening({ dispatchCentreId: 'west' });

const walk = new RandomWalk<WorkOrderTypes>({
  kind: workOrderKind,
  opening,
  policy,
  openedAt: Date.parse('2026-03-04T09:00:00+08:00'),
  officers: [...people.east, ...people.west],
  deeds: (state) => commandArbitrary(state, people),
});

const stageOf = (state: WorkOrderState) => policy.stages[state.stage];

describe('along any path', () => {
  walk.itIsLikeEveryCase();

  it('everything happens that can happen', () => {
    const statuses = new Set<string>();
    const types = new Set<string>();
    const outcomes = new Set<string | null>();
    const refusals = new Set<string>();
    walk.always(
      ({ after, events, decision }) => {
        statuses.add(after.status);
        outcomes.add(after.outcome);
        for (const { type } of events) types.add(type);
        if (decision?.ok === false) refusals.add(decision.refusal.code);
      },
      { numRuns: 400, seed: 4 },
    );
    expect(statuses).toEqual(new Set(workOrderStatuses));
    // Nothing in the life of a case counts it anew; an administrator does (domain/recount.test.ts).
    expect(types).toEqual(new Set(workOrderEventTypes.filter((type) => type !== 'recounted')));
    expect(outcomes).toEqual(new Set([null, 'finished', 'terminated', 'papers-elapsed', 'ended']));
    expect([...refusals].sort()).toEqual(
      [
        'already-claimed',
        'already-theirs',
        'already-rated',
        'already-yours',
        'awaiting-taxpayer',
        'evaluation-over',
        'form-not-awaited',
        'last-stage',
        'move-not-allowed',
        'not-assigned',
        'not-assignee',
        'not-ended-yet',
        'order-awaits-form',
        'order-completed',
        'order-disputed',
        'order-not-disputed',
        'order-terminated',
        'own-dispatch',
        'paper-empty',
        'paper-not-handed-in',
        'paper-replaced',
        'paper-settled',
        'paper-unknown',
        'papers-missing',
        'reason-missing',
        'send-back-limit',
        'same-case',
        'stage-not-final',
        'stage-not-terminable',
        'supervisor-decides',
        'supervisor-finishes',
        'urge-limit',
      ].sort(),
    );
  });

  it('it stands at a stage of its plan, with the centre that handles it or the one that decides a dispute', () => {
    walk.always(({ after }) => {
      expect(stageOf(after)).toMatchObject({ key: after.stageKey, groupId: after.groupId });
      const atDispatcher = after.assigneeId === opening.dispatcherId && after.paused !== null;
      if (isOpen(after) && !(after.status === 'disputed' && atDispatcher)) expect(after.centreId).toBe(stageOf(after)?.centreId);
      if (after.status === 'disputed') expect([null, opening.dispatcherId]).toContain(after.assigneeId);
    });
  });

  it('it goes on one stage at a time, and back only where the stage allows (rule 2)', () => {
    walk.always(({ before, after, events }) => {
      const [event] = events;
      if (event?.type === 'advanced') expect(after.stage).toBe(before.stage + 1);
      else if (event?.type === 'sent-back') {
        expect(after.stage).toBeLessThan(before.stage);
        expect(stageOf(before)?.backTo).toContain(after.stageKey);
      } else expect(after.stage).toBe(before.stage);
    });
  });

  it('only the holder moves it, and only while it is being worked on (rule 1)', () => {
    walk.always(({ before, deed, events }) => {
      const moved = ['released', 'handed-over', 'advanced', 'sent-back', 'papers-asked', 'papers-reviewed', 'disputed', 'form-sent'];
      if (!events.some(({ type }) => moved.includes(type))) return;
      // A hand-over changes nothing that the taxpayer is waited for.
      if (events.some(({ type }) => type === 'handed-over')) expect(before.status).not.toBe('disputed');
      else expect(before.status).toBe('in-progress');
      // For a holder who works here no longer, the system gives back.
      if (events.some(({ type }) => type === 'released') && deed?.actor.kind === 'system') return;
      expect(deed?.actor).toEqual({ kind: 'officer', id: before.assigneeId });
    });
  });

  it('the clock of its stage stands still exactly while papers or a form are awaited or the assignment is disputed (rules 3 and 9)', () => {
    walk.always(({ after }) => {
      const awaits = awaitedForm(after) === null ? 'supplement' : 'form';
      const running = { 'in-progress': 'stage', 'awaiting-materials': awaits, disputed: 'dispatch' } as const;
      expect(after.paused !== null).toBe(after.status === 'awaiting-materials' || after.status === 'disputed');
      if (after.status !== 'completed' && after.status !== 'terminated') expect(after.clock?.purpose).toBe(running[after.status]);
      expect(moveOf(after)).toBe(after.status === 'awaiting-materials' ? 'taxpayer' : 'officer');
    });
  });

  it('what was said of a stage is said once while it stands there (rule 3)', () => {
    walk.always((_, story) => {
      const since = story.slice(story.findLastIndex(({ type }) => type === 'opened' || type === 'advanced' || type === 'sent-back'));
      for (const type of ['warned', 'escalated'])
        expect(since.filter((event) => event.type === type && 'purpose' in event && event.purpose === 'stage').length).toBeLessThanOrEqual(
          1,
        );
    });
  });

  it('papers are as the story tells of them, and whoever is asked for some can send some (rules 4 and 5)', () => {
    walk.always(({ after }, story) => {
      for (const { key, status, revision, uploadIds } of after.papers) {
        const handedIn = story.filter((event) => event.type === 'supplemented' && event.papers.some((paper) => paper.key === key));
        expect(revision).toBe(handedIn.length);
        expect(uploadIds.length > 0).toBe(revision > 0);
        if (status !== 'waived') expect(status === 'missing').toBe(revision === 0);
      }
      if (after.status === 'awaiting-materials' && awaitedForm(after) === null) expect(after.papers.some(isWanted)).toBe(true);
    });
  });

  it('it waits for one form at a time, until that one has ended or it has itself (rule 9)', () => {
    walk.always(({ after }, story) => {
      const told = story.filter((event) => event.type === 'form-sent' || event.type === 'form-ended');
      expect(told.map(({ type }) => type)).toEqual(told.map((_, i) => (i % 2 === 0 ? 'form-sent' : 'form-ended')));
      told.forEach((event, i) => {
        if (event.type === 'form-ended') expect(event.formId).toBe(told[i - 1]?.formId);
      });
      const last = told.at(-1);
      expect(after.form).toEqual(last && { id: last.formId, ended: last.type === 'form-ended' });
      if (isOpen(after) && awaitedForm(after) !== null) expect(after.status).toBe('awaiting-materials');
    });
  });

  it('it is never finished without its required papers, nor where nobody may (rule 5)', () => {
    walk.always(({ before, after, deed }) => {
      expect(after.outcome === 'finished').toBe(after.status === 'completed');
      expect(after.answeredAt !== null).toBe(after.status === 'completed');
      if (after.status !== 'completed') return;
      expect(unsettledPapers(after.papers)).toEqual([]);
      expect(stageOf(after)?.finish).not.toBe('nobody');
      if (isOpen(before) && stageOf(after)?.finish === 'supervisor')
        expect(deed?.command).toMatchObject({ type: 'finish', asSupervisor: true });
    });
  });

  it('disputes go to the dispatcher so often, then to the supervisor (rule 6)', () => {
    walk.always((_, story) => {
      const to = story.flatMap((event) => (event.type === 'disputed' ? [event.officerId] : []));
      expect(to).toEqual(to.map((_id, i) => (i < policy.disputes ? opening.dispatcherId : null)));
    });
  });

  it('it is urged so often a period, and not once more (rule 7)', () => {
    const periodMs = policy.urges.periodMinutes * minute;
    walk.always(({ after, deed, decision, now }, story) => {
      const urged = story.flatMap(({ type, at }) => (type === 'urged' ? [at] : []));
      expect([after.urges, after.urgedAt]).toEqual([urged.length, urged]);
      expect(after.priority).toBe(urged.length > 0 ? 'urgent' : opening.priority);
      urged.forEach((at) => {
        expect(urged.filter((other) => other >= at && other < at + periodMs).length).toBeLessThanOrEqual(policy.urges.most);
      });
      if (deed?.command.type !== 'urge' || decision?.ok !== false || decision.refusal.code !== 'urge-limit') return;
      const nextAt = Date.parse(decision.refusal.details?.['nextAt'] ?? '');
      expect(decide(after, deed.actor, deed.command, policy, nextAt - 1).ok).toBe(false);
      expect(nextAt).toBeGreaterThan(now);
      expect(decide(after, deed.actor, deed.command, policy, nextAt).ok).toBe(true);
    });
  });

  it('nothing changes after its end but one rating within its days, or their elapsing (rules 7 and 8)', () => {
    walk.always(({ before, after, events, now }, story) => {
      expect(isOpen(after)).toBe(after.closedAt === null);
      expect(isOpen(after)).toBe(after.closedBy === null);
      expect(isLive(after)).toBe(isOpen(after) || after.clock !== null);
      const end = story.findIndex(({ type }) => type === 'closed');
      const then = end < 0 ? [] : story.slice(end + 1).map(({ type }) => type);
      expect([[], ['rated'], ['evaluation-elapsed']]).toContainEqual(then);
      if (isOpen(before)) return;
      expect(after).toEqual({ ...before, clock: events.length > 0 ? null : before.clock, version: before.version + events.length });
      if (events[0]?.type === 'rated') expect(now - (before.closedAt ?? 0)).toBeLessThan(policy.evaluationMinutes * minute);
    });
  });
});

describe('what is offered', () => {
  const everybody: Actor[] = [
    { kind: 'taxpayer', id: people.taxpayer },
    ...[...people.east, people.supervisor, opening.dispatcherId].map((id): Actor => ({ kind: 'officer', id })),
  ];

  it('is whatever somebody can do', () => {
    walk.always(({ before, deed, decision, now }) => {
      if (!deed || !decision?.ok) return;
      const { actor, command } = deed;
      // That is no person's to say.
      if (command.type === 'formEnded') return;
      const role = command.type === 'finish' && command.asSupervisor ? 'supervisor' : 'agent';
      expect(acceptable(workOrderKind, before, { actor, role }, policy, now)).toContain(command.type);
    });
  });

  it('can be done, in one way at least', () => {
    walk.always(
      ({ after, now }) => {
        for (const actor of everybody) {
          for (const asSupervisor of [true, false]) {
            const can = everyWay(after, asSupervisor).filter((command) => decide(after, actor, command, policy, now).ok);
            const done = workOrderCommandTypes.filter((type) => can.some((command) => command.type === type));
            expect(acceptable(workOrderKind, after, { actor, role: asSupervisor ? 'supervisor' : 'agent' }, policy, now)).toEqual(done);
          }
        }
      },
      { numRuns: 20 },
    );
  });

  /** Commands of every type with every content that makes a difference to a rule. */
  function everyWay(state: WorkOrderState, asSupervisor: boolean): WorkOrderCommand[] {
    const reasonId = 'reason';
    const ofPapers = state.papers.flatMap(({ key, revision }): WorkOrderCommand[] => [
      { type: 'askPapers', keys: [key], textId: 'text' },
      { type: 'supplement', papers: [{ key, uploadIds: ['file'] }], textId: null },
      ...(['accepted', 'returned', 'waived'] as const).map((verdict): WorkOrderCommand => ({
        type: 'reviewPapers',
        verdicts: [{ key, verdict, revision }],
        reasonId,
      })),
    ]);
    const toPeople = [...people.east, ...people.west].flatMap((officerId): WorkOrderCommand[] => [
      { type: 'handOver', officerId, noteId: 'note' },
      { type: 'dispatch', officerId, noteId: null },
      { type: 'reassign', officerId, noteId: null },
    ]);
    const plain: { [K in WorkOrderCommandType]?: Extract<WorkOrderCommand, { type: K }> } = {
      claim: { type: 'claim' },
      release: { type: 'release', noteId: null },
      advance: { type: 'advance', noteId: null },
      finish: { type: 'finish', asSupervisor, textId: 'text', uploadIds: [] },
      dispute: { type: 'dispute', reasonId },
      urge: { type: 'urge' },
      terminate: { type: 'terminate', reasonId },
      rate: { type: 'rate', resolved: false, stars: 1, textId: null },
      merge: { type: 'merge', caseId: 'other' },
      sendForm: { type: 'sendForm', form: { opening: aFormOpening(), policy: patientFormPolicy } },
      end: { type: 'end', reasonId },
    };
    return [
      ...Object.values(plain),
      ...policy.stages.map(({ key }): WorkOrderCommand => ({ type: 'sendBack', to: key, reasonId })),
      ...ofPapers,
      ...toPeople,
      { type: 'dispatch', officerId: null, noteId: null },
    ];
  }
});
