/** Requests of officers' pages: those of the house, and a lost session leads to the sign-in. */
import { Problem } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import type { Ask } from '#lib/api/request.ts';
import type { CommandAnswer, CommandBody, CommandType } from '../../../api/cases.ts';

let onSignedOut: () => void = () => undefined;

/** Says what happens when the server no longer knows who is asking. */
export const whenSignedOut = (then: () => void): void => {
  onSignedOut = then;
};

/**
 * Asks as the officer who is signed in.
 * @throws Problem
 */
export const ask = async <Answer>(path: string, options: Ask = {}): Promise<Answer> => {
  try {
    return await request<Answer>(path, options);
  } catch (error) {
    if (error instanceof Problem && error.is('not-signed-in')) onSignedOut();
    throw error;
  }
};

/** Sends a command to a case; safe to call again with the same key. @throws Problem, a rule's refusal with status 409 */
export const command = <Type extends CommandType>(caseId: string, type: Type, body: CommandBody<Type>, key: string): Promise<CommandAnswer> =>
  ask<CommandAnswer>(`/api/cases/${caseId}/commands/${type}`, { method: 'POST', body, key });
