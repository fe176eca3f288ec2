/** Registry of the kinds that have types, for the administrator's pages. */
import type { TypeKind } from '#lib/admin/type-kind.ts';
import type { DefinedKind } from '../../../../domain/kinds.ts';
import { appointmentTypes } from './appointment/types/kept.ts';
import { formTypes } from './service-form/types/kept.ts';
import { orderTypes } from './work-order/types/kept.ts';

/** Address and name of each kind's list of types. */
export const typeLists: Readonly<Record<DefinedKind, Pick<TypeKind<never, never>, 'name' | 'list' | 'words'>>> = {
  'work-order': orderTypes,
  'service-form': formTypes,
  appointment: appointmentTypes,
};
