import { beforeAll, describe, expect, it } from '@jest/globals';

import { messageKind } from '../domain/message-kind.ts';
import { done, Message, patientPolicy } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { verify } from './verification.ts';

const the = stage();
let message: Message;

/** What is found of the one case of this test. */
async function found(): Promise<string[]> {
  const { discrepancies } = await verify(the.knex, the.client);
  return discrepancies.filter(({ caseId }) => caseId === message.id).map(({ what }) => what);
}

describe('holding the image against the workflows', () => {
  beforeAll(async () => {
    message = new Message(the);
    await message.submit();
    done(await message.asOfficer(await message.holder(), { type: 'askBack', textId: await message.text(), uploadIds: [] }));
  });

  it('finds nothing where nothing is wrong', async () => {
    expect(await found()).toEqual([]);
  });

  const damages: [string, () => Promise<unknown>, () => Promise<unknown>, RegExp][] = [
    [
      'an image that lags behind',
      () =>
        the
          .knex('cases')
          .where({ id: message.id })
          .update({ version: 2, state: the.knex.raw(`jsonb_set(state, '{version}', '2')`) }),
      () =>
        the
          .knex('cases')
          .where({ id: message.id })
          .update({ version: 3, state: the.knex.raw(`jsonb_set(state, '{version}', '3')`) }),
      /the workflow is at version 3 \(asked-back\), the image at 2/,
    ],
    [
      'a column that differs from the state',
      () => the.knex('cases').where({ id: message.id }).update({ status: 'replied' }),
      () => the.knex('cases').where({ id: message.id }).update({ status: 'asked-back' }),
      /its columns differ/,
    ],
    [
      'a to-do that differs',
      () => the.knex('tasks').where({ case_id: message.id }).update({ escalated: true }),
      () => the.knex('tasks').where({ case_id: message.id }).update({ escalated: false }),
      /its to-do differs/,
    ],
    [
      'a notice that nobody owes',
      () =>
        the.knex('notices').insert({
          case_id: message.id,
          version: 1,
          kind: 'message-closed',
          channel: 'inbox',
          identity_id: the.people.taxpayer,
          category: 'news',
          status: 'sent',
        }),
      () => the.knex('notices').where({ case_id: message.id, kind: 'message-closed' }).delete(),
      /it owes the notices \[3 message-asked-back inbox\], but has/,
    ],
  ];
  it.each(damages)('finds %s', async (_, damage, mend, sentence) => {
    await damage();
    const sentences = await found();
    await mend();
    expect(sentences.join('\n')).toMatch(sentence);
    expect(await found()).toEqual([]);
  });

  it('finds a case that lost its workflow', async () => {
    await message.handle().terminate('for the test');
    expect(await found()).toEqual(['it is open, but its workflow is TERMINATED']);
  });

  it('finds a workflow that has no image, once it is old enough to have one', async () => {
    await the.stopWorkers();
    const lost = new Message(the);
    await the.gateway.open(messageKind, await lost.submission(), patientPolicy).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 10_500));
    const { discrepancies } = await verify(the.knex, the.client);
    expect(discrepancies).toContainEqual({ caseId: lost.id, what: 'its workflow runs, but it has no image' });
    await the.startWorkers();
  });
});
