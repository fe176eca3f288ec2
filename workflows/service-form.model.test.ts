import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ServiceFormOpening, ServiceFormPolicy } from '../domain/service-form/form.ts';
import { serviceFormKind, type ServiceFormTypes } from '../domain/service-form/kind.ts';
import { Form } from '../tests/support/form.ts';
import { ms } from '../tests/support/message.ts';
import { RandomStories } from '../tests/support/random-stories.ts';
import { formCommandArbitrary, formDefinition } from '../tests/support/service-form.ts';
import { stage } from '../tests/support/stage.ts';

const the = stage();

const oneOf = (...values: number[]) => fc.constantFrom(...values);
/** Times so short that they end between two commands, or so long that they never do. */
const policies = fc
  .record({
    handInMs: oneOf(600, 1e8, 1e8),
    reviewMs: oneOf(150, 1e8),
    resultMs: oneOf(150, 1e8),
    reminders: fc.constantFrom<number[][]>([], [0.5], [0.2, 0.4, 0.8]),
  })
  .map(({ handInMs, reviewMs, resultMs, reminders }): Partial<ServiceFormPolicy> => ({
    handInMinutes: handInMs * ms,
    reviewMinutes: reviewMs * ms,
    resultMinutes: resultMs * ms,
    reminders,
    warnShare: 0.5,
  }));
const papers = fc.constantFrom<ServiceFormOpening['papers'][]>(
  [{ key: 'licence', required: false }],
  formDefinition.papers.map(({ key, required }) => ({ key, required })),
);
/** None, or one that nobody finds. */
const orders = fc.option(fc.uuid());

const stories = new RandomStories<ServiceFormTypes>({
  the,
  kind: serviceFormKind,
  begin: async (pick) => {
    const form = new Form(the);
    const start = await form.start(pick(policies), { papers: pick(papers), orderId: pick(orders) });
    const contents = { textId: await form.text(), uploadIds: [randomUUID()] };
    return { about: form, ...start, deeds: (state) => formCommandArbitrary(state, the.people, contents) };
  },
  /** Those of its centre who know its type, without whoever gave it back. */
  candidates: ({ releasedBy }) => the.people.east.filter((id) => id !== releasedBy),
});

describe('random stories', () => {
  it('two hundred of them, twenty at a time: the workflow is at every step where the rules are', async () => {
    await stories.tell(20, 10);
    // What hardly any two hundred stories go without: the test is about something.
    const usual = [
      ...['done', 'refused', 'sent', 'submitted', 'returned', 'accepted', 'completed', 'recalled', 'expired'],
      ...['saved', 'confirmed', 'papers-reviewed', 'papers-asked', 'reminded', 'warned', 'escalated', 'released', 'assigned', 'closed'],
    ];
    expect(usual.filter((what) => !stories.seen.has(what))).toEqual([]);
  }, 300_000);
});
