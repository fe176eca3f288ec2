/**
 * Stores what an officer has entered for an invitation in the browser, per officer and case from which it is sent, until it is sent. The
 * held places are part of it: sending the same form again, even after a reload, sends the same places under the same id.
 */
import type { Sent } from '#lib/desk/drafts/sent.ts';
import { draftStore } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';
import type { FoundTaxpayer } from '../../../../../api/taxpayers.ts';
import type { KeptProposal } from './proposals.svelte.ts';

export interface InviteDraft {
  /** Taxpayer who was looked up; null when they come from a case, or while nobody is chosen. */
  taxpayer: FoundTaxpayer | null;
  typeId: string;
  way: string;
  category: string;
  /** Minutes for the answer; empty for the setting of the centre. */
  answer: string;
  text: string;
  proposed: readonly KeptProposal[];
  files: readonly KeptFile[];
  /** Last submission. */
  sent: Sent | null;
}

export const emptyInvite = (): InviteDraft => ({
  taxpayer: null,
  typeId: '',
  way: '',
  category: '',
  answer: '',
  text: '',
  proposed: [],
  files: [],
  sent: null,
});

const store = draftStore<InviteDraft>('invitation', emptyInvite);
const ownerOf = (officerId: string, originId: string | undefined): string => `${officerId}.${originId ?? 'looked-up'}`;

/** True when anything was entered. */
export const hasEntries = ({ taxpayer, typeId, text, files }: InviteDraft): boolean =>
  taxpayer !== null || typeId !== '' || text.trim() !== '' || files.length > 0;

/** @param originId case from which the taxpayer is invited; undefined for one who is looked up */
export const keptInvite = (officerId: string, originId: string | undefined): InviteDraft | null => store.kept(ownerOf(officerId, originId));

/** Stores a draft; null or an empty draft removes it. */
export const keepInvite = (officerId: string, originId: string | undefined, draft: InviteDraft | null): void => {
  store.keep(ownerOf(officerId, originId), draft === null || !hasEntries(draft) ? null : draft);
};
