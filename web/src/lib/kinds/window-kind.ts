/** Contract of a kind for the taxpayer's window: the page of a case. */
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';
import type { MessageForm } from '../../../api/entry.ts';
import type { CaseOf } from '../../../api/kinds.ts';

export interface ViewProps<K extends CaseKind> {
  found: CaseOf<K>;
  /** Limits for texts and files; undefined until loaded. */
  limits: MessageForm | undefined;
  /** Owner of the drafts and uploads. */
  owner: string;
  /** Called after a change, to fetch the case again. */
  onchange: () => void;
}

export interface WindowKind<K extends CaseKind> {
  readonly view: Component<ViewProps<K>>;
  /** Title of the page while the case is not loaded. */
  readonly title: () => string;
}
