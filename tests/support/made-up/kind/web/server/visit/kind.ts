/** Visits on the server: what may be asked of one, and how one is shown. */
import { visitKind } from '../../../domain/visit/kind.ts';
import { visitCaseSchema, visitCommandBodies } from '../../api/visit/visit.ts';
import { intent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import { checkOfficer } from '../officers/checks.ts';
import { visitPolicy } from './policy.ts';
import { visitRoutes } from './routes.ts';

export const visitServerKind = defineServerKind({
  kind: visitKind,
  namespace: 'visit',
  routes: () => visitRoutes,
  shape: visitCaseSchema,
  bodies: visitCommandBodies,
  bodiesWithFiles: () => ({}),
  summaries: { ...sharedSummaries, arrive: 'Say that one has come', finish: 'End a visit' },
  intents: {
    claim: () => intent({ type: 'claim' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to: { officerId }, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    arrive: () => intent({ type: 'arrive' }),
    finish: ({ minutes }) => intent({ type: 'finish', minutes }),
  },
  check: async (image, command, deps) => {
    if (command.type === 'handOver') await checkOfficer(command.officerId, image.centre_id, 'to.officerId', deps);
    if (command.type === 'reassign') await checkOfficer(command.officerId, image.centre_id, 'officerId', deps);
  },
  isResult: (command, { status }) => command.type === 'finish' && status === 'over',
  policyInForce: () => Promise.resolve(visitPolicy),
  ground: () => Promise.resolve(null),
  namesOf: () => ({ stages: [], papers: [] }),
  present: ({ state: { clock, arrivedAt } }) => ({
    visit: { at: clock === null ? null : new Date(clock.dueAt).toISOString(), arrived: arrivedAt !== null },
  }),
});
