/** The registry of kinds, as the officers' page of a case sees them. */
import type { CaseKind } from '../../../../domain/case.ts';
import type { CaseOf } from '../../../api/kinds.ts';
import type { Case } from '../../../api/kinds.ts';
import type { DeskKind, DialogProps } from './desk-kind.ts';
import { messageDesk } from './message/desk.ts';
import { serviceFormDesk } from './service-form/desk.ts';
import { workOrderDesk } from './work-order/desk.ts';

const deskKinds: { readonly [K in CaseKind]: DeskKind<K> } = {
  message: messageDesk,
  'work-order': workOrderDesk,
  'service-form': serviceFormDesk,
};

/** A case with what the page knows of its kind: the two always belong together. */
export interface OnDesk {
  readonly theCase: CaseOf<CaseKind>;
  readonly desk: DeskKind<CaseKind>;
}

export const onDesk = (theCase: Case): OnDesk =>
  // Types cannot follow that the kind that was looked up is the case's own.
  ({ theCase, desk: deskKinds[theCase.kind] }) as unknown as OnDesk;

/** The papers of a case, as its dialogs take them. */
export const papersOf = ({ theCase, desk }: OnDesk): DialogProps<CaseKind>['papers'] =>
  desk.papers && { all: desk.papers.of(theCase), ask: desk.papers.ask() };
