/** Files of a chat as papers of another case: the list, and a copy of one's own to hand in (C7). */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { filesOfChat } from '../../../db/chat/files.ts';
import { markUploadCopied, markUploadRefused } from '../../../db/uploads.ts';
import { chatFilesAnswer, copiedUploadSchema } from '../../api/chat.ts';
import { idSchema } from '../../api/common.ts';
import { presentAttachment } from '../cases/attachments.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { begin } from '../uploads/rules.ts';
import { chatFor } from './access.ts';

/** Maximum number of files in the list; the newest. */
const most = 100;

const list = defineRoute({
  method: 'get',
  path: '/api/cases/{id}/chat/files',
  tag: 'Chat',
  summary: 'Files that were sent in a chat, oldest first; the newest 100',
  access: 'person',
  limit: 'read',
  params: z.object({ id: idSchema }),
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 200: chatFilesAnswer },
  handler: async ({ viewer, subject: { caseId } }, deps) => {
    const linkTo = (uploadId: string) => deps.fileLink(uploadId, viewer);
    const files = await filesOfChat(deps.knex, caseId, { limit: most });
    return {
      status: 200,
      body: {
        items: files.map(({ seq, at, speaker, upload }) => ({
          seq,
          at: at.toISOString(),
          by: speaker,
          file: presentAttachment(upload, linkTo),
        })),
      },
    };
  },
});

const copy = defineRoute({
  method: 'post',
  path: '/api/cases/{id}/chat/files/{uploadId}/copy',
  tag: 'Chat',
  summary: 'Copy a file of a chat into an upload of one’s own, to hand it in with another case; it counts as an upload',
  access: 'person',
  limit: 'command',
  params: z.object({ id: idSchema, uploadId: idSchema }),
  subject: (viewer, { id }, deps) => chatFor(viewer, id, deps),
  answers: { 201: copiedUploadSchema },
  faults: ['upload-too-large', 'upload-held-full', 'upload-day-full'],
  handler: async ({ viewer, subject: { caseId }, params: { uploadId } }, deps) => {
    const [found] = await filesOfChat(deps.knex, caseId, { limit: 1, uploadId });
    if (found === undefined) throw new Fault('not-found');
    const id = randomUUID();
    const { name, size } = found.upload;
    await begin(viewer, id, { name, size }, deps);
    try {
      await deps.uploads.copy(uploadId, id);
    } catch (error) {
      await markUploadRefused(deps.knex, id);
      throw error;
    }
    await markUploadCopied(deps.knex, id, found.upload);
    return { status: 201, body: { id, name, size } };
  },
});

export const chatFileRoutes = [list, copy];
