/** The actions that every kind offers in the same words. */
import { t } from '#lib/i18n.svelte.ts';
import type { Offer } from '#lib/kinds/desk-kind.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import ReassignDialog from './ReassignDialog.svelte';
import ReleaseDialog from './ReleaseDialog.svelte';

export const claim: Offer<CaseKind> = {
  action: 'claim',
  letter: 'C',
  words: () => t('desk:action.claim'),
  begin: { command: { type: 'claim', body: {} }, done: (number) => t('desk:done.claim', { number }) },
};
export const release: Offer<CaseKind> = {
  action: 'release',
  letter: 'L',
  words: () => t('desk:action.release'),
  begin: { dialog: ReleaseDialog },
};
export const reassign: Offer<CaseKind> = {
  action: 'reassign',
  letter: 'A',
  words: () => t('desk:action.reassign'),
  begin: { dialog: ReassignDialog },
};
export const end: Offer<CaseKind> = { action: 'end', letter: 'E', words: () => t('desk:action.end'), begin: 'end' };
/** Leads to the form that invites the taxpayer of the case to an interaction at a time. */
export const invite: Offer<CaseKind> = {
  action: 'invite',
  letter: 'Q',
  words: () => t('invitation:command.invite'),
  begin: { page: 'invite' },
};
