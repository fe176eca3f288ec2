/** Requests of officers' pages: those of the house, and a lost session leads to the sign-in. */
import { Problem } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import type { Ask } from '#lib/api/request.ts';

let onSignedOut: () => void = () => undefined;

/** Says what happens when the server no longer knows who is asking. */
export const whenSignedOut = (then: () => void): void => {
  onSignedOut = then;
};

/** Whatever is asked as the officer who is signed in. @throws Problem */
export const signedIn = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.is('not-signed-in')) onSignedOut();
    throw error;
  }
};

/**
 * Asks as the officer who is signed in.
 * @throws Problem
 */
export const ask = <Answer>(path: string, options: Ask = {}): Promise<Answer> => signedIn(request<Answer>(path, options));
