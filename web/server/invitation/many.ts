/** Inviting many taxpayers at once: a dry run, a durable run, its progress with the outcome of each. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { keepBulkOpening, openingOutcomes, openingRuns, type BulkOpening, type OpeningRun } from '../../../db/bulk-openings.ts';
import { currentType } from '../../../db/case-types.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import type { InvitationOpening } from '../../../domain/invitation/invitation.ts';
import { dayNumberOf, dayNumberOfDate } from '../../../domain/shanghai.ts';
import { idSchema } from '../../api/common.ts';
import {
  manyAnswer,
  manyBody,
  manyCheckAnswer,
  manyCheckBody,
  manyQuery,
  manyRunsAnswer,
  mostRunsShown,
} from '../../api/invitation/many.ts';
import type { Language } from '../../i18n/index.ts';
import { wrongChoices } from '../appointment/choices.ts';
import type { Deps } from '../deps.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { fieldSentenceOf, storedSentenceOf } from '../http/sentence.ts';
import { centreOf } from '../officers/centre.ts';
import { uploadedSheet } from '../sheets/uploaded-sheet.ts';
import { invitationPolicyFrom } from './policy.ts';
import { rowsOfList, rowsOfSheet, taxpayersIn } from './taxpayer-rows.ts';

const kind = 'invitation';
const shared = { tag: 'Invitations', access: 'officer', roles: ['agent', 'supervisor'] } as const;
const params = z.object({ id: idSchema });

type Whom = z.output<typeof manyCheckBody>;
type Body = z.output<typeof manyBody>;

/** @throws Fault `upload-unknown`, `sheet-unreadable`, `sheet-too-many-rows` */
async function taxpayersOf(viewer: OfficerViewer, { list, uploadId }: Whom, deps: Deps) {
  const rows = uploadId === null ? rowsOfList(list ?? '') : rowsOfSheet(await uploadedSheet(viewer, uploadId, deps));
  return await taxpayersIn(deps.knex, viewer.regionId, rows);
}

const check = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/bulk-invitations/checks',
  summary: 'Tell which taxpayers a list or a spreadsheet names, and its faults by row; nobody is invited',
  limit: 'command',
  body: manyCheckBody,
  answers: { 200: manyCheckAnswer },
  faults: ['upload-unknown', 'sheet-unreadable', 'sheet-too-many-rows'],
  handler: async ({ viewer, body, language, requestId }, deps) => {
    const { identityIds, faulty, faults } = await taxpayersOf(viewer, body, deps);
    const { regionId } = viewer;
    const detail = { found: identityIds.length, faulty };
    await audit(deps.knex, { actor: viewer, regionId, action: 'search', objectKind: 'taxpayer', objectId: regionId, requestId, detail });
    const told = faults.map((fault) => ({ ...fault, sentence: fieldSentenceOf(language, fault.code) }));
    return { status: 200, body: { taxpayers: identityIds.length, faulty, faults: told } };
  },
});

const start = defineRoute({
  ...shared,
  method: 'put',
  path: '/api/bulk-invitations/{id}',
  summary: 'Invite many taxpayers for one matter, each at free places of the chosen days; repeating the request starts no second run',
  limit: 'command',
  params,
  body: manyBody,
  answers: { 200: manyAnswer },
  faults: ['upload-unknown', 'sheet-unreadable', 'sheet-too-many-rows', 'key-reused', 'temporal-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, language }, deps) => {
    const contents = idFrom([id, viewer.id, body]);
    const [kept] = await openingRuns(deps.knex, { actorId: viewer.id, kind, id }, 1);
    // A repeated request may find the run carried out, and its file gone; its checks are not repeated.
    if (kept === undefined) {
      const identityIds = await invitedBy(viewer, body, deps);
      const run = await runOf(viewer, { id, contents }, body, deps);
      if (!(await keepBulkOpening(deps.knex, run, identityIds))) throw new Fault('key-reused');
      const { regionId } = viewer;
      const detail = { taxpayers: identityIds.length };
      await audit(deps.knex, { actor: viewer, regionId, action: 'bulk-invite', objectKind: 'bulk', objectId: id, requestId, detail });
    } else if (kept.contents !== contents) throw new Fault('key-reused');
    // A stored run will start; if not now, housekeeping starts it.
    await deps.cases.startBulkOpening(id);
    return { status: 200, body: await progressOf(viewer, id, manyQuery.parse({}), language, deps) };
  },
});

/** @throws Fault `invalid-request` by row when anybody cannot be invited, or nobody is named */
async function invitedBy(viewer: OfficerViewer, body: Body, deps: Deps): Promise<string[]> {
  const { identityIds, faults } = await taxpayersOf(viewer, body, deps);
  const fields: FieldFault[] = faults.map(({ row, code }) => ({ path: `rows.${String(row)}`, code }));
  if (identityIds.length === 0) fields.push({ path: body.list === null ? 'uploadId' : 'list', code: 'required' });
  if (fields.length > 0) throw new Fault('invalid-request', { fields });
  return identityIds;
}

/** @throws Fault `invalid-request` with every wrong field */
async function runOf(viewer: OfficerViewer, own: Pick<BulkOpening, 'id' | 'contents'>, body: Body, { knex }: Deps): Promise<BulkOpening> {
  const { typeId, way, category, days, timesEach, answerMinutes, text } = body;
  const centreId = centreOf(viewer);
  const [type, settings] = await Promise.all([
    currentType(knex, 'appointment', viewer.regionId, typeId),
    settingsOf(knex, viewer.regionId, centreId),
  ]);
  const today = dayNumberOf(Date.now());
  // Without a type there is no last day.
  const last = today + (type?.definition.horizonDays ?? Number.POSITIVE_INFINITY);
  const fields: FieldFault[] = [
    ...(type ? wrongChoices(type, body) : [{ path: 'typeId', code: 'not-a-choice' as const }]),
    ...days.flatMap((day, at) =>
      dayNumberOfDate(day) < today || dayNumberOfDate(day) > last ? [{ path: `days.${String(at)}`, code: 'out-of-range' as const }] : [],
    ),
  ];
  if (type === undefined || fields.length > 0) throw new Fault('invalid-request', { fields });
  const policy = invitationPolicyFrom(type.definition, settings);
  const opening: Omit<InvitationOpening, 'id' | 'regionId' | 'centreId' | 'identityId' | 'placeIds' | 'textId' | 'reminder'> = {
    ...{ typeId, typeVersion: type.version, senderId: viewer.id, way, category },
    ...{ uploadIds: [], originId: null },
  };
  return {
    ...{ ...own, regionId: viewer.regionId, centreId, actorId: viewer.id, kind, opening },
    policy: answerMinutes === null ? policy : { ...policy, answerMinutes },
    ...{ body: text, days: days.toSorted(), placesEach: timesEach },
  };
}

const progress = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/bulk-invitations/{id}',
  summary: 'Progress of one’s own run, with a page of the outcomes',
  limit: 'read',
  params,
  query: manyQuery,
  answers: { 200: manyAnswer },
  handler: async ({ viewer, params: { id }, query, language }, deps) => ({
    status: 200,
    body: await progressOf(viewer, id, query, language, deps),
  }),
});

const runs = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/bulk-invitations',
  summary: 'One’s own runs, newest first',
  limit: 'read',
  answers: { 200: manyRunsAnswer },
  handler: async ({ viewer }, { knex }) => {
    const found = await openingRuns(knex, { actorId: viewer.id, kind }, mostRunsShown);
    return { status: 200, body: { items: found.map(presentRun) } };
  },
});

const presentRun = ({ id, body, createdAt, finishedAt, total, done, refused }: OpeningRun) => ({
  ...{ id, text: body, total, done, refused },
  ...{ createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null },
});

/** @throws Fault `not-found` for a run of somebody else */
async function progressOf(
  viewer: OfficerViewer,
  id: string,
  { outcome, page, size }: z.output<typeof manyQuery>,
  language: Language,
  { knex }: Deps,
): Promise<z.infer<typeof manyAnswer>> {
  const [run] = await openingRuns(knex, { actorId: viewer.id, kind, id }, 1);
  if (run === undefined) throw new Fault('not-found');
  const items = await openingOutcomes(knex, id, outcome, { page, size });
  return {
    ...presentRun(run),
    items: items.map(({ position, name, taxNumber, caseId, number, outcome: became, code }) => ({
      ...{ position, name, taxNumber, number },
      caseId: number === null ? null : caseId,
      outcome: became ?? 'waiting',
      sentence: code === null ? null : storedSentenceOf(language, code),
    })),
  };
}

export const manyInvitationRoutes = [check, runs, start, progress];
