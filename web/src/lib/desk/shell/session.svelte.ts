/** The officer who is signed in on this page. */
import { Problem } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import type { Session } from '../../../../api/desk.ts';
import { ask } from './ask.ts';

let current = $state.raw<Session>();
let leaving = false;

export const officer = {
  /** Undefined until it is known. */
  get session(): Session | undefined {
    return current;
  },
  get id(): string | undefined {
    return current?.officer.id;
  },
  /** Signed in, and not about to sign out: only then is a session that the server no longer knows news. */
  get stays(): boolean {
    return current !== undefined && !leaving;
  },
};

/** Who is signed in; null for nobody. @throws Problem when the server cannot be asked */
export const loadSession = async (): Promise<Session | null> => {
  try {
    current = await request<Session>('/api/session');
    return current;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    current = undefined;
    return null;
  }
};

/** @throws Problem `wrong-credentials`, `account-locked` (details.minutes), `too-many-requests` */
export const signIn = async (login: string, password: string): Promise<Session> => {
  current = await request<Session>('/api/session', { method: 'POST', body: { login, password } });
  return current;
};

export const signOut = async (): Promise<void> => {
  leaving = true;
  try {
    await request('/api/session', { method: 'DELETE' });
    current = undefined;
  } finally {
    leaving = false;
  }
};

/** The session has ended by itself. */
export const forgetSession = (): void => {
  current = undefined;
};

/** 在岗: only who is on duty is given cases by rule. */
export const setDuty = async (onDuty: boolean): Promise<void> => {
  current = await ask<Session>('/api/session/duty', { method: 'PUT', body: { onDuty } });
};
