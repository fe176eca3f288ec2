/** The knowledge as a spreadsheet: export, and import as drafts for the reviewers (B11). */
import { Readable } from 'node:stream';

import { writeXlsx } from 'hucre/xlsx';

import { audit } from '../../../../db/audit.ts';
import { publishDraft, type DraftRefusal } from '../../../../db/knowledge/drafts.ts';
import { wholeKnowledge } from '../../../../db/knowledge/exchange.ts';
import { dayOf } from '../../../../domain/knowledge.ts';
import { exchangeColumns, exchangeLimits } from '../../../../domain/knowledge-exchange.ts';
import { knowledgeRoles } from '../../../../domain/policies.ts';
import { importAnswer, importBody, publicationsAnswer, publicationsBody } from '../../../api/knowledge-exchange.ts';
import { defineRoute } from '../../http/define-route.ts';
import { Fault } from '../../http/fault.ts';
import { contentDisposition } from '../../uploads/disposition.ts';
import { translateTo } from '../../http/language.ts';
import { fieldSentenceOf } from '../../http/sentence.ts';
import { sheetMediaType, uploadedSheet } from '../../sheets/uploaded-sheet.ts';
import { draftRefusal } from '../draft-refusal.ts';
import { cellOf, headOf } from './columns.ts';
import { draftsIn } from './drafts-in.ts';
import { carryOut, planImport } from './import-sheet.ts';

const shared = { tag: 'Knowledge', access: 'officer', roles: knowledgeRoles } as const;

const download = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/knowledge/export.xlsx',
  summary: 'Published entries of the region as a spreadsheet, all cells as text',
  limit: 'read',
  answers: { 200: 'file' },
  handler: async ({ viewer, language, ctx, requestId }, { knex }) => {
    const whole = await wholeKnowledge(knex, viewer.regionId);
    const rows = [
      exchangeColumns.map((column) => headOf(column, language)),
      ...whole.map(({ id, content }) => exchangeColumns.map((column) => cellOf(column, id, content, language))),
    ];
    const t = translateTo(language);
    const name = t('knowledge:exchange.file', { day: dayOf(Date.now()) });
    // Strings are stored as strings, so that no spreadsheet takes a text for a formula.
    const file = await writeXlsx({
      sheets: [{ name: t('knowledge:title'), rows, columns: exchangeColumns.map((column) => ({ width: column === 'answer' ? 60 : 20 })) }],
    });
    await audit(knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'export',
      objectKind: 'knowledge',
      objectId: viewer.regionId,
      requestId,
      detail: { entries: whole.length },
    });
    ctx.set('Content-Type', sheetMediaType);
    ctx.set('Content-Disposition', contentDisposition('attachment', `${name}.xlsx`));
    ctx.set('Cache-Control', 'private, no-store');
    return { status: 200, body: Readable.from([Buffer.from(file)]) };
  },
});

const upload = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/knowledge/imports',
  summary: 'Import an uploaded spreadsheet as drafts for review, all or nothing; with dryRun only tell what would change',
  limit: 'command',
  body: importBody,
  answers: { 200: importAnswer },
  faults: ['upload-unknown', 'sheet-unreadable', 'sheet-too-many-rows', 'draft-changed'],
  handler: async ({ viewer, body: { uploadId, dryRun }, language, requestId }, deps) => {
    const { knex } = deps;
    const { entries, faults: rowFaults } = draftsIn(await uploadedSheet(viewer, uploadId, deps));
    const plan = await planImport(knex, viewer.regionId, entries);
    const faults = [...rowFaults, ...plan.faults].toSorted((a, b) => a.row - b.row).slice(0, exchangeLimits.faults);
    const { added, changed, unchanged } = plan;
    const applied = !dryRun && faults.length === 0 && plan.drafts.length > 0;
    if (applied) {
      const { id: officerId, regionId } = viewer;
      const entry = { actor: viewer, regionId, action: 'import', objectKind: 'knowledge', objectId: regionId, requestId };
      const done = await carryOut(knex, { regionId, officerId }, plan, (trx) => audit(trx, { ...entry, detail: { added, changed } }));
      if (!done) throw new Fault('draft-changed');
    }
    const told = faults.map(({ row, column, code, limit }) => ({ row, column, code, sentence: fieldSentenceOf(language, code, limit) }));
    return { status: 200, body: { added, changed, unchanged, applied, faults: told } };
  },
});

const publishAll = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/knowledge/publications',
  summary: 'Publish several submitted drafts that were read, all or none; not one’s own',
  limit: 'command',
  body: publicationsBody,
  answers: { 200: publicationsAnswer },
  faults: ['draft-changed', 'draft-state', 'own-draft', 'entry-changed'],
  handler: async ({ viewer, body: { drafts }, requestId }, { knex }) => {
    const { id: officerId, regionId } = viewer;
    const trx = await knex.transaction();
    try {
      // In one order for everybody, so that two reviewers wait for each other.
      for (const { id, revision } of drafts.toSorted((a, b) => a.id.localeCompare(b.id))) {
        const result: { version: number } | DraftRefusal = await publishDraft(trx, { regionId, entryId: id }, { officerId, revision });
        if ('refused' in result) throw await draftRefusal(knex, result);
        const { version } = result;
        await audit(trx, {
          actor: viewer,
          regionId,
          action: 'publish',
          objectKind: 'knowledge-entry',
          objectId: id,
          requestId,
          detail: { version },
        });
      }
      await trx.commit();
    } catch (error) {
      await trx.rollback();
      throw error;
    }
    return { status: 200, body: { published: drafts.length } };
  },
});

export const knowledgeExchangeRoutes = [download, upload, publishAll];
