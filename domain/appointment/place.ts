/** Wants of an appointment: its place, and an officer when its time nears (rules 1 and 4 of `appointment.ts`). */
import { wantsOfficer } from '../holding.ts';
import type { GrantRule, Want } from '../kind.ts';
import type { AppointmentState } from './appointment.ts';
import type { AppointmentTypes } from './kind.ts';

export function wants(state: AppointmentState): Want | null {
  const { id, regionId, centreId, identityId, wantedPlaceId } = state;
  if (wantedPlaceId !== null) {
    return { name: 'place', ask: { caseId: id, regionId, centreId, identityId, placeIds: [wantedPlaceId], as: 'booked' } };
  }
  return state.status === 'booked' && state.near && state.assigneeId === null ? wantsOfficer(state) : null;
}

export const placeGrant: GrantRule<AppointmentTypes, 'place'> = {
  events: ['booked', 'moved'],
  granted: ({ places: [place] }, state) => {
    if (place === undefined) throw new Error('a granted want has its place');
    return { type: state.placeId === '' ? 'booked' : 'moved', ...place };
  },
  lost: () => ({ code: 'slot-taken' }),
};
