/** 留言 on the server: commands and presentation. */
import { placeOf } from '../../../db/directory.ts';
import type { Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { messageKind } from '../../../domain/message/kind.ts';
import type { MessageCommand } from '../../../domain/message/message.ts';
import { messageBodiesWithFiles, messageCaseSchema, messageCommandBodies } from '../../api/message/message.ts';
import { intent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { checkOfficer } from '../officers/checks.ts';
import { messagePolicyFrom } from './policy.ts';
import { messageRoutes } from './routes.ts';

interface Content {
  textId: string;
  text: string;
  uploadIds: string[];
}
const content = (type: 'reply' | 'askBack' | 'supplement' | 'followUp', { textId, text, uploadIds }: Content) =>
  intent({ type, textId, uploadIds }, { id: textId, text }, uploadIds);

/** @throws Fault `officer-unknown`, `centre-unknown`: the receiver must be able to have the case */
async function check(image: Case, command: MessageCommand, deps: Deps): Promise<void> {
  if (command.type === 'reassign') await checkOfficer(command.officerId, image.centre_id, 'officerId', deps);
  if (command.type !== 'handOver') return;
  if ('officerId' in command.to) await checkOfficer(command.to.officerId, image.centre_id, 'to.officerId', deps);
  else if ((await placeOf(deps.knex, image.region_id, command.to.centreId)) === undefined)
    throw new Fault('centre-unknown', { fields: [{ path: 'to.centreId', code: 'not-a-choice' }] });
}

export const messageServerKind = defineServerKind({
  kind: messageKind,
  namespace: 'message',
  routes: () => messageRoutes,
  shape: messageCaseSchema,
  bodies: messageCommandBodies,
  bodiesWithFiles: messageBodiesWithFiles,
  summaries: {
    ...sharedSummaries,
    reply: 'Answer',
    askBack: 'Ask the taxpayer for more information',
    supplement: 'Supplement a message with the information asked for',
    followUp: 'Follow up on an answer',
    withdraw: 'Withdraw a message that nobody has answered',
  },
  intents: {
    claim: () => intent({ type: 'claim' }),
    withdraw: () => intent({ type: 'withdraw' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to, note }) => intent({ type: 'handOver', to, noteId: note.id }, note),
    reply: (body) => content('reply', body),
    askBack: (body) => content('askBack', body),
    supplement: (body) => content('supplement', body),
    followUp: (body) => content('followUp', body),
    rate: ({ resolved, stars, comment }) => intent({ type: 'rate', resolved, stars, textId: comment?.id ?? null }, comment),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
  },
  check,
  // A command that ended the case may be repeated when its answer was lost.
  isResult: (command, { status, stars, resolved }) =>
    (command.type === 'withdraw' && status === 'withdrawn') ||
    (command.type === 'rate' && status === 'closed' && stars === command.stars && resolved === command.resolved),
  policyInForce: async (knex, { regionId, centreId }) => messagePolicyFrom(await settingsOf(knex, regionId, centreId)),
  ground: () => Promise.resolve(null),
  namesOf: () => ({ stages: [], papers: [] }),
  present: ({ state: { reminder } }) => ({ message: { reminder } }),
});
