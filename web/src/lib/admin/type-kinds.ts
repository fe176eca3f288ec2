/** What an administrator keeps in versions, types of orders and templates of forms alike: where each is, and in which words. */
import { language, t } from '#lib/i18n.svelte.ts';
import type { FormType } from '../../../api/form-types.ts';
import type { OrderType } from '../../../api/order-types.ts';
import { emptyFormDraft, formBodyOf, formDraftOf } from './form-type-draft.ts';
import type { FormTypeDraft } from './form-type-draft.ts';
import { draftKeeper } from './kept-draft.ts';
import type { DraftKeeper } from './kept-draft.ts';
import { named } from './named.ts';
import { bodyOf, draftOf, emptyDraft } from './type-draft.ts';
import type { NamedDraft, TypeDraft } from './type-draft.ts';
import { faultsOf, formFaultsOf } from './type-faults.ts';
import type { TypeFault } from './type-faults.ts';

/** What is kept, as far as it is the same for all. */
export type KeptType = Omit<FormType, 'definition'>;

export interface TypeKind<Type extends KeptType, Draft extends NamedDraft> {
  readonly name: keyof typeof listHrefs;
  readonly api: string;
  /** The page of one is below it. */
  readonly pages: string;
  readonly words: typeof orderWords | typeof formWords;
  /** What stands under its name in the list. */
  readonly factOf: (type: Type) => string;
  readonly empty: () => Draft;
  readonly draftOf: (type: Type) => Draft;
  /** The draft as it is sent. */
  readonly bodyOf: (draft: Draft) => object;
  readonly faultsOf: (draft: Draft) => readonly TypeFault[];
  readonly keeper: DraftKeeper<Draft>;
}

/** The pages that list them. */
export const listHrefs = { orders: '/admin', forms: '/admin/forms' } as const;

const orderWords = {
  title: 'order:type.title',
  intro: 'order:type.intro',
  create: 'order:type.create',
  empty: 'order:type.empty',
  emptyHint: 'order:type.emptyHint',
  missing: 'order:type.missing',
  missingHint: 'order:type.missingHint',
  back: 'order:type.back',
  running: 'order:type.running',
  stateHint: 'order:type.stateHint',
  onlyNew: 'order:type.onlyNew',
  onlyNewRunning: 'order:type.onlyNewRunning',
  savedSame: 'order:type.savedSame',
} as const;

const formWords = {
  title: 'formDesk:type.title',
  intro: 'formDesk:type.intro',
  create: 'formDesk:type.create',
  empty: 'formDesk:type.empty',
  emptyHint: 'formDesk:type.emptyHint',
  missing: 'formDesk:type.missing',
  missingHint: 'formDesk:type.missingHint',
  back: 'formDesk:type.back',
  running: 'formDesk:type.running',
  stateHint: 'formDesk:type.stateHint',
  onlyNew: 'formDesk:type.onlyNew',
  onlyNewRunning: 'formDesk:type.onlyNewRunning',
  savedSame: 'formDesk:type.savedSame',
} as const;

const listed = (names: readonly string[]): string => names.join(language() === 'en' ? ', ' : '、');

export const orderTypes: TypeKind<OrderType, TypeDraft> = {
  name: 'orders',
  api: '/api/work-order-types',
  pages: '/admin/types',
  words: orderWords,
  factOf: ({ definition }) => t('order:type.chain', { stages: definition.stages.map((stage) => named(stage)).join(' → ') }),
  empty: emptyDraft,
  draftOf,
  bodyOf,
  faultsOf: (draft) => faultsOf(bodyOf(draft)),
  keeper: draftKeeper(),
};

export const formTypes: TypeKind<FormType, FormTypeDraft> = {
  name: 'forms',
  api: '/api/service-form-types',
  pages: '/admin/forms',
  words: formWords,
  factOf: ({ definition }) => t('formDesk:type.papersOf', { papers: listed(definition.papers.map((paper) => named(paper))) }),
  empty: emptyFormDraft,
  draftOf: formDraftOf,
  bodyOf: formBodyOf,
  faultsOf: (draft) => formFaultsOf(formBodyOf(draft)),
  keeper: draftKeeper(),
};
