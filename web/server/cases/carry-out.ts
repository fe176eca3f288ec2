/**
 * Carries out a person's command on a case of any kind. The caller has checked the permission.
 *
 * 1. Texts are stored first. By them, or by the files, a repeated command is recognized even after Temporal has forgotten it.
 * 2. The result tells which contents its idempotency key was used for; a key that was used for other contents is refused.
 * 3. The audit log is written before the answer, unless the answer is 202: then the database itself is late.
 */
import type { Knex } from 'knex';

import type { Author } from '../../../domain/case.ts';
import { audit, type AuditEntry } from '../../../db/audit.ts';
import { eventOfText, eventOfUploads, keepTexts, type EventData } from '../../../db/contents.ts';
import { Case } from '../../../db/models/index.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { findUploads } from '../../../db/uploads.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { CommandAnswer } from '../../api/cases.ts';
import { answerOf, answerOfImage } from './command-answers.ts';
import type { AppContext } from '../http/context.ts';
import type { Deps } from '../deps.ts';
import { Fault, Refused } from '../http/fault.ts';
import { logFailure } from '../http/errors.ts';
import { isSameCommand } from './same-command.ts';
import { endedRefusalOf, type Intent, type ServerKind } from './server-kind.ts';
import { CaseEnded } from '../temporal/gateway.ts';

/** Who sends the command, and to which case. */
export interface Asked {
  viewer: Viewer;
  image: Case;
  requestId: string;
  ctx: AppContext;
}

type Answer = { status: 200; body: CommandAnswer } | { status: 202; body: CommandAnswer };

/** @throws Refused, Fault, Unavailable */
export async function carryOut({ viewer, image, requestId, ctx }: Asked, intent: Intent, kind: ServerKind, deps: Deps): Promise<Answer> {
  const earlier = await carriedOutBefore(viewer, image, intent, kind.namesAgain?.(intent.command) ?? false, deps);
  // Read again: the image in hand may be older than the event.
  if (earlier) return answerOfImage((await Case.query(deps.knex).findById(image.id)) ?? image);
  await kind.check(image, intent.command, deps);
  const answer = await ask(viewer, image, ctx.get('idempotency-key'), intent, kind, deps);
  const entry = {
    actor: viewer,
    regionId: viewer.regionId,
    action: intent.command.type,
    objectKind: 'case',
    objectId: image.id,
    requestId,
    detail: { version: answer.body.version },
  };
  await noteAnswered(answer, entry, ctx, deps);
  return answer;
}

/** Writes a carried-out command to the audit log. After a 202 it does not wait for the write, because the database itself is late. */
export async function noteAnswered({ status }: Answer, entry: AuditEntry, ctx: AppContext, { knex, log }: Deps): Promise<void> {
  const noted = audit(knex, entry);
  if (status === 202)
    noted.catch((error: unknown) => {
      logFailure(log, ctx.state, error);
    });
  else await noted;
}

/**
 * Stores the texts, claims the files, and tells whether an event of the case already has them: then the same request was carried out
 * before.
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
  // The case has adopted the files since the search for the event; the same statement writes both.
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

async function ask(viewer: Viewer, image: Case, key: string, intent: Intent, kind: ServerKind, deps: Deps) {
  const { command, texts } = intent;
  try {
    const contents = idFrom(command);
    const outcome = await deps.cases.command(image.kind, image.id, key, { kind: viewer.kind, id: viewer.id }, command, contents);
    if (outcome.kind === 'done' && (outcome.result.contents ?? contents) !== contents) throw new Fault('key-reused');
    return answerOf(image.id, outcome, image);
  } catch (error) {
    if (!(error instanceof CaseEnded)) throw error;
    const ended = (await Case.query(deps.knex).findById(image.id)) ?? image;
    if (texts.length === 0 && kind.isResult(command, ended)) return answerOfImage(ended);
    throw new Refused(endedRefusalOf(ended, command));
  }
}
