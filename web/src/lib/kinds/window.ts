/** The registry of kinds, as the taxpayer's window sees them. */
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';
import { t } from '#lib/i18n.svelte.ts';
import MessageView from './message/MessageView.svelte';
import ServiceFormView from './service-form/ServiceFormView.svelte';
import type { ViewProps, WindowKind } from './window-kind.ts';
import OrderView from './work-order/OrderView.svelte';

export const windowKinds: { readonly [K in CaseKind]: WindowKind<K> } = {
  message: { view: MessageView, title: () => t('message:detail.title') },
  'work-order': { view: OrderView, title: () => t('order:detail.title') },
  'service-form': { view: ServiceFormView, title: () => t('form:title') },
};

/** The page of a case of that kind. */
export const viewOf = (kind: CaseKind): Component<ViewProps<CaseKind>> =>
  // Types cannot follow that the kind that was looked up is the case's own.
  windowKinds[kind].view as unknown as Component<ViewProps<CaseKind>>;
