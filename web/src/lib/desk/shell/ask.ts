/** Requests of the officers' pages; a lost session leads to the sign-in page. */
import { Problem } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import type { Ask } from '#lib/api/request.ts';

let onSignedOut: () => void = () => undefined;

/** Sets the handler for a lost session. */
export const whenSignedOut = (then: () => void): void => {
  onSignedOut = then;
};

/** Awaits a request made as the signed-in officer; reports a lost session. @throws Problem */
export const signedIn = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.is('not-signed-in')) onSignedOut();
    throw error;
  }
};

/**
 * Sends a request as the signed-in officer.
 * @throws Problem
 */
export const ask = <Answer>(path: string, options: Ask = {}): Promise<Answer> => signedIn(request<Answer>(path, options));
