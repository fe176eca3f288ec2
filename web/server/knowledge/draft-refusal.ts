import type { Knex } from 'knex';

import { officerNames } from '../../../db/directory.ts';
import type { DraftRefusal } from '../../../db/knowledge/drafts.ts';
import { Fault } from '../http/fault.ts';

/** Returns the fault for a refused change of a draft. Who has changed it is told, so that two editors can talk. */
export async function draftRefusal(knex: Knex, refusal: DraftRefusal): Promise<Fault> {
  if (refusal.refused !== 'draft-changed') return new Fault(refusal.refused);
  const who = refusal.by === null ? undefined : (await officerNames(knex, [refusal.by])).get(refusal.by);
  return new Fault('draft-changed', who === undefined ? {} : { details: { who } });
}
