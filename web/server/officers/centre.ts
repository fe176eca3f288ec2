import type { OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

/**
 * Returns the centre whose work an officer sees.
 * @throws Fault `not-allowed` for an officer of the region, who belongs to no centre
 */
export function centreOf(viewer: OfficerViewer): string {
  if (!('centreId' in viewer)) throw new Fault('not-allowed');
  return viewer.centreId;
}
