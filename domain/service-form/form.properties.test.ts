import { describe, expect, it } from '@jest/globals';

import type { People } from '../../tests/support/people.ts';
import { RandomWalk } from '../../tests/support/random-walk.ts';
import { aFormOpening, formCommandArbitrary, patientFormPolicy } from '../../tests/support/service-form.ts';
import { calendarFor, type Span } from '../calendar.ts';
import type { Actor } from '../case.ts';
import { isWanted, unsettledPapers } from '../papers.ts';
import { acceptable } from '../possible.ts';
import { serviceFormCommandTypes } from './decide.ts';
import {
  isFillable,
  isOpen,
  needsAllocation,
  serviceFormEventTypes,
  serviceFormOutcomes,
  serviceFormStatuses,
  moveOf,
  type RecordedServiceFormEvent,
  type ServiceFormCommand,
  type ServiceFormPolicy,
  type ServiceFormState,
} from './form.ts';
import { serviceFormKind, type ServiceFormTypes } from './kind.ts';

const decide: typeof serviceFormKind.decide = (...asked) => serviceFormKind.decide(...asked);

const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const policy: ServiceFormPolicy = {
  ...patientFormPolicy,
  calendar: calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026]),
  handInMinutes: 900,
  reminders: [0.2, 0.5, 0.8],
  reviewMinutes: 300,
  resultMinutes: 400,
};
const people: People = { taxpayer: 'taxpayer', east: ['wang', 'li'], west: ['zhou', 'wu'], supervisor: 'zhao' };

const walk = new RandomWalk<ServiceFormTypes>({
  kind: serviceFormKind,
  opening: aFormOpening({ orderId: 'order' }),
  policy,
  openedAt: Date.parse('2026-03-04T09:00:00+08:00'),
  officers: people.east,
  deeds: (state) => formCommandArbitrary(state, people),
});

const isType =
  <K extends RecordedServiceFormEvent['type']>(...types: K[]) =>
  (event: RecordedServiceFormEvent): event is Extract<RecordedServiceFormEvent, { type: K }> =>
    types.some((type) => type === event.type);

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
    expect(statuses).toEqual(new Set(serviceFormStatuses));
    // Nothing in the life of a case counts it anew; an administrator does (domain/recount.test.ts).
    expect(types).toEqual(new Set(serviceFormEventTypes.filter((type) => type !== 'recounted')));
    expect(outcomes).toEqual(new Set([null, ...serviceFormOutcomes]));
    expect([...refusals].sort()).toEqual(
      [
        'already-claimed',
        'already-theirs',
        'already-yours',
        'awaiting-taxpayer',
        'form-completed',
        'form-expired',
        'form-recalled',
        'form-submitted',
        'not-assigned',
        'not-assignee',
        'paper-empty',
        'paper-not-handed-in',
        'paper-replaced',
        'paper-settled',
        'paper-unknown',
        'papers-missing',
        'papers-unjudged',
        'reason-missing',
      ].sort(),
    );
  });

  it('what is filled in is there only while it can be, and says of wanted papers alone, with files (rule 1)', () => {
    walk.always(({ after }, story) => {
      const last = story.findLast(isType('saved', 'confirmed', 'completed', 'closed'));
      expect(after.draft).toEqual(last?.type === 'saved' ? { papers: last.papers, textId: last.textId } : null);
      if (after.draft === null) return;
      expect(isFillable(after)).toBe(true);
      for (const { key, uploadIds } of after.draft.papers) {
        expect(after.papers.filter(isWanted).map((paper) => paper.key)).toContain(key);
        expect(uploadIds).not.toEqual([]);
      }
    });
  });

  it('it stands where its papers put it (rules 2 and 3)', () => {
    walk.always(({ after: { status, papers } }) => {
      const standing = papers.map((paper) => paper.status);
      if (status === 'sent') expect(new Set(standing)).toEqual(new Set(['missing']));
      if (status === 'submitted') {
        expect(standing).toContain('handed-in');
        expect(papers.filter((paper) => paper.required && isWanted(paper) && paper.status === 'missing')).toEqual([]);
      }
      if (status === 'returned') expect(papers.some(isWanted)).toBe(true);
      if (status === 'accepted' || status === 'completed') {
        expect(standing).not.toContain('handed-in');
        expect(standing).not.toContain('returned');
      }
    });
  });

  it('it is never completed without its required papers (rule 4)', () => {
    walk.always(({ after }) => {
      expect(after.outcome === 'completed').toBe(after.status === 'completed');
      expect(after.answeredAt !== null).toBe(after.status === 'completed');
      if (after.status === 'completed' || after.status === 'accepted') expect(unsettledPapers(after.papers)).toEqual([]);
    });
  });

  it('papers are as the story tells of them', () => {
    walk.always(({ after }, story) => {
      for (const { key, status, revision, uploadIds } of after.papers) {
        const handedIn = story.filter(isType('confirmed')).flatMap(({ papers }) => papers.filter((paper) => paper.key === key));
        expect(revision).toBe(handedIn.length);
        expect(uploadIds).toEqual(handedIn.at(-1)?.uploadIds ?? []);
        if (status !== 'waived') expect(status === 'missing').toBe(revision === 0);
      }
    });
  });

  it('only the holder judges it, gives it away or recalls it, and judges only what was handed in (rules 3 and 7)', () => {
    walk.always(({ before, deed, events: [event] }) => {
      if (!event || !isType('released', 'handed-over', 'papers-reviewed', 'papers-asked', 'completed', 'closed')(event)) return;
      if (event.type === 'closed' && event.outcome !== 'recalled') return;
      // For a holder who works here no longer, the system gives back.
      if (event.type === 'released' && deed?.actor.kind === 'system') return;
      expect(deed?.actor).toEqual({ kind: 'officer', id: before.assigneeId });
      if (isType('papers-reviewed', 'papers-asked', 'completed')(event)) expect(isFillable(before)).toBe(false);
    });
  });

  it('its clock is of whoever is to act, and stops with its end', () => {
    const running = { sent: 'supplement', submitted: 'review', returned: 'supplement', accepted: 'result' } as const;
    walk.always(({ after }) => {
      expect(isOpen(after)).toBe(after.closedBy === null);
      expect(isOpen(after)).toBe(after.outcome === null);
      if (after.status === 'completed' || after.status === 'recalled' || after.status === 'expired') {
        expect([after.clock, isOpen(after)]).toEqual([null, false]);
        return;
      }
      expect(after.clock?.purpose).toBe(running[after.status]);
      expect(moveOf(after)).toBe(after.clock?.purpose === 'supplement' ? 'taxpayer' : 'officer');
      if (needsAllocation(after)) expect([after.assigneeId, moveOf(after)]).toEqual([null, 'officer']);
    });
  });

  it('the taxpayer is reminded at most so often before it expires, and in its time (rule 5)', () => {
    walk.always(({ before, events, now }, story) => {
      const begun = story.findLastIndex((event) => 'clock' in event && event.clock?.purpose === 'supplement');
      const reminders = story.slice(begun).filter(isType('reminded'));
      expect(reminders.length).toBeLessThanOrEqual(policy.reminders.length);
      for (const event of events) {
        if (event.type === 'reminded') {
          expect(now).toBeGreaterThanOrEqual(before.clock?.warnAt ?? Infinity);
          expect(now).toBeLessThan(before.clock?.dueAt ?? 0);
        }
        if (event.type === 'closed' && event.outcome === 'expired') expect(now).toBeGreaterThanOrEqual(before.clock?.dueAt ?? Infinity);
      }
    });
  });

  it('what was said of a time is said once (rule 6)', () => {
    walk.always((_, story) => {
      const begun = story.findLastIndex((event) => 'clock' in event && event.clock !== null);
      for (const type of ['warned', 'escalated'] as const) expect(story.slice(begun).filter(isType(type)).length).toBeLessThanOrEqual(1);
    });
  });

  it('nothing changes after its end', () => {
    walk.always(({ before, events }) => {
      if (!isOpen(before)) expect(events).toEqual([]);
    });
  });

  it('its order hears once how it ended, unless it said so itself (rule 7)', () => {
    walk.always(({ after }, story) => {
      const told = story.map((event) => serviceFormKind.tells?.(event, after) ?? null).filter((tell) => tell !== null);
      const heard = { kind: 'work-order', id: 'order', command: { type: 'formEnded', formId: 'form', outcome: after.outcome } };
      expect(told).toEqual(isOpen(after) || after.outcome === 'order-ended' ? [] : [heard]);
    });
  });
});

describe('what is offered', () => {
  const everybody: Actor[] = [
    { kind: 'taxpayer', id: people.taxpayer },
    ...[...people.east, people.supervisor].map((id): Actor => ({ kind: 'officer', id })),
  ];

  it('is whatever somebody can do', () => {
    walk.always(({ before, deed, decision, now }) => {
      if (deed && decision?.ok)
        expect(acceptable(serviceFormKind, before, { actor: deed.actor, role: 'agent' }, policy, now)).toContain(deed.command.type);
    });
  });

  it('can be done, in one way at least', () => {
    walk.always(
      ({ after, now }) => {
        const ways = everyWay(after);
        for (const actor of everybody) {
          const can = new Set(ways.filter((command) => decide(after, actor, command, policy, now).ok).map(({ type }) => type));
          expect(acceptable(serviceFormKind, after, { actor, role: 'agent' }, policy, now)).toEqual(
            serviceFormCommandTypes.filter((type) => can.has(type)),
          );
        }
      },
      { numRuns: 20 },
    );
  });

  /** Commands of every type with every content that makes a difference to a rule. */
  function everyWay(state: ServiceFormState): ServiceFormCommand[] {
    const reasonId = 'reason';
    const subsets = state.papers.reduce<string[][]>((all, { key }) => all.flatMap((some) => [some, [...some, key]]), [[]]);
    return [
      { type: 'claim' },
      { type: 'release', noteId: null },
      ...subsets.flatMap((keys): ServiceFormCommand[] => {
        const papers = keys.map((key) => ({ key, uploadIds: ['file'] }));
        return [
          { type: 'save', papers, textId: null },
          { type: 'confirm', papers, textId: null },
          { type: 'askPapers', keys, textId: 'text' },
        ];
      }),
      ...state.papers.flatMap(({ key, revision }) =>
        (['accepted', 'returned', 'waived'] as const).map((verdict): ServiceFormCommand => ({
          type: 'reviewPapers',
          verdicts: [{ key, verdict, revision }],
          reasonId,
        })),
      ),
      ...[...people.east, ...people.west].flatMap((officerId): ServiceFormCommand[] => [
        { type: 'handOver', officerId, noteId: 'note' },
        { type: 'reassign', officerId, noteId: null },
      ]),
      { type: 'complete', textId: 'text', uploadIds: [] },
      { type: 'recall', reasonId },
      { type: 'end', reasonId },
      { type: 'orderEnded' },
    ];
  }
});
