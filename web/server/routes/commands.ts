/** What people may ask of a case: one route a command, all carried out in the same way. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { eventOfText, findUploads, keepTexts } from '../../../db/contents.ts';
import { placeOf } from '../../../db/message-form.ts';
import { Case, Officer } from '../../../db/models/index.ts';
import type { MessageCommand } from '../../../domain/message.ts';
import { may, type Belonging, type Viewer } from '../../../domain/policies.ts';
import { commandAnswer, commandBodies, contentBodyFor, type CommandType } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { answerOf, answerOfImage } from '../command-answers.ts';
import { intentOf, type Intent } from '../command-intents.ts';
import { defineRoute, type Route } from '../define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault, Refused } from '../fault.ts';
import { logFailure } from '../middleware/errors.ts';
import { CaseEnded } from '../temporal/gateway.ts';
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
    handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
      const image = await Case.query(deps.knex).findById(id);
      if (image === undefined || !isKnownTo(viewer, image)) throw new Fault('not-found');
      if (!may(viewer, type, belongingOf(image))) throw new Fault('not-allowed');
      // The schema of this very command has let the body through.
      const intent = intentOf(type, body);
      const earlier = await carriedOutBefore(viewer, image, intent, deps);
      if (earlier) return answerOfImage(image);
      await checkTarget(image, intent.command, deps);
      const answer = await carryOut(viewer, image, ctx.get('idempotency-key'), intent.command, deps);
      const noted = audit(deps.knex, {
        actor: { kind: viewer.kind, id: viewer.id },
        regionId: viewer.regionId,
        action: type,
        objectKind: 'case',
        objectId: id,
        requestId,
        detail: { version: answer.body.version },
      });
      // Of a command that is only taken PostgreSQL is what is late: its person must not wait for this row as well.
      if (answer.status === 202)
        noted.catch((error: unknown) => {
          logFailure(deps.log, ctx.state, error);
        });
      else await noted;
      return answer;
    },
  });

const belongingOf = (image: Case): Belonging => ({ regionId: image.region_id, centreId: image.centre_id, identityId: image.identity_id });

/** What one may not even look at does not exist. */
const isKnownTo = (viewer: Viewer, image: Case): boolean =>
  may(viewer, 'view', belongingOf(image)) || may(viewer, 'inspect', belongingOf(image));

/**
 * Keeps the texts, and finds whether an event of the case has them already: then the same request came before.
 * @throws Fault `key-reused`, `upload-unknown`
 */
async function carriedOutBefore(viewer: Viewer, image: Case, { texts, uploadIds }: Intent, { knex }: Deps): Promise<boolean> {
  const author = { kind: viewer.kind, id: viewer.id };
  const kept = await keepTexts(knex, author, image.id, texts);
  if (kept === 'other') throw new Fault('key-reused');
  const [text] = texts;
  const event = text && kept === 'kept' ? await eventOfText(knex, image.id, text.id) : undefined;
  if (event) {
    if (event.uploadIds.join() !== uploadIds.join()) throw new Fault('key-reused');
    return true;
  }
  const findings = await findUploads(knex, author, uploadIds, null);
  const fields = findings.flatMap((finding, i) =>
    finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const }],
  );
  if (fields.length > 0) throw new Fault('upload-unknown', { fields });
  return false;
}

/** @throws Fault `officer-unknown`, `centre-unknown`: whom a case is given to must be able to have it */
async function checkTarget(image: Case, command: MessageCommand, { knex }: Deps): Promise<void> {
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

async function carryOut(viewer: Viewer, image: Case, key: string, command: MessageCommand, deps: Deps) {
  try {
    return answerOf(image.id, await deps.cases.command(image.kind, image.id, key, { kind: viewer.kind, id: viewer.id }, command), image);
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    const ended = (await Case.query(deps.knex).findById(image.id)) ?? image;
    if (isResultOf(command, ended)) return answerOfImage(ended);
    throw new Refused({ code: ended.status === 'withdrawn' ? 'case-withdrawn' : 'case-closed' });
  }
}

/** A command that ended the case may come again when its answer was lost on the way. */
const isResultOf = (command: MessageCommand, { status, stars, resolved }: Case): boolean =>
  (command.type === 'withdraw' && status === 'withdrawn') ||
  (command.type === 'rate' && status === 'closed' && stars === command.stars && resolved === command.resolved);

export const commandRoutes: readonly Route[] = (Object.keys(commandBodies) as CommandType[]).map((type) => commandRoute(type));
