/** The routes for commands: one per command, for all kinds that have it. */
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
 * 1. The kind of the case decides which body the command has.
 * 2. A caller who may not see the case gets `not-found`, whatever the body. A caller who may see it but may not send the command, or whose
 *    command the kind does not have, is told so.
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
      // This command's own schema has validated the body.
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

/** Returns the one schema that all kinds share, or a union of theirs. */
function bodyOf(bodies: readonly z.ZodObject[]): z.ZodType {
  const [first, second, ...more] = bodies;
  if (first === undefined) throw new TypeError('a command without a body');
  return second === undefined ? first : z.union([first, second, ...more]);
}
