import { draftKeeper } from '#lib/admin/kept-draft.ts';
import { named } from '#lib/admin/named.ts';
import type { TypeKind } from '#lib/admin/type-kind.ts';
import { language, t } from '#lib/i18n.svelte.ts';
import type { AppointmentType } from '../../../../../api/appointment/types.ts';
import { appointmentBodyOf, appointmentDraftOf, appointmentFaultsOf, emptyAppointmentDraft } from './appointment-type-draft.ts';
import type { AppointmentTypeDraft } from './appointment-type-draft.ts';

/** Types of appointment on the administrator's pages. */
export const appointmentTypes: TypeKind<AppointmentType, AppointmentTypeDraft> = {
  name: 'appointment',
  api: '/api/appointment-types',
  list: '/admin/appointments',
  pages: '/admin/appointments',
  words: (word, { count = 0, version = 0 } = {}) => t(`appointment:type.${word}`, { count, version }),
  factOf: ({ definition: { lengthMinutes, categories } }) =>
    t('slots:type.fact', { minutes: lengthMinutes, categories: categories.map(named).join(language() === 'en' ? ', ' : '、') }),
  empty: emptyAppointmentDraft,
  draftOf: appointmentDraftOf,
  bodyOf: appointmentBodyOf,
  faultsOf: (draft) => appointmentFaultsOf(appointmentBodyOf(draft)),
  keeper: draftKeeper(),
};
