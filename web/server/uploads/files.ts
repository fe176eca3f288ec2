/** Files by signed links. A link works for everybody who has it, which is why it is valid for minutes only. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { isSignedIn } from '../../../db/officers.ts';
import { uploadOf } from '../../../db/uploads.ts';
import { frameOrigins } from '../../../db/settings.ts';
import { presentationOf } from '../../../domain/file-types.ts';
import { idSchema } from '../../api/common.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { contentDisposition } from './disposition.ts';
import { checkFileLink } from './link.ts';
import { rangeOf } from './range.ts';
import { storedFile } from './stored-file.ts';
import { unchanged } from './unchanged.ts';

const open = defineRoute({
  method: 'get',
  path: '/api/files/{id}',
  tag: 'Files',
  summary: 'Download a file by the signed link from its case; Range requests are supported',
  access: 'public',
  params: z.object({ id: idSchema }),
  query: z.object({
    expires: z.coerce.number().int(),
    by: z.string().regex(/^(taxpayer|officer)\.[\da-f-]{36}$/),
    signature: z.string().max(100),
    download: z.stringbool().optional(),
  }),
  answers: { 200: 'file', 206: 'file' },
  faults: ['link-expired', 'files-unavailable', 'file-damaged'],
  handler: async ({ params: { id }, query, ctx, requestId }, { knex, uploads, config }) => {
    const link = checkFileLink(config.secret, id, query);
    if (link === 'forged') throw new Fault('not-found');
    if (link === 'expired') throw new Fault('link-expired');
    const [kind = '', actorId = ''] = query.by.split('.');
    // Links of an officer are void once they have signed out or lost their account.
    if (kind === 'officer' && !(await isSignedIn(knex, actorId))) throw new Fault('link-expired');
    const upload = await uploadOf(knex, id);
    if (upload?.status !== 'ready' || upload.media_type === null) throw new Fault('not-found');
    const { size } = await unchanged(upload, uploads);
    const range = rangeOf(ctx.get('range'), size);
    // A player fetches a video in ranges; only the first is audited.
    if ((range?.start ?? 0) === 0 && ctx.method === 'GET') {
      await audit(knex, {
        actor: { kind: kind === 'officer' ? 'officer' : 'taxpayer', id: actorId },
        regionId: upload.region_id,
        action: 'open-file',
        objectKind: 'upload',
        objectId: id,
        requestId,
      });
    }
    const inPlace = presentationOf(upload.media_type).inPlace && query.download !== true;
    ctx.set('Content-Type', upload.media_type);
    ctx.set('Content-Disposition', contentDisposition(inPlace ? 'inline' : 'attachment', upload.name));
    ctx.set('Cache-Control', 'private, max-age=300');
    // The document is shown in our window, which may itself be framed by a host's page.
    ctx.set(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors ${["'self'", ...(await frameOrigins(knex))].join(' ')}`,
    );
    ctx.remove('X-Frame-Options');
    return storedFile(ctx, uploads, { id, size, range });
  },
});

export const fileRoutes = [open];
