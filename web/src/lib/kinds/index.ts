/** Registry of the kinds, for pages with cases of all kinds. No code outside it asks for the kind of a case. */
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import type { CaseKind } from '../../../../domain/case.ts';
import { appointmentPage } from './appointment/page.ts';
import { conversationPage } from './conversation/page.ts';
import { invitationPage } from './invitation/page.ts';
import { messagePage } from './message/page.ts';
import type { Look, PageKind } from './page-kind.ts';
import { serviceFormPage } from './service-form/page.ts';
import { workOrderPage } from './work-order/page.ts';

export const pageKinds: Readonly<Record<CaseKind, PageKind>> = {
  message: messagePage,
  'work-order': workOrderPage,
  'service-form': serviceFormPage,
  conversation: conversationPage,
  appointment: appointmentPage,
  invitation: invitationPage,
};

/** 留言, 工单, 确认单. */
export const kindWords = (kind: CaseKind): string => pageKinds[kind].name();

/** Look of a status; an unknown status is shown by its name. @param own true when the reader is the taxpayer */
export const lookOf = (kind: CaseKind, status: string, own = false): Look =>
  pageKinds[kind].look(status, own) ?? { words: status, tone: 'plain', icon: CircleDashed };

/** Short name of an event; an unknown event is shown by its name. */
export const eventWords = (kind: CaseKind, type: string): string => pageKinds[kind].event(type) ?? type;

/** Address of the taxpayer's page of a case. */
export const addressOf = ({ kind, id }: { readonly kind: CaseKind; readonly id: string }): string =>
  `/window/${pageKinds[kind].folder}/${encodeURIComponent(id)}`;
