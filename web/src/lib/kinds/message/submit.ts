import { beginCase, type Carried } from '#lib/api/command.ts';
import type { MessageBody } from '../../../../api/message/message.ts';

/**
 * Submits a 留言; idempotent for the same id and contents.
 * @throws Problem
 */
export const submitMessage = async (id: string, body: MessageBody): Promise<Carried> => await beginCase('/api/messages', id, body);
