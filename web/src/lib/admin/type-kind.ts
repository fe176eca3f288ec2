/** Contract for the administrator's pages about versioned types, alike for every kind of case that has them. */
import type { KeptType } from '../../../api/case-types.ts';
import type { DefinedKind } from '../../../../domain/kinds.ts';
import type { DraftKeeper } from './kept-draft.ts';
import type { NamedDraft } from './type-draft.ts';
import type { TypeFault } from './type-faults.ts';

/** Words that the pages of a kind's types need. */
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
  /** Page with the list. */
  readonly list: string;
  /** Parent path of a type's page. */
  readonly pages: string;
  readonly words: (word: TypeWord, values?: { readonly count?: number; readonly version?: number }) => string;
  /** Text below its name in the list. */
  readonly factOf: (type: Type) => string;
  readonly empty: () => Draft;
  readonly draftOf: (type: Type) => Draft;
  /** Builds the request's body. */
  readonly bodyOf: (draft: Draft) => object;
  readonly faultsOf: (draft: Draft) => readonly TypeFault[];
  readonly keeper: DraftKeeper<Draft>;
}
