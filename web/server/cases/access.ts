/**
 * Whether somebody may do something to a case that has been looked up.
 *
 * 1. What may be done is decided by `domain/policies`; here is only what it asks about: whose the case is, where its thread is handled.
 * 2. The thread is looked up only for those who may not.
 * 3. What one may not look at does not exist: `not-found`, never `not-allowed`.
 */
import { Case, CaseEvent } from '../../../db/models/index.ts';
import { threadOf } from '../../../db/thread.ts';
import type { CaseKind } from '../../../domain/case.ts';
import type { Role } from '../../../domain/kind.ts';
import { may, type Belonging, type Viewer } from '../../../domain/policies.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

type Owned = Pick<Case, 'kind' | 'region_id' | 'centre_id' | 'identity_id'>;

/** What a case belongs to, from its row. */
export const belongingOf = ({ kind, region_id, centre_id, identity_id }: Owned): Belonging => ({
  kind,
  regionId: region_id,
  centreId: centre_id,
  identityId: identity_id,
});

/** The same with where its thread is handled. */
export const withThread = (row: Owned, thread: readonly { centre_id: string }[]): Belonging => ({
  ...belongingOf(row),
  threadCentreIds: thread.map(({ centre_id }) => centre_id),
});

/** As what the kinds' rights know a person; null of an administrator, who asks nothing of cases. */
export function roleOf(viewer: Viewer): Role | null {
  if (viewer.kind === 'taxpayer') return 'taxpayer';
  return viewer.role === 'administrator' ? null : viewer.role;
}

/** @throws Fault `not-allowed` where they may look at it, `not-found` where they may not */
export async function permit(viewer: Viewer, action: string, image: Case, deps: Deps): Promise<void> {
  if (!may(viewer, action, belongingOf(image))) throw new Fault((await isKnownTo(viewer, image, deps)) ? 'not-allowed' : 'not-found');
}

/**
 * The case of this kind that there is under an id made by a client, when it was begun before; undefined when the id is free.
 * @throws Fault `not-found` when the id is that of a case that this person may not see, `key-reused` when of one of another kind
 */
export async function begunBefore(viewer: Viewer, kind: CaseKind, id: string, deps: Deps): Promise<Case | undefined> {
  const earlier = await Case.query(deps.knex).findById(id);
  if (earlier === undefined) return undefined;
  if (!(await isKnownTo(viewer, earlier, deps)) && !(await wasBegunBy(viewer, id, deps))) throw new Fault('not-found');
  if (earlier.kind !== kind) throw new Fault('key-reused');
  return earlier;
}

/** Whoever began a case gets the answer to that again, also where another centre handles it. */
const wasBegunBy = async (viewer: Viewer, caseId: string, { knex }: Deps): Promise<boolean> =>
  (await CaseEvent.query(knex).findById([caseId, 1]))?.actor_id === viewer.id;

const isKnownTo = async (viewer: Viewer, image: Case, { knex }: Deps): Promise<boolean> =>
  may(viewer, 'inspect', belongingOf(image)) || may(viewer, 'view', withThread(image, await threadOf(knex, image.id)));
