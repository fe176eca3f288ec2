import { ticketAnswer } from '../../api/live.ts';
import { defineRoute } from '../http/define-route.ts';

const ticket = defineRoute({
  method: 'post',
  path: '/api/live/tickets',
  tag: 'Live',
  summary: 'Issue a ticket for the WebSocket at /api/live; the first message on the socket is {type: "auth", ticket}',
  access: 'person',
  limit: 'read',
  answers: { 200: ticketAnswer },
  handler: async ({ viewer, language }, { liveTickets }) => ({ status: 200, body: await liveTickets.issue(viewer, language) }),
});

export const liveRoutes = [ticket];
