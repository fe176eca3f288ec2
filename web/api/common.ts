import { z } from 'zod';

import { phoneIn } from '../../domain/input/phone.ts';
import { endings } from '../../domain/file-types.ts';

export const idSchema = z.uuid();
/** Instants are UTC in ISO 8601. */
export const instantSchema = z.iso.datetime();

/** Limits for the texts and uploads of the caller. */
export const textLimits = { max: z.int() };
export const uploadLimitsSchema = z.object({ maxBytes: z.int(), maxFiles: z.int(), endings: z.array(z.enum(endings)) });

/** Kinds of preview for a file; a file of another kind can only be downloaded. */
const previewKinds = ['image', 'pdf', 'audio', 'video'] as const;

export const attachmentSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    size: z.int(),
    mediaType: z.string(),
    preview: z.enum(previewKinds).nullable(),
    url: z.string().meta({ description: 'Signed link, valid for ten minutes; add download=1 to save the file.' }),
  })
  .meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof attachmentSchema>;

/** Page number and size, for lists short enough to have a total. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(50).default(10),
};
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.int(), page: z.int(), size: z.int() });

/** Choices of a filter by type: the types of one's own cases. */
export const ownTypesAnswer = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
export type OwnTypes = z.infer<typeof ownTypesAnswer>;

/** Mainland mobile number: accepts common notations, returns the form that the SMS gateway takes. */
export const phoneSchema = z
  .string()
  .max(100)
  .overwrite((written) => phoneIn(written) ?? written)
  .regex(/^1[3-9]\d{9}$/, 'not-a-phone')
  .meta({
    description:
      'Mainland mobile number of 11 digits. A prefix +86 or 0086, blanks, dashes and invisible characters are removed; full-width digits are accepted.',
  });
