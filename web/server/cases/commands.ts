/** What people may ask of a case: one route a command, for every kind that knows it. */
import { z } from 'zod';

import { Case } from '../../../db/models/index.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import type { Deps } from '../deps.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { limitsOf } from '../uploads/limits.ts';
import { permit } from './access.ts';
import { carryOut } from './carry-out.ts';
import type { ServerKind, ServerKinds } from './server-kind.ts';

/**
 * 1. Which body a command has, the kind of the case says.
 * 2. Who may not see the case learns nothing of it, not even by what is wrong with the body; who sees it and may not do this, or to
 *    whose kind nobody may, is told so.
 */
export function commandRoutes(kinds: ServerKinds): readonly Route[] {
  const types = new Set(Object.values(kinds).flatMap(({ bodies }) => Object.keys(bodies)));
  return [...types].map((type) => commandRoute(type, kinds));
}

function commandRoute(type: string, kinds: ServerKinds): Route {
  const knowing = Object.values(kinds).filter(({ bodies }) => type in bodies);
  return defineRoute({
    method: 'post',
    path: `/api/cases/{id}/commands/${type}`,
    tag: 'Commands',
    summary: distinct(knowing.map(({ summaries }) => summaries[type] ?? '')).join(' / '),
    access: 'person',
    limit: 'command',
    idempotent: true,
    params: z.object({ id: idSchema }),
    body: bodyOf(distinct(knowing.map(({ bodies }) => bodies[type]).filter((body) => body !== undefined))),
    subject: async (viewer, { id }, deps) => {
      const image = await Case.query(deps.knex).findById(id);
      if (image === undefined) throw new Fault('not-found');
      await permit(viewer, type, image, deps);
      return { image, kind: kinds[image.kind] };
    },
    bodyFor: async (viewer, { knex }: Deps, { kind }) => {
      const files = type in kind.bodiesWithFiles({ maxFiles: 0 });
      const narrowed = files ? kind.bodiesWithFiles((await limitsOf(viewer, knex)).upload)[type] : undefined;
      return narrowed ?? kind.bodies[type] ?? z.never();
    },
    answers: { 200: commandAnswer, 202: commandAnswer },
    faults: ['key-reused', 'upload-unknown', 'officer-unknown', 'centre-unknown', 'temporal-unavailable', 'worker-unavailable'],
    handler: ({ viewer, subject: { image, kind }, body, requestId, ctx }, deps) => {
      // The schema of this very command has let the body through.
      const intent = intentOf(kind, type, body, viewer);
      return carryOut({ viewer, image, requestId, ctx }, intent, kind, deps);
    },
  });
}

function intentOf(kind: ServerKind, type: string, body: unknown, viewer: Parameters<ServerKind['intents'][string]>[1]) {
  const take = kind.intents[type];
  if (take === undefined) throw new TypeError(`${kind.kind.name} takes no ${type}`);
  return take(body, viewer);
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** One shape where the kinds say the same, else one of several. */
function bodyOf(bodies: readonly z.ZodObject[]): z.ZodType {
  const [first, second, ...more] = bodies;
  if (first === undefined) throw new TypeError('a command without a body');
  return second === undefined ? first : z.union([first, second, ...more]);
}
