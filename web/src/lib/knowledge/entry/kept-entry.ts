import { draftKeeper } from '#lib/admin/kept-draft.ts';
import type { EntryForm } from './entry-form.ts';

/** Unsaved edits of an entry, with the revision of the draft that they were made on. */
export const keeper = draftKeeper<{ readonly form: EntryForm; readonly revision: number | null }>();
