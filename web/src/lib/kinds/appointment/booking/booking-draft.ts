/** Stores the entries of the booking form in the browser, per identity, until they are submitted. */
import { draftStore } from '#lib/drafts.ts';
import type { HeldPlace } from '#lib/slots/hold.svelte.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';

export interface BookingDraft {
  centreId: string;
  typeId: string;
  way: string;
  category: string;
  place: HeldPlace | null;
  text: string;
  /** null: the one of the login. */
  phone: string | null;
  files: readonly KeptFile[];
  /** Case from which it is booked. */
  origin: { readonly id: string; readonly number: string } | null;
  /** Id and contents of the last submission, so that repeating it, even after a reload, does not book a second appointment. */
  sent: { readonly id: string; readonly contents: string } | null;
}

export const emptyDraft = (): BookingDraft => ({
  centreId: '',
  typeId: '',
  way: '',
  category: '',
  place: null,
  text: '',
  phone: null,
  files: [],
  origin: null,
  sent: null,
});

export const { keep: keepDraft, kept: keptDraft } = draftStore<BookingDraft>('appointment', emptyDraft);

/** True when anything was entered. */
export const hasContents = (draft: BookingDraft): boolean =>
  [draft.centreId, draft.typeId, draft.way, draft.category, draft.text.trim()].some((entry) => entry !== '') || draft.files.length > 0;
