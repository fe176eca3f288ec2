import { claim, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind } from '../desk-kind.ts';

/** Visits on the officers' page of a case. */
export const visitDesk: DeskKind<'visit'> = {
  parts: [],
  facts: ({ visit: { at } }) => (at === null ? [] : [{ name: t('visit:facts.at'), value: at }]),
  hint: ({ status, visit: { arrived } }) => (status === 'over' ? t('visit:hint.over') : arrived ? undefined : t('visit:hint.nobody')),
  label: () => t('visit:title'),
  steps: [],
  writings: [],
  offers: [claim, release, reassign],
};
