/** The registry of kinds, as pages with cases of all kinds see them. Nothing outside it asks which kind a case is of. */
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import type { CaseKind } from '../../../../domain/case.ts';
import { messagePage } from './message/page.ts';
import type { Look, PageKind } from './page-kind.ts';
import { serviceFormPage } from './service-form/page.ts';
import { workOrderPage } from './work-order/page.ts';

export const pageKinds: Readonly<Record<CaseKind, PageKind>> = {
  message: messagePage,
  'work-order': workOrderPage,
  'service-form': serviceFormPage,
};

/** 留言, 工单, 确认单. */
export const kindWords = (kind: CaseKind): string => pageKinds[kind].name();

/** How a case stands; a status that this version does not know goes by its name. @param own its taxpayer reads it */
export const lookOf = (kind: CaseKind, status: string, own = false): Look =>
  pageKinds[kind].look(status, own) ?? { words: status, tone: 'plain', icon: CircleDashed };

/** What happened to a case, in a word or two; an event that this version does not know goes by its name. */
export const eventWords = (kind: CaseKind, type: string): string => pageKinds[kind].event(type) ?? type;

/** The taxpayer's page of a case. */
export const addressOf = ({ kind, id }: { readonly kind: CaseKind; readonly id: string }): string =>
  `/window/${pageKinds[kind].folder}/${encodeURIComponent(id)}`;
