import { supervisedCentres } from '../../../db/supervision.ts';
import type { Deps } from '../deps.ts';
import type { OfficerViewer } from '../http/define-route.ts';

/** Centres that an officer supervises. */
export const centresOf = (viewer: OfficerViewer, { knex }: Deps): Promise<string[]> =>
  supervisedCentres(knex, 'centreId' in viewer ? { regionId: viewer.regionId, centreId: viewer.centreId } : { regionId: viewer.regionId });
