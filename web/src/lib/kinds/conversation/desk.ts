import { claim, end, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind } from '../desk-kind.ts';

/** 互动 on the officers' page of a case. */
export const conversationDesk: DeskKind<'conversation'> = {
  parts: [],
  facts: ({ conversation: { cause } }) =>
    cause === null ? [] : [{ name: t('conversation:facts.cause'), value: t(`conversation:cause.${cause}`) }],
  hint: () => undefined,
  label: () => t('conversation:title'),
  steps: [],
  writings: [],
  offers: [claim, release, reassign, end],
};
