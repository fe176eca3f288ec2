import { draftKeeper } from '#lib/admin/kept-draft.ts';
import { named } from '#lib/admin/named.ts';
import type { TypeKind } from '#lib/admin/type-kind.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { OrderType } from '../../../../../api/work-order/types.ts';
import { bodyOf, draftOf, emptyDraft } from './type-draft.ts';
import type { TypeDraft } from './type-draft.ts';
import { faultsOf } from './type-faults.ts';

/** Types of work order on the administrator's pages. */
export const orderTypes: TypeKind<OrderType, TypeDraft> = {
  name: 'work-order',
  api: '/api/work-order-types',
  list: '/admin',
  pages: '/admin/types',
  words: (word, { count = 0, version = 0 } = {}) => t(`order:type.${word}`, { count, version }),
  factOf: ({ definition }) => t('order:type.chain', { stages: definition.stages.map((stage) => named(stage)).join(' → ') }),
  empty: emptyDraft,
  draftOf,
  bodyOf,
  faultsOf: (draft) => faultsOf(bodyOf(draft)),
  keeper: draftKeeper(),
};
