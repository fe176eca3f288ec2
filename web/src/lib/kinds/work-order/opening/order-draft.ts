/**
 * Stores an officer's entries for a new order in the browser until it is sent.
 *
 * 1. There is one draft per officer and subject: the 留言 that becomes the order, or the taxpayer who was looked up.
 * 2. A form for taxpayers starts with the draft that was edited last.
 * 3. The draft includes the last submission, so that repeating it, even after a reload, does not create a second order.
 */
import { z } from 'zod';
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import { remember, remembered } from '#lib/memory.ts';
import { priorities } from '../../../../../../domain/priority.ts';
import { draftFile } from '#lib/desk/drafts/draft-parts.ts';
import { parseAs } from '#lib/desk/drafts/parse-as.ts';
import { sentSchema } from '#lib/desk/drafts/sent.ts';

const draftSchema = z.object({
  /** Taxpayer, when it does not come from a 留言; null while nobody is chosen. */
  taxpayer: z
    .object({
      id: z.string(),
      kind: z.enum(['enterprise', 'natural-person']),
      personName: z.string(),
      companyName: z.string().nullable(),
      taxNumber: z.string().nullable(),
    })
    .nullable(),
  typeId: z.string(),
  priority: z.enum(priorities),
  text: z.string(),
  fields: z.record(z.string(), z.string()),
  files: z.array(draftFile),
  sent: sentSchema.nullable(),
});
export type OrderDraft = z.infer<typeof draftSchema>;

/** Subject of a draft while nobody is chosen. */
const nobody = 'nobody';
const nameOf = (officerId: string, about: string): string => `draft.order.${officerId}.${about}`;
const nameOfLast = (officerId: string): string => `draft.order.${officerId}`;

/** Reads the draft for a 留言 or a taxpayer; null when there is none. */
export const keptOrder = (officerId: string, about: string): OrderDraft | null =>
  parseAs(draftSchema, keptDraftText(nameOf(officerId, about)));

/** Reads the draft for taxpayers that was edited last. */
export const lastKeptOrder = (officerId: string): OrderDraft | null => keptOrder(officerId, remembered(nameOfLast(officerId)) ?? nobody);

/** @param originId the 留言 that becomes the order */
export const keepOrder = (officerId: string, originId: string | undefined, draft: OrderDraft): void => {
  const about = originId ?? draft.taxpayer?.id ?? nobody;
  keepDraftText(nameOf(officerId, about), JSON.stringify(draft));
  if (originId === undefined) remember(nameOfLast(officerId), about);
};

/** @param about the 留言 or the taxpayer; undefined for entries made before anybody was chosen */
export const forgetOrder = (officerId: string, about: string | undefined): void => {
  keepDraftText(nameOf(officerId, about ?? nobody), null);
  if (remembered(nameOfLast(officerId)) === (about ?? nobody)) remember(nameOfLast(officerId), null);
};

/**
 * True when nothing was entered.
 * @param firstText the initial text
 */
export const isBlank = ({ typeId, priority, text, fields, files }: OrderDraft, firstText: string): boolean =>
  typeId === '' &&
  priority === 'normal' &&
  (text.trim() === '' || text === firstText) &&
  Object.values(fields).every((value) => value.trim() === '') &&
  files.length === 0;
