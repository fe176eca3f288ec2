import type { Case } from '../../../db/models/index.ts';
import { threadOf } from '../../../db/thread.ts';
import { may, type CaseAction, type Viewer } from '../../../domain/policies.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { belongingOf, withThread } from './actions.ts';

/**
 * Lets this person do this to that case. Its thread is looked up only for those who may not.
 * @throws Fault `not-allowed` where they may look at it, `not-found` where they may not: what one may not look at does not exist
 */
export async function permit(viewer: Viewer, action: CaseAction, image: Case, deps: Deps): Promise<void> {
  if (!may(viewer, action, belongingOf(image))) throw new Fault((await isKnownTo(viewer, image, deps)) ? 'not-allowed' : 'not-found');
}

const isKnownTo = async (viewer: Viewer, image: Case, { knex }: Deps): Promise<boolean> =>
  may(viewer, 'inspect', belongingOf(image)) || may(viewer, 'view', withThread(image, await threadOf(knex, image.id)));
