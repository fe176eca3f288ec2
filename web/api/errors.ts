import { z } from 'zod';

import { refusalCodes } from '../../domain/case.ts';

/** Codes of the API itself, each with its HTTP status. The refusal codes of the domain are all 409. */
export const faults = {
  'not-found': 404,
  'not-signed-in': 401,
  'not-allowed': 403,
  'wrong-credentials': 401,
  'account-locked': 429,
  'own-account': 409,
  'too-many-requests': 429,
  'origin-refused': 403,
  'token-invalid': 401,
  'token-expired': 401,
  'token-used': 401,
  'host-keys-unavailable': 503,
  'role-not-admitted': 403,
  'invalid-request': 422,
  'malformed-request': 400,
  'key-reused': 422,
  'too-large': 413,
  'too-slow': 408,
  'encoding-refused': 415,
  'not-enough-text': 422,
  'upload-unknown': 422,
  'upload-too-large': 413,
  'upload-empty': 422,
  'upload-type-refused': 415,
  'upload-content-mismatch': 415,
  'upload-too-many': 422,
  'upload-wrong-ending': 415,
  'upload-content-refused': 415,
  'upload-encrypted': 415,
  'upload-cut-short': 415,
  'upload-offset': 409,
  'upload-held-full': 422,
  'upload-day-full': 429,
  'storage-full': 507,
  'files-unavailable': 503,
  'file-damaged': 500,
  'messages-too-many': 422,
  'booking-suspended': 409,
  'queue-full': 409,
  'nobody-on-duty': 409,
  'media-preparing': 503,
  'conversation-running': 409,
  'floor-changed': 409,
  'chat-closed': 409,
  'recall-over': 409,
  'chat-too-fast': 429,
  'centre-unknown': 422,
  'type-unknown': 422,
  'officer-unknown': 422,
  'group-unknown': 422,
  'taxpayer-unknown': 422,
  'slot-gone': 409,
  'slot-day-limit': 409,
  'closures-too-many': 422,
  'views-too-many': 422,
  'canned-replies-too-many': 422,
  'favourites-too-many': 422,
  'view-name-taken': 422,
  'changed-meanwhile': 409,
  'draft-changed': 409,
  'draft-state': 409,
  'own-draft': 409,
  'entry-changed': 409,
  'wordings-too-many': 422,
  'entry-id-taken': 409,
  'sheet-unreadable': 422,
  'sheet-too-many-rows': 422,
  'link-expired': 410,
  'temporal-unavailable': 503,
  'database-unavailable': 503,
  'worker-unavailable': 503,
  'internal-error': 500,
} as const;
export type FaultCode = keyof typeof faults;

export const errorCodes = [...(Object.keys(faults) as FaultCode[]), ...refusalCodes] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Codes for faults of one field; those whose sentence contains a number come with `limit`. */
export const fieldCodes = [
  'required',
  'too-short',
  'too-long',
  'not-a-phone',
  'not-a-choice',
  'not-a-date',
  'in-future',
  'before-start',
  'too-many-days',
  'out-of-range',
  'invalid',
  'duplicate',
  'taken',
  'not-earlier',
  'no-end',
  'no-choices',
  'upload-unknown',
  'upload-too-many',
  'beyond-calendar',
  'changed-meanwhile',
  'time-invalid',
  'hours-not-ordered',
  'hours-overlap',
  'no-working-time',
  'day-invalid',
  'wrong-password',
  'same-password',
  'formula',
  'merged-cell',
  'missing-column',
  'has-draft',
  'taxpayer-unknown',
  'taxpayer-twice',
] as const;
export type FieldCode = (typeof fieldCodes)[number];

/** The only shape of an error. All wrong fields are reported at once. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'Stable code; sentences may change.' }),
      sentence: z.string().meta({ description: "Readable sentence in the reader's language (Accept-Language)." }),
      details: z.record(z.string(), z.string()).optional(),
      fields: z
        .array(
          z.object({
            path: z.string().meta({ description: 'Path in the body or the query, joined by dots.' }),
            code: z.string(),
            sentence: z.string(),
            limit: z.number().optional(),
          }),
        )
        .optional(),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'Error' });
export type ApiError = z.infer<typeof errorSchema>;
