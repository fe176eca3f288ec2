/** What people may ask of a 留言: one route a command, all carried out in the same way. */
import { z } from 'zod';

import { placeOf } from '../../../db/message-form.ts';
import { Officer, type Case } from '../../../db/models/index.ts';
import type { MessageCommand } from '../../../domain/message.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { commandAnswer, commandBodies, contentBodyFor, type CommandType } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { carryOut, type Carrying } from '../cases/carry-out.ts';
import { intentOf, type Intent } from './intents.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { refusalOfEnded } from '../cases/ended.ts';
import { Fault } from '../http/fault.ts';
import { limitsOf } from '../uploads/limits.ts';

const summaries: Record<CommandType, string> = {
  claim: 'Take a case that nobody holds',
  release: 'Give a case back',
  handOver: 'Hand a case over to a colleague or another centre',
  reply: 'Answer',
  askBack: 'Ask the taxpayer for more',
  supplement: 'Say more, as asked',
  followUp: 'Ask again about an answer',
  withdraw: 'Withdraw a message that nobody has answered',
  rate: 'Rate the answer, which closes the case',
  reassign: 'Give a case to another officer (supervisors)',
  end: 'End a case with a reason (supervisors)',
};

const carriesFiles = (type: CommandType): boolean => 'uploadIds' in commandBodies[type].shape;

const commandRoute = (type: CommandType): Route =>
  defineRoute({
    method: 'post',
    path: `/api/cases/{id}/commands/${type}`,
    tag: 'Commands',
    summary: summaries[type],
    access: 'person',
    limit: 'command',
    idempotent: true,
    params: z.object({ id: idSchema }),
    body: commandBodies[type],
    ...(carriesFiles(type) && {
      bodyFor: async (viewer: Viewer, { knex }: Deps) => contentBodyFor((await limitsOf(viewer, knex)).upload),
    }),
    answers: { 200: commandAnswer, 202: commandAnswer },
    faults: ['key-reused', 'upload-unknown', 'officer-unknown', 'centre-unknown', 'temporal-unavailable', 'worker-unavailable'],
    handler: ({ viewer, params: { id }, body, requestId, ctx }, deps) =>
      // The schema of this very command has let the body through.
      carryOut({ viewer, id, action: type, requestId, ctx }, intentOf(type, body), carrying, deps),
  });

/** @throws Fault `officer-unknown`, `centre-unknown`: whom a case is given to must be able to have it */
async function check(image: Case, command: MessageCommand, { knex }: Deps): Promise<void> {
  const to = command.type === 'reassign' ? { officerId: command.officerId } : command.type === 'handOver' ? command.to : null;
  if (to === null) return;
  if ('officerId' in to) {
    const officer = await Officer.query(knex).findOne({ id: to.officerId, centre_id: image.centre_id, active: true });
    if (officer === undefined)
      throw new Fault('officer-unknown', {
        fields: [{ path: command.type === 'reassign' ? 'officerId' : 'to.officerId', code: 'not-a-choice' }],
      });
  } else if ((await placeOf(knex, image.region_id, to.centreId)) === undefined) {
    throw new Fault('centre-unknown', { fields: [{ path: 'to.centreId', code: 'not-a-choice' }] });
  }
}

/** A command that ended the case may come again when its answer was lost on the way. */
const isResult = (command: MessageCommand, { status, stars, resolved }: Case): boolean =>
  (command.type === 'withdraw' && status === 'withdrawn') ||
  (command.type === 'rate' && status === 'closed' && stars === command.stars && resolved === command.resolved);

const carrying: Carrying<Intent> = {
  kind: 'message',
  check,
  isResult,
  refusal: (_command, ended) => refusalOfEnded(ended),
};

export const commandRoutes: readonly Route[] = (Object.keys(commandBodies) as CommandType[]).map((type) => commandRoute(type));
