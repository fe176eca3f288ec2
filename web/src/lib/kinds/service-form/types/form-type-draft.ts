/** A template of forms while it is written. */
import type { FormType, FormTypeBody } from '../../../../../api/service-form/types.ts';
import { newPaper, paperDrafts, paperSpecs } from '#lib/admin/type-draft.ts';
import type { NamedDraft, PaperDraft } from '#lib/admin/type-draft.ts';

export interface FormTypeDraft extends NamedDraft {
  papers: PaperDraft[];
}

export const formDraftOf = ({ name, nameEn, active, definition }: FormType): FormTypeDraft => ({
  name,
  nameEn,
  active,
  papers: paperDrafts(definition.papers),
});

/** A new template begins with the one paper that every template needs. */
export const emptyFormDraft = (): FormTypeDraft => ({ name: '', nameEn: '', active: true, papers: [{ ...newPaper([]), required: true }] });

/** The draft as it is sent. */
export const formBodyOf = ({ name, nameEn, active, papers }: FormTypeDraft): FormTypeBody => ({
  name: name.trim(),
  nameEn: nameEn.trim(),
  active,
  definition: { papers: paperSpecs(papers) },
});
