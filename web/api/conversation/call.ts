import { z } from 'zod';

import { idSchema } from '../common.ts';

/** POST /api/conversations/{id}/call/tickets */
export const mediaTicketAnswer = z
  .object({
    callId: idSchema,
    path: z.string().meta({ description: 'Path of the WebSocket.' }),
    token: z.string().meta({ description: 'Sent in the first message: {id, method: "join", data: {token}}.' }),
  })
  .meta({ id: 'MediaTicket' });
export type MediaTicket = z.infer<typeof mediaTicketAnswer>;
