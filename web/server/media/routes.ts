/** The way of a call's people to its media. */
import { z } from 'zod';

import { placeCall } from '../../../db/media/places.ts';
import { callOf } from '../../../db/media/calls.ts';
import { Case } from '../../../db/models/index.ts';
import { mayFlow } from '../../../domain/call.ts';
import { idSchema } from '../../api/common.ts';
import { mediaTicketAnswer } from '../../api/media.ts';
import { permit } from '../cases/access.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault, Refused } from '../http/fault.ts';

const ticket = defineRoute({
  method: 'post',
  path: '/api/cases/{id}/call/tickets',
  tag: 'Calls',
  summary: 'Issue a token for the media of the running call, after the consent; it opens one connection, once',
  access: 'person',
  limit: 'command',
  params: z.object({ id: idSchema }),
  answers: { 200: mediaTicketAnswer },
  faults: ['not-found', 'not-allowed', 'media-preparing'],
  handler: async ({ viewer, params: { id } }, deps) => {
    const image = await Case.query(deps.knex).findById(id);
    if (image === undefined) throw new Fault('not-found');
    const { call } = (await callOf(deps.knex, id)) ?? {};
    // Only who may end a call takes part in it; a kind without calls has no such right.
    await permit(viewer, 'endCall', image, deps);
    if (viewer.kind === 'officer' && image.assignee_id !== viewer.id) throw new Refused({ code: 'not-assignee' });
    if (call === undefined || !mayFlow(call)) throw new Refused({ code: 'call-over' });
    const server = await placeCall(deps.knex, call.id, id);
    if (server === undefined) throw new Fault('media-preparing');
    const token = await deps.mediaTokens.issue({
      callId: call.id,
      caseId: id,
      regionId: viewer.regionId,
      personId: viewer.id,
      role: viewer.kind,
      // An officer shows sound and picture of themselves and never a screen; a taxpayer, what they have consented to.
      uses: viewer.kind === 'officer' ? ['microphone', 'camera'] : [...call.uses],
    });
    return { status: 200, body: { callId: call.id, path: `/api/media/${server.id}`, token } };
  },
});

export const mediaRoutes = [ticket];
