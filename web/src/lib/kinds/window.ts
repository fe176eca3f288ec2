/** Registry of the kinds, for the taxpayer's window. */
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';
import { t } from '#lib/i18n.svelte.ts';
import AppointmentView from './appointment/AppointmentView.svelte';
import ConversationView from './conversation/ConversationView.svelte';
import InvitationView from './invitation/InvitationView.svelte';
import MessageView from './message/MessageView.svelte';
import ServiceFormView from './service-form/ServiceFormView.svelte';
import type { ViewProps, WindowKind } from './window-kind.ts';
import OrderView from './work-order/OrderView.svelte';

export const windowKinds: { readonly [K in CaseKind]: WindowKind<K> } = {
  message: { view: MessageView, title: () => t('message:detail.title') },
  'work-order': { view: OrderView, title: () => t('order:detail.title') },
  'service-form': { view: ServiceFormView, title: () => t('form:title') },
  conversation: { view: ConversationView, title: () => t('conversation:title') },
  appointment: { view: AppointmentView, title: () => t('appointment:title') },
  invitation: { view: InvitationView, title: () => t('invitation:title') },
};

/** Component of the page of such a case. */
export const viewOf = (kind: CaseKind): Component<ViewProps<CaseKind>> =>
  // TypeScript cannot infer that the entry belongs to the case's own kind.
  windowKinds[kind].view as unknown as Component<ViewProps<CaseKind>>;
