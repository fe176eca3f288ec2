/** Registry of the kinds, for the window's navigation, in the order of 个人中心. */
import type { CaseKind } from '../../../../domain/case.ts';
import { appointmentPlaces } from './appointment/places.ts';
import { conversationPlaces } from './conversation/places.ts';
import { invitationPlaces } from './invitation/places.ts';
import { messagePlaces } from './message/places.ts';
import type { WindowPlaces } from './places-kind.ts';
import { serviceFormPlaces } from './service-form/places.ts';
import { workOrderPlaces } from './work-order/places.ts';

const known: Readonly<Record<CaseKind, WindowPlaces>> = {
  'work-order': workOrderPlaces,
  'service-form': serviceFormPlaces,
  message: messagePlaces,
  appointment: appointmentPlaces,
  invitation: invitationPlaces,
  conversation: conversationPlaces,
};

const all = Object.values(known);
/** Components without a look that go on while the window is open. */
export const holders = all.flatMap(({ holder }) => holder ?? []);
export const kindPages = all.flatMap(({ pages }) => pages);
export const beginPlaces = all.flatMap(({ begin }) => begin ?? []);
export const ownPlaces = all.flatMap(({ own }) => own ?? []);
export const aboveNotices = all.flatMap((places) => places.aboveNotices ?? []);
