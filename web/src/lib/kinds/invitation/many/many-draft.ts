/**
 * Stores what an officer has entered for inviting many in the browser, per officer, until it is sent. Last submission included: sending the
 * same form again, even after a reload, starts no second run.
 */
import type { Sent } from '#lib/desk/drafts/sent.ts';
import { draftStore } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';
import type { InviteEntry } from '../sending/invite-form.ts';
import type { WhomEntry } from './whom.svelte.ts';

export interface ManyDraft {
  whom: WhomEntry;
  /** The uploaded spreadsheet. */
  sheet: readonly KeptFile[];
  entry: InviteEntry;
  /** Dates `YYYY-MM-DD`. */
  days: readonly string[];
  timesEach: string;
  sent: Sent | null;
}

export const emptyMany = (): ManyDraft => ({
  whom: { by: 'list', list: '' },
  sheet: [],
  entry: { typeId: '', way: '', category: '', answer: '', text: '' },
  days: [],
  timesEach: '1',
  sent: null,
});

const store = draftStore<ManyDraft>('invite-many', emptyMany);

/** True when anything was entered. */
export const hasEntries = ({ whom, sheet, entry }: ManyDraft): boolean =>
  whom.list.trim() !== '' || sheet.length > 0 || entry.typeId !== '' || entry.text.trim() !== '';

/**
 * Returns the kept draft; null when there is none.
 * @param today date `YYYY-MM-DD`; days before it can no longer be chosen
 */
export const keptMany = (officerId: string, today: string): ManyDraft | null => {
  const kept = store.kept(officerId);
  return kept && { ...kept, days: kept.days.filter((day) => day >= today) };
};

/** Stores a draft; null or an empty draft removes it. */
export const keepMany = (officerId: string, draft: ManyDraft | null): void => {
  store.keep(officerId, draft === null || !hasEntries(draft) ? null : draft);
};
