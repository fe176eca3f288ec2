/** How a command of a person's is carried out, whatever kind of case it is for. */
import { audit } from '../../db/audit.ts';
import { eventOfText, findUploads, keepTexts, type InertText } from '../../db/contents.ts';
import { Case } from '../../db/models/index.ts';
import type { CaseKind, Refusal } from '../../domain/case.ts';
import { may, type CaseAction, type Viewer } from '../../domain/policies.ts';
import type { CommandAnswer } from '../api/cases.ts';
import { answerOf, answerOfImage } from './command-answers.ts';
import type { AppContext } from './context.ts';
import type { Deps } from './deps.ts';
import { Fault, Refused } from './fault.ts';
import { logFailure } from './middleware/errors.ts';
import { belongingOf } from './presenters/actions.ts';
import { CaseEnded } from './temporal/gateway.ts';

/** A command with the texts and files that it names. */
interface Intent {
  command: { type: string };
  texts: InertText[];
  uploadIds: string[];
}

/** What a kind of case says of its own commands. */
export interface Carrying<I extends Intent> {
  kind: CaseKind;
  /** Looks up what the command names: people and places that must be there. */
  check: (image: Case, command: I['command'], deps: Deps) => Promise<void>;
  /** Whether an ended case ended by this very command, whose answer was lost on the way. */
  isResult: (command: I['command'], ended: Case) => boolean;
  /** Why nothing can be done to a case that has ended. */
  refusal: (command: I['command'], ended: Case) => Refusal;
}

interface Request {
  viewer: Viewer;
  id: string;
  action: CaseAction;
  requestId: string;
  ctx: AppContext;
}

type Answer = { status: 200; body: CommandAnswer } | { status: 202; body: CommandAnswer };

/**
 * 1. Who may not see the case learns nothing of it; who sees it and may not do this is told so.
 * 2. The texts are kept first, and by them a repetition is known even when Temporal has forgotten the command.
 * 3. What was done is written to the audit log before the answer, unless the database itself is what is late.
 * @param intentOf the body taken apart
 */
export async function carryOut<I extends Intent>(request: Request, intent: I, carrying: Carrying<I>, deps: Deps): Promise<Answer> {
  const { viewer, id, action, requestId, ctx } = request;
  const image = await Case.query(deps.knex).findById(id);
  if (image?.kind !== carrying.kind || !isKnownTo(viewer, image)) throw new Fault('not-found');
  if (!may(viewer, action, belongingOf(image))) throw new Fault('not-allowed');
  const earlier = await carriedOutBefore(viewer, image, intent, deps);
  if (earlier) return answerOfImage(image);
  await carrying.check(image, intent.command, deps);
  const answer = await ask(viewer, image, ctx.get('idempotency-key'), intent.command, carrying, deps);
  const noted = audit(deps.knex, {
    actor: { kind: viewer.kind, id: viewer.id },
    regionId: viewer.regionId,
    action,
    objectKind: 'case',
    objectId: id,
    requestId,
    detail: { version: answer.body.version },
  });
  if (answer.status === 202)
    noted.catch((error: unknown) => {
      logFailure(deps.log, ctx.state, error);
    });
  else await noted;
  return answer;
}

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

async function ask<I extends Intent>(viewer: Viewer, image: Case, key: string, command: I['command'], carrying: Carrying<I>, deps: Deps) {
  try {
    return answerOf(image.id, await deps.cases.command(image.kind, image.id, key, { kind: viewer.kind, id: viewer.id }, command), image);
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    const ended = (await Case.query(deps.knex).findById(image.id)) ?? image;
    if (carrying.isResult(command, ended)) return answerOfImage(ended);
    throw new Refused(carrying.refusal(command, ended));
  }
}
