/** What an administrator keeps in versions, alike for every kind of case of whose types something is said: where it is, in which words. */
import type { KeptType } from '../../../api/case-types.ts';
import type { DefinedKind } from '../../../../domain/kinds.ts';
import type { DraftKeeper } from './kept-draft.ts';
import type { NamedDraft } from './type-draft.ts';
import type { TypeFault } from './type-faults.ts';

/** What is said of the types of a kind on their pages. */
type TypeWord =
  | 'title'
  | 'intro'
  | 'create'
  | 'empty'
  | 'emptyHint'
  | 'missing'
  | 'missingHint'
  | 'back'
  | 'running'
  | 'stateHint'
  | 'onlyNew'
  | 'onlyNewRunning'
  | 'savedSame';

export interface TypeKind<Type extends KeptType, Draft extends NamedDraft> {
  readonly name: DefinedKind;
  readonly api: string;
  /** The page that lists them. */
  readonly list: string;
  /** The page of one is below it. */
  readonly pages: string;
  readonly words: (word: TypeWord, values?: { readonly count?: number; readonly version?: number }) => string;
  /** What stands under its name in the list. */
  readonly factOf: (type: Type) => string;
  readonly empty: () => Draft;
  readonly draftOf: (type: Type) => Draft;
  /** The draft as it is sent. */
  readonly bodyOf: (draft: Draft) => object;
  readonly faultsOf: (draft: Draft) => readonly TypeFault[];
  readonly keeper: DraftKeeper<Draft>;
}
