/** How a command of a person's is carried out, whatever kind of case it is for. */
import type { Knex } from 'knex';

import { audit, type AuditEntry } from '../../../db/audit.ts';
import { eventOfText, eventOfUploads, keepTexts, type Author, type EventData, type InertText } from '../../../db/contents.ts';
import { Case } from '../../../db/models/index.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { findUploads } from '../../../db/uploads.ts';
import type { CaseKind, Refusal } from '../../../domain/case.ts';
import type { CaseAction, Viewer } from '../../../domain/policies.ts';
import type { CommandAnswer } from '../../api/cases.ts';
import { answerOf, answerOfImage } from './command-answers.ts';
import type { AppContext } from '../http/context.ts';
import type { Deps } from '../deps.ts';
import { Fault, Refused } from '../http/fault.ts';
import { logFailure } from '../http/errors.ts';
import { permit } from './permit.ts';
import { isSameCommand } from './same-command.ts';
import { CaseEnded } from '../temporal/gateway.ts';

/** A command with the texts and files that it names. */
interface Intent {
  command: { type: string };
  texts: InertText[];
  uploadIds: string[];
  /** Where each file stands in the body, when not in `uploadIds`. */
  uploadPaths?: string[];
}

/** What a kind of case says of its own commands. */
export interface Carrying<I extends Intent> {
  kind: CaseKind;
  /** Looks up what the command names: people and places that must be there. */
  check: (image: Case, command: I['command'], deps: Deps) => Promise<void>;
  /** Whether an ended case ended by this very command, which said nothing and whose answer was lost on the way. */
  isResult: (command: I['command'], ended: Case) => boolean;
  /**
   * Whether a command may name texts and files that the case has taken up already, as those of a kept draft are: then a repetition is
   * known by its key alone.
   */
  namesAgain?: (command: I['command']) => boolean;
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
 * 2. The texts are kept first, and by them, or by the files, a repetition is known even when Temporal has forgotten the command.
 * 3. The result tells what its key was used for: one that was used for something else is refused.
 * 4. What was done is written to the audit log before the answer, unless the database itself is what is late.
 * @param intentOf the body taken apart
 */
export async function carryOut<I extends Intent>(request: Request, intent: I, carrying: Carrying<I>, deps: Deps): Promise<Answer> {
  const { viewer, id, action, requestId, ctx } = request;
  const image = await Case.query(deps.knex).findById(id);
  if (image?.kind !== carrying.kind) throw new Fault('not-found');
  await permit(viewer, action, image, deps);
  const earlier = await carriedOutBefore(viewer, image, intent, carrying.namesAgain?.(intent.command) ?? false, deps);
  // Read anew, for the one that we have may be older than the event.
  if (earlier) return answerOfImage((await Case.query(deps.knex).findById(id)) ?? image);
  await carrying.check(image, intent.command, deps);
  const answer = await ask(viewer, image, ctx.get('idempotency-key'), intent, carrying, deps);
  const { version } = answer.body;
  const entry = { actor: viewer, regionId: viewer.regionId, action, objectKind: 'case', objectId: id, requestId, detail: { version } };
  await noteAnswered(answer, entry, ctx, deps);
  return answer;
}

/** Writes to the audit log what was done; of what is only taken, the database itself is what is late, and its person must not wait. */
export async function noteAnswered({ status }: Answer, entry: AuditEntry, ctx: AppContext, { knex, log }: Deps): Promise<void> {
  const noted = audit(knex, entry);
  if (status === 202)
    noted.catch((error: unknown) => {
      logFailure(log, ctx.state, error);
    });
  else await noted;
}

/**
 * Keeps the texts, claims the files, and finds whether an event of the case has them already: then the same request came before.
 * @throws Fault `key-reused`, `upload-unknown`
 */
async function carriedOutBefore(viewer: Viewer, image: Case, intent: Intent, namesAgain: boolean, { knex }: Deps): Promise<boolean> {
  const author = { kind: viewer.kind, id: viewer.id };
  const before = async (): Promise<boolean> => {
    const event = await earlierEvent(knex, author, image.id, intent, namesAgain);
    if (event && !isSameCommand(intent.command, event)) throw new Fault('key-reused');
    return event !== undefined;
  };
  if (await before()) return true;
  const { uploadIds, uploadPaths } = intent;
  const findings = await findUploads(knex, author, uploadIds, namesAgain ? image.id : null);
  const fields = findings.flatMap((finding, i) =>
    finding === 'good' ? [] : [{ path: uploadPaths?.[i] ?? `uploadIds.${String(i)}`, code: 'upload-unknown' as const }],
  );
  if (fields.length === 0) return false;
  // The case has taken the files since we looked for its event, which is written by the same statement.
  if (await before()) return true;
  throw new Fault('upload-unknown', { fields });
}

async function earlierEvent(
  knex: Knex,
  author: Author,
  caseId: string,
  { texts, uploadIds }: Intent,
  namesAgain: boolean,
): Promise<EventData | undefined> {
  const [text] = texts;
  if (text === undefined) return uploadIds.length === 0 || namesAgain ? undefined : await eventOfUploads(knex, caseId, uploadIds);
  const kept = await keepTexts(knex, author, caseId, texts);
  if (kept === 'other') throw new Fault('key-reused');
  return kept === 'kept' && !namesAgain ? await eventOfText(knex, caseId, text.id) : undefined;
}

async function ask<I extends Intent>(viewer: Viewer, image: Case, key: string, intent: I, carrying: Carrying<I>, deps: Deps) {
  const { command, texts } = intent;
  try {
    const contents = idFrom(command);
    const outcome = await deps.cases.command(image.kind, image.id, key, { kind: viewer.kind, id: viewer.id }, command, contents);
    if (outcome.kind === 'done' && (outcome.result.contents ?? contents) !== contents) throw new Fault('key-reused');
    return answerOf(image.id, outcome, image);
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    const ended = (await Case.query(deps.knex).findById(image.id)) ?? image;
    if (texts.length === 0 && carrying.isResult(command, ended)) return answerOfImage(ended);
    throw new Refused(carrying.refusal(command, ended));
  }
}
