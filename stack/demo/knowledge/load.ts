/** The example knowledge of the demo's regions (see README.md). */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Knex } from 'knex';
import { z } from 'zod';

import { demoRegions } from '../../../web/server/demo/taxpayers.ts';
import { seedLearnt, seedVectors } from './prepared.ts';

const entrySchema = z.object({
  id: z.string(),
  topic: z.string(),
  question: z.string(),
  answer: z.string(),
  keywords: z.array(z.string()).default([]),
  audience: z.array(z.enum(['enterprise', 'natural-person', 'both'])).default(['both']),
  counterOnly: z.boolean().default(false),
  related: z.array(z.string()).default([]),
  sources: z.array(z.object({ title: z.string(), number: z.string().nullable(), date: z.string().nullable() })).default([]),
  verified: z.boolean().default(true),
  inScope: z.boolean().default(true),
  note: z.string().nullable().default(null),
  validFrom: z.iso.date().nullable().default(null),
  validTo: z.iso.date().nullable().default(null),
  wordings: z.array(z.string()).default([]),
});
type Entry = z.output<typeof entrySchema>;

/** Adds the entries that a region does not have, with their wordings. */
export async function seedKnowledge(trx: Knex.Transaction): Promise<void> {
  const entries = await readEntries();
  for (const { id: regionId } of Object.values(demoRegions)) {
    const added = new Set(
      await trx('knowledge_entries')
        .insert(entries.map((entry) => rowOf(regionId, entry)))
        .onConflict(['region_id', 'id'])
        .ignore()
        .returning<{ id: string }[]>('id')
        .then((rows) => rows.map(({ id }) => id)),
    );
    const wordings = entries
      .filter(({ id }) => added.has(id))
      .flatMap(({ id, wordings }) => wordings.map((wording) => ({ region_id: regionId, entry_id: id, wording })));
    if (wordings.length > 0) await trx('knowledge_wordings').insert(wordings);
    if (added.size === entries.length) await seedLearnt(trx, regionId);
  }
  await seedVectors(trx);
}

const rowOf = (regionId: string, entry: Entry) => ({
  region_id: regionId,
  id: entry.id,
  topic: entry.topic,
  question: entry.question,
  answer: entry.answer,
  keywords: entry.keywords,
  audience: entry.audience,
  counter_only: entry.counterOnly,
  verified: entry.verified,
  in_scope: entry.inScope,
  note: entry.note,
  sources: JSON.stringify(entry.sources),
  related: entry.related,
  valid_from: entry.validFrom,
  valid_to: entry.validTo,
});

async function readEntries(): Promise<Entry[]> {
  const wordings = new Map(
    (await linesOf('wordings.txt')).map((line) => {
      const [id = '', ...others] = line.split('|');
      return [id, others] as const;
    }),
  );
  const knowledge = (await linesOf('knowledge.jsonl')).map((line) => entrySchema.parse(JSON.parse(line)));
  const outside = [...(await linesOf('small-talk.jsonl')), ...(await linesOf('out-of-scope.jsonl'))];
  return [
    ...knowledge.map((entry) => ({ ...entry, wordings: wordings.get(entry.id) ?? [] })),
    ...outside.map((line) => entrySchema.parse(JSON.parse(line))),
  ];
}

const linesOf = async (name: string): Promise<string[]> =>
  (await readFile(path.join(import.meta.dirname, name), 'utf8')).split('\n').filter((line) => line !== '');
