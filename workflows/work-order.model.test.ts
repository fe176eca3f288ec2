import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { workOrderKind, type WorkOrderTypes } from '../domain/work-order/kind.ts';
import type { WorkOrderOpening, WorkOrderPolicy } from '../domain/work-order/order.ts';
import { ms } from '../tests/support/message.ts';
import { Order } from '../tests/support/order.ts';
import { RandomStories } from '../tests/support/random-stories.ts';
import { stage } from '../tests/support/stage.ts';
import { commandArbitrary, patientOrderPolicy, type Contents } from '../tests/support/work-order.ts';

const the = stage();

const oneOf = (...values: number[]) => fc.constantFrom(...values);
/** Times so short that they end between two commands, or so long that they never do. */
const policies = fc
  .record({
    limitMs: oneOf(200, 600),
    papersMs: oneOf(150, 1e8),
    formMs: oneOf(150, 1e8),
    dispatchMs: oneOf(100, 1e8),
    evaluationMs: oneOf(250, 1e8),
    periodMs: oneOf(300, 1e8),
  })
  .map(({ limitMs, papersMs, formMs, dispatchMs, evaluationMs, periodMs }): WorkOrderPolicy => ({
    ...patientOrderPolicy,
    stages: patientOrderPolicy.stages.map((each) => ({ ...each, limitMinutes: limitMs * ms })),
    papersMinutes: papersMs * ms,
    formMinutes: formMs * ms,
    dispatchMinutes: dispatchMs * ms,
    evaluationMinutes: evaluationMs * ms,
    urges: { most: 1, periodMinutes: periodMs * ms },
    warnShare: 0.5,
  }));
const papers = fc.constantFrom<WorkOrderOpening['papers'][]>(
  [],
  [
    { key: 'contract', required: true },
    { key: 'licence', required: false },
  ],
);

const stories = new RandomStories<WorkOrderTypes>({
  the,
  kind: workOrderKind,
  begin: async (pick) => {
    const order = new Order(the);
    const opening = await order.opening({ papers: pick(papers) });
    const contents: Contents = { textId: await order.text(), uploadIds: [randomUUID()], caseId: randomUUID() };
    return {
      about: order,
      opening,
      policy: pick(policies),
      deeds: (state) => commandArbitrary(state, the.people, contents),
    };
  },
  /** Those of the stage's group who are at the centre where it is, without whoever gave it back. */
  candidates: ({ groupId, releasedBy }) => {
    const { east, west } = the.people;
    const groups: Record<string, string[]> = { front: east, back: [east[1]], review: west };
    return (groups[groupId] ?? []).filter((id) => id !== releasedBy);
  },
  /** Nobody touches the forms that it carries: those that are not told of expire. */
  heard: (event) =>
    event.type === 'form-ended' && event.outcome === 'expired' ? { type: 'formEnded', formId: event.formId, outcome: 'expired' } : null,
});

describe('random stories', () => {
  it('two hundred of them, twenty at a time: the workflow is at every step where the rules are', async () => {
    await stories.tell(20, 10);
    // What hardly any two hundred stories go without: the test is about something.
    const usual = [
      ...['done', 'refused', 'in-progress', 'awaiting-materials', 'disputed', 'terminated'],
      ...['advanced', 'papers-asked', 'supplemented', 'form-sent', 'form-ended', 'urged', 'warned', 'escalated', 'closed'],
    ];
    expect(usual.filter((what) => !stories.seen.has(what))).toEqual([]);
  }, 300_000);
});
