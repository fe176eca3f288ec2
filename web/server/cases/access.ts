/**
 * Permission checks on a case that has been looked up.
 *
 * 1. `domain/policies` decides. This file supplies the facts: to whom the case belongs, and which centres handle its thread.
 * 2. The thread is looked up only when the permission would otherwise be refused.
 * 3. A case that the caller may not see does not exist for them: `not-found`, never `not-allowed`.
 */
import { Case, CaseEvent } from '../../../db/models/index.ts';
import { threadOf } from '../../../db/thread.ts';
import type { CaseKind } from '../../../domain/case.ts';
import type { BeginningName, Role } from '../../../domain/kind.ts';
import { kinds } from '../../../domain/kinds.ts';
import { isRegional, may, type Belonging, type Viewer } from '../../../domain/policies.ts';
import { rolesFor } from '../../../domain/possible.ts';
import type { Deps } from '../deps.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault, Refused } from '../http/fault.ts';

type Owned = Pick<Case, 'kind' | 'region_id' | 'centre_id' | 'identity_id'>;

/** Region, centre and identity that a case belongs to, from its row. */
export const belongingOf = ({ kind, region_id, centre_id, identity_id }: Owned): Belonging => ({
  kind,
  regionId: region_id,
  centreId: centre_id,
  identityId: identity_id,
});

/** The same, with the centres that handle its thread. */
export const withThread = (row: Owned, thread: readonly { centre_id: string }[]): Belonging => ({
  ...belongingOf(row),
  threadCentreIds: thread.map(({ centre_id }) => centre_id),
});

/** The viewer's role in the kinds' rights; null for officers of the region, who send no commands to cases. */
export function roleOf(viewer: Viewer): Role | null {
  if (viewer.kind === 'taxpayer') return 'taxpayer';
  return isRegional(viewer.role) ? null : viewer.role;
}

/** @throws Fault `not-allowed` when the viewer may see the case, `not-found` otherwise */
export async function permit(viewer: Viewer, action: string, image: Case, deps: Deps): Promise<void> {
  if (!may(viewer, action, belongingOf(image))) throw new Fault((await isKnownTo(viewer, image, deps)) ? 'not-allowed' : 'not-found');
}

/**
 * Returns the case from which another one is begun, if this officer may do so in its present state (`begins` of its kind).
 * @throws Fault `not-found`, `not-allowed`; Refused with the reason of the kind
 */
export async function originOf(viewer: OfficerViewer, action: BeginningName, origin: Case | undefined, deps: Deps): Promise<Case> {
  if (origin === undefined || rolesFor(kinds[origin.kind], action).length === 0) throw new Fault('not-found');
  await permit(viewer, action, origin, deps);
  const fault = kinds[origin.kind].begins?.[action]?.unless(origin.state, { kind: 'officer', id: viewer.id }) ?? null;
  if (fault !== null) throw new Refused(fault);
  return origin;
}

/**
 * Returns the case of this kind under an id chosen by a client, if it was begun before; undefined when the id is free.
 * @throws Fault `not-found` when the viewer may not see the case with this id, `key-reused` when it is of another kind
 */
export async function begunBefore(viewer: Viewer, kind: CaseKind, id: string, deps: Deps): Promise<Case | undefined> {
  const earlier = await Case.query(deps.knex).findById(id);
  if (earlier === undefined) return undefined;
  if (!(await isKnownTo(viewer, earlier, deps)) && !(await wasBegunBy(viewer, id, deps))) throw new Fault('not-found');
  if (earlier.kind !== kind) throw new Fault('key-reused');
  return earlier;
}

/** The person who began a case gets the same answer again, even when another centre now handles it. */
const wasBegunBy = async (viewer: Viewer, caseId: string, { knex }: Deps): Promise<boolean> =>
  (await CaseEvent.query(knex).findById([caseId, 1]))?.actor_id === viewer.id;

const isKnownTo = async (viewer: Viewer, image: Case, { knex }: Deps): Promise<boolean> =>
  may(viewer, 'inspect', belongingOf(image)) || may(viewer, 'view', withThread(image, await threadOf(knex, image.id)));
