/** Registry of the kinds, for the officers' page of a case. */
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';
import type { CaseOf } from '../../../api/kinds.ts';
import type { Case } from '../../../api/kinds.ts';
import type { DeskKind, DeskPlace, DialogProps } from './desk-kind.ts';
import { appointmentDesk } from './appointment/desk.ts';
import { conversationDesk } from './conversation/desk.ts';
import { invitationDesk } from './invitation/desk.ts';
import { messageDesk } from './message/desk.ts';
import { serviceFormDesk } from './service-form/desk.ts';
import { workOrderDesk } from './work-order/desk.ts';

const deskKinds: { readonly [K in CaseKind]: DeskKind<K> } = {
  message: messageDesk,
  'work-order': workOrderDesk,
  'service-form': serviceFormDesk,
  conversation: conversationDesk,
  appointment: appointmentDesk,
  invitation: invitationDesk,
};

/** The kinds' own pages of the desk. */
export const deskPlaces: readonly DeskPlace[] = Object.values(deskKinds).flatMap(({ place }) => (place === undefined ? [] : [place]));

/** The kinds' blocks of the supervisor's overview. */
export const overviewBlocks: readonly Component[] = Object.values(deskKinds).flatMap(({ overview }) =>
  overview === undefined ? [] : [overview],
);

/** The kinds' blocks of the overview for everybody who supervises. */
export const loadBlocks: readonly Component[] = Object.values(deskKinds).flatMap(({ load }) => (load === undefined ? [] : [load]));

/** The kinds' blocks of the supervisor's reports. */
export const reportBlocks = Object.entries(deskKinds).flatMap(([kind, { report }]) =>
  report === undefined ? [] : [{ kind, Block: report }],
);

/** A case together with its own kind's entry. */
export interface OnDesk {
  readonly theCase: CaseOf<CaseKind>;
  readonly desk: DeskKind<CaseKind>;
}

export const onDesk = (theCase: Case): OnDesk =>
  // TypeScript cannot infer that the entry belongs to the case's own kind.
  ({ theCase, desk: deskKinds[theCase.kind] }) as unknown as OnDesk;

/** The papers of a case, for its dialogs. */
export const papersOf = ({ theCase, desk }: OnDesk): DialogProps<CaseKind>['papers'] =>
  desk.papers && { all: desk.papers.of(theCase), ask: desk.papers.ask() };
