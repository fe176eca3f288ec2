/** Changes by an import of a spreadsheet, compared with what is published and with drafts on their way. */
import { isDeepStrictEqual } from 'node:util';

import type { Knex } from 'knex';

import { importDrafts, standOf, wholeKnowledge } from '../../../../db/knowledge/exchange.ts';
import type { EntryDraft } from '../../../../domain/knowledge.ts';
import { exchangeLimits } from '../../../../domain/knowledge-exchange.ts';
import type { ImportedEntry, RowFault } from './drafts-in.ts';

interface Plan {
  added: number;
  changed: number;
  unchanged: number;
  drafts: { id: string; basedOn: number | null; content: EntryDraft }[];
  faults: RowFault[];
}

/** Lists have no order for an import, but for sources and related entries, which are shown in theirs. */
const comparable = ({ wordings, keywords, audience, note, ...rest }: EntryDraft) => ({
  ...rest,
  // A blank cell is no note.
  note: note === '' ? null : note,
  wordings: wordings.toSorted(),
  keywords: keywords.toSorted(),
  audience: audience.toSorted(),
});
const same = (one: EntryDraft, other: EntryDraft): boolean => isDeepStrictEqual(comparable(one), comparable(other));

export async function planImport(knex: Knex, regionId: string, entries: readonly ImportedEntry[]): Promise<Plan> {
  const [whole, { drafts, withdrawn }] = await Promise.all([wholeKnowledge(knex, regionId), standOf(knex, regionId)]);
  const published = new Map(whole.map((entry) => [entry.id, entry]));
  const plan: Plan = { added: 0, changed: 0, unchanged: 0, drafts: [], faults: [] };
  for (const { row, id, content } of entries) {
    const [there, draft] = [published.get(id), drafts.get(id)];
    if (draft === undefined ? there !== undefined && same(there.content, content) : same(draft, content)) plan.unchanged += 1;
    else if (draft !== undefined) plan.faults.push({ row, column: 'id', code: 'has-draft' });
    else {
      const basedOn = there?.version ?? withdrawn.get(id) ?? null;
      if (basedOn === null) plan.added += 1;
      else plan.changed += 1;
      plan.drafts.push({ id, basedOn, content });
    }
  }
  return { ...plan, faults: plan.faults.slice(0, exchangeLimits.faults) };
}

/** Hands in what a plan changes. @returns false when nothing was handed in, because somebody else was quicker */
export async function carryOut(
  knex: Knex,
  { regionId, officerId }: { regionId: string; officerId: string },
  { drafts }: Plan,
  note: (trx: Knex.Transaction) => Promise<void>,
): Promise<boolean> {
  const trx = await knex.transaction();
  try {
    if (!(await importDrafts(trx, regionId, officerId, drafts))) {
      await trx.rollback();
      return false;
    }
    await note(trx);
    await trx.commit();
    return true;
  } catch (error) {
    await trx.rollback();
    throw error;
  }
}
