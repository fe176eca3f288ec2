/** Route of the supervisor's board (J3). */
import { board } from '../../../db/board.ts';
import { boardAnswer } from '../../api/board.ts';
import { defineRoute } from '../http/define-route.ts';
import { presentBoard } from './board-presenter.ts';
import { centresOf } from '../cases/centres.ts';

const show = defineRoute({
  method: 'get',
  path: '/api/supervision/board',
  tag: 'Supervision',
  summary: 'Counts of open work orders by type, stage and officer; for the centre, or for an administrator the region',
  access: 'officer',
  roles: ['supervisor', 'administrator'],
  limit: 'read',
  answers: { 200: boardAnswer },
  handler: async ({ viewer, language }, deps) => ({
    status: 200,
    body: presentBoard(await board(deps.knex, await centresOf(viewer, deps)), language),
  }),
});

export const boardRoutes = [show];
