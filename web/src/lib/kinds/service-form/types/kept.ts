import { draftKeeper } from '#lib/admin/kept-draft.ts';
import { named } from '#lib/admin/named.ts';
import type { TypeKind } from '#lib/admin/type-kind.ts';
import { language, t } from '#lib/i18n.svelte.ts';
import type { FormType } from '../../../../../api/service-form/types.ts';
import { emptyFormDraft, formBodyOf, formDraftOf } from './form-type-draft.ts';
import type { FormTypeDraft } from './form-type-draft.ts';
import { formFaultsOf } from './form-type-faults.ts';

const listed = (names: readonly string[]): string => names.join(language() === 'en' ? ', ' : '、');

/** Templates of forms on the administrator's pages. */
export const formTypes: TypeKind<FormType, FormTypeDraft> = {
  name: 'service-form',
  api: '/api/service-form-types',
  list: '/admin/forms',
  pages: '/admin/forms',
  words: (word, { count = 0, version = 0 } = {}) => t(`formDesk:type.${word}`, { count, version }),
  factOf: ({ definition }) => t('formDesk:type.papersOf', { papers: listed(definition.papers.map((paper) => named(paper))) }),
  empty: emptyFormDraft,
  draftOf: formDraftOf,
  bodyOf: formBodyOf,
  faultsOf: (draft) => formFaultsOf(formBodyOf(draft)),
  keeper: draftKeeper(),
};
