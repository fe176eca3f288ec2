/** A template of forms in the editor. */
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

/** A new template begins with one required paper, because every template needs one. */
export const emptyFormDraft = (): FormTypeDraft => ({ name: '', nameEn: '', active: true, papers: [{ ...newPaper([]), required: true }] });

/** Builds the request's body. */
export const formBodyOf = ({ name, nameEn, active, papers }: FormTypeDraft): FormTypeBody => ({
  name: name.trim(),
  nameEn: nameEn.trim(),
  active,
  definition: { papers: paperSpecs(papers) },
});
