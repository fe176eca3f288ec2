/** The registry of kinds whose types say something, as an administrator sees them. */
import type { TypeKind } from '#lib/admin/type-kind.ts';
import type { DefinedKind } from '../../../../domain/kinds.ts';
import { formTypes } from './service-form/types/kept.ts';
import { orderTypes } from './work-order/types/kept.ts';

/** Where the types of each are listed, and what the list is called. */
export const typeLists: Readonly<Record<DefinedKind, Pick<TypeKind<never, never>, 'name' | 'list' | 'words'>>> = {
  'work-order': orderTypes,
  'service-form': formTypes,
};
