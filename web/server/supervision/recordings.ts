/**
 * Recordings of calls (C8). They are read by supervisors of the case's centre and by nobody else; each opening is audited.
 */
import { z } from 'zod';

import { auditLook } from '../../../db/audit.ts';
import { partOf, recordingsOf } from '../../../db/media/recordings.ts';
import { idSchema } from '../../api/common.ts';
import { recordingsAnswer } from '../../api/recordings.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { rangeOf } from '../uploads/range.ts';
import { storedFile } from '../uploads/stored-file.ts';
import { caseFor } from './case-for.ts';

const roles = ['supervisor'] as const;

const list = defineRoute({
  method: 'get',
  path: '/api/supervision/cases/{id}/recordings',
  tag: 'Supervision',
  summary: 'Recordings of the calls of a case, the earliest first',
  access: 'officer',
  roles,
  limit: 'read',
  params: z.object({ id: idSchema }),
  answers: { 200: recordingsAnswer },
  handler: async ({ viewer, params: { id } }, deps) => {
    await caseFor(viewer, id, 'inspect', deps);
    const rows = await recordingsOf(deps.knex, id);
    return {
      status: 200,
      body: {
        items: rows.map((row) => ({
          id: row.id,
          begunAt: row.begun_at.toISOString(),
          keepUntil: row.keep_until.toISOString(),
          incomplete: row.incomplete,
          writing: row.writing,
          deletedAt: row.deleted_at?.toISOString() ?? null,
          parts: row.parts.map(({ id: partId, side, use, offset_ms, duration_ms, size }) => ({
            ...{ id: partId, side, use, size, offsetMs: offset_ms, durationMs: duration_ms },
            url: `/api/supervision/cases/${id}/recordings/${row.id}/parts/${partId}`,
          })),
        })),
      },
    };
  },
});

const open = defineRoute({
  method: 'get',
  path: '/api/supervision/cases/{id}/recordings/{recordingId}/parts/{partId}',
  tag: 'Supervision',
  summary: 'Play a file of a recording; Range requests are supported, and every opening is audited',
  access: 'officer',
  roles,
  limit: 'read',
  params: z.object({ id: idSchema, recordingId: idSchema, partId: idSchema }),
  answers: { 200: 'file', 206: 'file' },
  faults: ['files-unavailable', 'file-damaged'],
  handler: async ({ viewer, params: { id, recordingId, partId }, ctx, requestId }, deps) => {
    await caseFor(viewer, id, 'inspect', deps);
    const part = await partOf(deps.knex, { caseId: id, recordingId, partId });
    if (part === undefined) throw new Fault('not-found');
    const { size } = part;
    if ((await deps.uploads.stat(partId))?.size !== size) throw new Fault('file-damaged');
    const range = rangeOf(ctx.get('range'), size);
    // A player asks for ranges: those of some minutes are one look, whichever of them comes first.
    if (ctx.method === 'GET')
      await auditLook(deps.knex, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'open-recording',
        objectKind: 'recording',
        objectId: recordingId,
        requestId,
        detail: { caseId: id, partId },
        shownAs: 'parts',
        shown: [partId],
      });
    ctx.set('Content-Type', part.use === 'microphone' ? 'audio/webm' : 'video/webm');
    ctx.set('Content-Disposition', 'inline');
    ctx.set('Cache-Control', 'private, no-store');
    return storedFile(ctx, deps.uploads, { id: partId, size, range });
  },
});

export const recordingRoutes = [list, open];
