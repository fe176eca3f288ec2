/** Editing the region's knowledge: drafts, their review, versions (B11). Changes are audited; texts stay out of the log. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import {
  discardDraft,
  draftOf,
  keepDraft,
  publishDraft,
  returnDraft,
  submitDraft,
  withdrawEntry,
  type DraftKey,
  type DraftRefusal,
  type StoredDraft,
} from '../../../db/knowledge/drafts.ts';
import { editedEntries, editingCounts, entryVersion, entryVersions, publishedEntry } from '../../../db/knowledge/edited.ts';
import { dayOf } from '../../../domain/knowledge.ts';
import { knowledgeRoles } from '../../../domain/policies.ts';
import {
  draftRevisionBody,
  entriesAnswer,
  entriesQuery,
  entryDraftSchema,
  entryAnswer,
  entryIdSchema,
  entryVersionAnswer,
  keepDraftBody,
  keptDraftAnswer,
  publishedAnswer,
  returnBody,
  withdrawalBody,
} from '../../api/knowledge-editing.ts';
import type { Deps } from '../deps.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { fieldFaultsOf, firstFaults } from '../http/field-faults.ts';
import { draftRefusal } from './draft-refusal.ts';
import { presentEntry, presentListed, presentVersion } from './presenter.ts';

const path = '/api/knowledge/entries/{id}';
const params = z.object({ id: entryIdSchema });
const shared = { tag: 'Knowledge', access: 'officer', roles: knowledgeRoles } as const;
const faults = ['not-found', 'draft-changed', 'draft-state'] as const;

const keyOf = (viewer: OfficerViewer, id: string): DraftKey => ({ regionId: viewer.regionId, entryId: id });

/** @throws Fault of the refusal */
async function accepted<T>(result: T | DraftRefusal, { knex }: Deps): Promise<T> {
  if (typeof result === 'object' && result !== null && 'refused' in result) throw await draftRefusal(knex, result);
  return result;
}

/** A draft that was begun from a question may lack its answer. @throws Fault `invalid-request` */
function checkWhole(draft: StoredDraft | undefined): void {
  const result = draft === undefined ? undefined : entryDraftSchema.safeParse(draft.content);
  if (draft === undefined || result === undefined || result.success) return;
  const found = firstFaults(fieldFaultsOf(result.error.issues, draft.content));
  throw new Fault('invalid-request', { fields: found.map((fault) => ({ ...fault, path: `content.${fault.path}` })) });
}

const note = (
  knex: Deps['knex'],
  viewer: OfficerViewer,
  action: string,
  id: string,
  requestId: string,
  detail: Record<string, number> = {},
) => audit(knex, { actor: viewer, regionId: viewer.regionId, action, objectKind: 'knowledge-entry', objectId: id, requestId, detail });

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/knowledge/entries',
  summary: 'Entries of the region with their drafts, searched and filtered, and counts of what is to be done',
  limit: 'read',
  query: entriesQuery,
  answers: { 200: entriesAnswer },
  handler: async ({ viewer, query: { page, size, ...filter } }, { knex }) => {
    const today = dayOf(Date.now());
    const [{ rows, total }, { counts, topics }] = await Promise.all([
      editedEntries(knex, viewer.regionId, today, filter, { page, size }),
      editingCounts(knex, viewer.regionId, today),
    ]);
    return { status: 200, body: { items: rows.map((row) => presentListed(row, today, viewer)), total, page, size, topics, counts } };
  },
});

const read = defineRoute({
  ...shared,
  method: 'get',
  path,
  summary: 'An entry with its published text, its draft and its versions',
  limit: 'read',
  params,
  answers: { 200: entryAnswer },
  faults: ['not-found'],
  handler: async ({ viewer, params: { id } }, { knex }) => {
    const key = keyOf(viewer, id);
    const [published, draft, versions] = await Promise.all([publishedEntry(knex, key), draftOf(knex, key), entryVersions(knex, key)]);
    if (published === undefined && draft === undefined) throw new Fault('not-found');
    return { status: 200, body: await presentEntry(knex, viewer, id, { published, draft, versions }) };
  },
});

const readVersion = defineRoute({
  ...shared,
  method: 'get',
  path: `${path}/versions/{version}`,
  summary: 'What one version of an entry said',
  limit: 'read',
  params: params.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) }),
  answers: { 200: entryVersionAnswer },
  faults: ['not-found'],
  handler: async ({ viewer, params: { id, version } }, { knex }) => {
    const found = await entryVersion(knex, keyOf(viewer, id), version);
    if (found === undefined) throw new Fault('not-found');
    return { status: 200, body: { ...presentVersion(found), content: found.content } };
  },
});

const keep = defineRoute({
  ...shared,
  method: 'put',
  path: `${path}/draft`,
  summary: 'Keep the draft of an entry, new or changed; the client chooses the id of a new entry',
  limit: 'command',
  params,
  body: keepDraftBody,
  answers: { 200: keptDraftAnswer },
  faults: ['draft-changed'],
  handler: async ({ viewer, params: { id }, body, requestId }, deps) => {
    const kept = await accepted(await keepDraft(deps.knex, keyOf(viewer, id), { officerId: viewer.id, ...body }), deps);
    await note(deps.knex, viewer, 'keep-draft', id, requestId, kept);
    return { status: 200, body: { revision: kept.revision, state: 'draft' as const } };
  },
});

const discard = defineRoute({
  ...shared,
  method: 'delete',
  path: `${path}/draft`,
  summary: 'Discard the draft of an entry',
  limit: 'command',
  params,
  body: draftRevisionBody,
  answers: { 204: null },
  faults: ['draft-changed'],
  handler: async ({ viewer, params: { id }, body: { revision }, requestId }, deps) => {
    await accepted(await discardDraft(deps.knex, keyOf(viewer, id), revision), deps);
    await note(deps.knex, viewer, 'discard-draft', id, requestId, { revision });
    return { status: 204, body: null };
  },
});

const submit = defineRoute({
  ...shared,
  method: 'post',
  path: `${path}/submission`,
  summary: 'Submit the draft for review by somebody else',
  limit: 'command',
  params,
  body: draftRevisionBody,
  answers: { 200: keptDraftAnswer },
  faults: [...faults, 'invalid-request'],
  handler: async ({ viewer, params: { id }, body: { revision }, requestId }, deps) => {
    checkWhole(await draftOf(deps.knex, keyOf(viewer, id)));
    const submitted = await accepted(await submitDraft(deps.knex, keyOf(viewer, id), revision), deps);
    await note(deps.knex, viewer, 'submit-draft', id, requestId, submitted);
    return { status: 200, body: { revision: submitted.revision, state: 'review' as const } };
  },
});

const giveBack = defineRoute({
  ...shared,
  method: 'post',
  path: `${path}/return`,
  summary: 'Return a submitted draft to its authors, with the reason; not one’s own',
  limit: 'command',
  params,
  body: returnBody,
  answers: { 200: keptDraftAnswer },
  faults: [...faults, 'own-draft'],
  handler: async ({ viewer, params: { id }, body, requestId }, deps) => {
    const returned = await accepted(await returnDraft(deps.knex, keyOf(viewer, id), { officerId: viewer.id, ...body }), deps);
    await note(deps.knex, viewer, 'return-draft', id, requestId, returned);
    return { status: 200, body: { revision: returned.revision, state: 'draft' as const } };
  },
});

const publish = defineRoute({
  ...shared,
  method: 'post',
  path: `${path}/publication`,
  summary: 'Publish a submitted draft as the next version of the entry; not one’s own',
  limit: 'command',
  params,
  body: draftRevisionBody,
  answers: { 200: publishedAnswer },
  faults: [...faults, 'own-draft', 'entry-changed'],
  handler: async ({ viewer, params: { id }, body: { revision }, requestId }, deps) => {
    const result = await deps.knex.transaction(async (trx) => {
      const published = await publishDraft(trx, keyOf(viewer, id), { officerId: viewer.id, revision });
      if (!('refused' in published)) await note(trx, viewer, 'publish', id, requestId, { version: published.version });
      return published;
    });
    const { version } = await accepted(result, deps);
    return { status: 200, body: { version } };
  },
});

const withdraw = defineRoute({
  ...shared,
  method: 'post',
  path: `${path}/withdrawal`,
  summary: 'Withdraw a published entry at once; it is published again by a draft',
  limit: 'command',
  params,
  body: withdrawalBody,
  answers: { 200: publishedAnswer },
  faults: ['not-found', 'entry-changed'],
  handler: async ({ viewer, params: { id }, body: { version }, requestId }, { knex }) => {
    const key = keyOf(viewer, id);
    if ((await publishedEntry(knex, key)) === undefined) throw new Fault('not-found');
    const withdrawn = await knex.transaction(async (trx) => {
      const next = await withdrawEntry(trx, key, version, viewer.id);
      if (next !== null) await note(trx, viewer, 'withdraw', id, requestId, { version: next });
      return next;
    });
    if (withdrawn === null) throw new Fault('entry-changed');
    return { status: 200, body: { version: withdrawn } };
  },
});

export const knowledgeEditingRoutes = [list, read, readVersion, keep, discard, submit, giveBack, publish, withdraw];
