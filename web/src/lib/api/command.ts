/** Commands to a case (POST /api/cases/{id}/commands/{command}). */
import type { CommandAnswer, CommandBody, CommandType } from '../../../api/cases.ts';
import { request } from './request.ts';

/**
 * Sends a command; safe to call again with the same key.
 * @throws Problem: a rule's refusal by its code, or what was wrong with the body
 */
export const sendCommand = <Type extends CommandType>(
  caseId: string,
  type: Type,
  body: CommandBody<Type>,
  key: string,
): Promise<CommandAnswer> => request<CommandAnswer>(`/api/cases/${caseId}/commands/${type}`, { method: 'POST', body, key });
