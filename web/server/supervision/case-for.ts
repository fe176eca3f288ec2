import { findCase, type LoadedCase } from '../../../db/story.ts';
import { may, type CaseAction } from '../../../domain/policies.ts';
import { belongingOf } from '../cases/access.ts';
import type { Deps } from '../deps.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

/** Returns a case by id or number. One that the officer may not see is reported as not found. @throws Fault `not-found` */
export async function caseFor(viewer: OfficerViewer, id: string, action: CaseAction, { knex }: Deps): Promise<LoadedCase> {
  const row = await findCase(knex, id);
  if (row === undefined || !may(viewer, action, belongingOf(row))) throw new Fault('not-found');
  return row;
}
