import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import FileText from '@lucide/svelte/icons/file-text';
import MessageSquare from '@lucide/svelte/icons/message-square';
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';

/** What each kind of case is known by wherever it stands among others. */
export const kindIcons: Readonly<Record<CaseKind, Component>> = {
  message: MessageSquare,
  'work-order': ClipboardList,
  'service-form': FileText,
};
