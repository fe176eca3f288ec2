/** 留言 over HTTP: submission, commands, and the taxpayer's own list. */
import { z } from 'zod';

import { lengthOf } from '../../../domain/input/text.ts';
import { messageStatuses } from '../../../domain/message/message.ts';
import { reminders } from '../../../domain/notices.ts';
import { always, caseCore, caseOf, contentBody, fewFiles, note, ownCasesQuery, sharedBodies, textSchema, uploadIds } from '../cases.ts';
import { idSchema, pageOf, phoneSchema } from '../common.ts';

/** PUT /api/messages/{id}: the client chooses the id; submitting the same form again does not create a second 留言. */
export const messageBody = z
  .object({
    centreId: z.string().min(1),
    typeId: z.string().min(1),
    text: textSchema,
    uploadIds,
    reminder: z.enum(reminders),
    phone: phoneSchema.nullable().default(null),
    originId: idSchema.nullable().default(null).meta({ description: 'Case of one’s own that it follows up, such as a conversation.' }),
  })
  .refine((body) => body.reminder !== 'sms' || body.phone !== null, { path: ['phone'], params: { code: 'required' }, ...always });
export type MessageBody = z.infer<typeof messageBody>;

/** PUT /api/messages/{id}/follow-up: an officer leaves a 留言 on the taxpayer's behalf, to go on with the matter of another case. */
export const followUpBody = z.object({ originId: idSchema, typeId: z.string().min(1), text: textSchema, uploadIds });
export type FollowUpBody = z.input<typeof followUpBody>;
/** GET /api/message-types: types that an officer can choose. */
export const messageTypesAnswer = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
export type MessageTypeChoices = z.infer<typeof messageTypesAnswer>;

/** The same, with the region's limits: the minimum length X (D1) and the number of files. */
export const messageBodyFor = (limits: { minLength: number; maxFiles: number }) =>
  fewFiles(messageBody, limits.maxFiles).refine(
    ({ text }: { text?: unknown }) => typeof text !== 'string' || lengthOf(text) >= limits.minLength,
    { path: ['text'], params: { code: 'too-short', limit: limits.minLength }, ...always },
  );

/** Bodies of the message commands. */
export const messageCommandBodies = {
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: z.object({ to: z.union([z.object({ officerId: idSchema }), z.object({ centreId: z.string().min(1) })]), note }),
  reply: contentBody,
  askBack: contentBody,
  supplement: contentBody,
  followUp: contentBody,
  withdraw: z.object({}),
  rate: sharedBodies.rate,
  reassign: sharedBodies.reassign,
  end: sharedBodies.end,
} as const;

/** Bodies with files, limited by the settings in force. */
export const messageBodiesWithFiles = (limits: { maxFiles: number }) => {
  const content = fewFiles(contentBody, limits.maxFiles);
  return { reply: content, askBack: content, supplement: content, followUp: content };
};

/** A row of 我的留言. */
const ownMessageSchema = z.object({ ...caseCore, status: z.enum(messageStatuses), excerpt: z.string() }).meta({ id: 'OwnMessage' });
export type OwnMessage = z.infer<typeof ownMessageSchema>;
export const ownMessagesQuery = ownCasesQuery(messageStatuses);
export const ownMessagesAnswer = pageOf(ownMessageSchema);

/** A 留言 as its page shows it. */
export const messageCaseSchema = caseOf('message', messageStatuses, {
  message: z.object({ reminder: z.enum(reminders) }).meta({ id: 'MessagePart' }),
}).meta({ id: 'MessageCase' });
