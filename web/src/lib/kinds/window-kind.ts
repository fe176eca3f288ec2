/** What the taxpayer's window has to know of one kind: the page of a case. */
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';
import type { MessageForm } from '../../../api/entry.ts';
import type { CaseOf } from '../../../api/kinds.ts';

export interface ViewProps<K extends CaseKind> {
  found: CaseOf<K>;
  /** What may be written and attached; undefined until it is known. */
  limits: MessageForm | undefined;
  /** Whose drafts and uploads these are. */
  owner: string;
  /** Something happened: the case is fetched again. */
  onchange: () => void;
}

export interface WindowKind<K extends CaseKind> {
  readonly view: Component<ViewProps<K>>;
  /** What the page is called while the case is not there. */
  readonly title: () => string;
}
