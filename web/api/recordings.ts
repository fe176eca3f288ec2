/** Recordings of calls, for supervisors. */
import { z } from 'zod';

import { mediaUses } from '../../domain/call.ts';
import { idSchema, instantSchema } from './common.ts';

const partSchema = z.object({
  id: idSchema,
  side: z.enum(['taxpayer', 'officer']),
  use: z.enum(mediaUses),
  offsetMs: z.int().meta({ description: 'From the beginning of the recording to the beginning of this file.' }),
  durationMs: z.int(),
  size: z.int(),
  url: z.string(),
});

const recordingSchema = z
  .object({
    id: idSchema,
    begunAt: instantSchema,
    keepUntil: instantSchema,
    incomplete: z.boolean().meta({ description: 'A part of it could not be stored.' }),
    writing: z.boolean(),
    deletedAt: instantSchema.nullable(),
    parts: z.array(partSchema).meta({ description: 'One file for each stream that a side sent.' }),
  })
  .meta({ id: 'CallRecording' });
export type CallRecordingItem = z.infer<typeof recordingSchema>;

/** GET /api/supervision/cases/{id}/recordings */
export const recordingsAnswer = z.object({ items: z.array(recordingSchema) });
export type CallRecordings = z.infer<typeof recordingsAnswer>;
