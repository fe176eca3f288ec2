/** The officer signed in on this page. */
import { Problem } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import type { Session } from '../../../../api/desk.ts';
import { ask } from './ask.ts';

let current = $state.raw<Session>();
let leaving = false;

export const officer = {
  /** Undefined until loaded. */
  get session(): Session | undefined {
    return current;
  },
  get id(): string | undefined {
    return current?.officer.id;
  },
  /** True when signed in and not about to sign out: only then is the loss of the session reported. */
  get stays(): boolean {
    return current !== undefined && !leaving;
  },
};

/** Loads the session; null when nobody is signed in. @throws Problem when the server does not answer */
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

/** Drops the session after it has ended on the server. */
export const forgetSession = (): void => {
  current = undefined;
};

/** Only officers who are online are assigned cases by rule. */
export const setStatus = async (status: Session['officer']['status'], reason: string | null): Promise<void> => {
  current = await ask<Session>('/api/session/status', { method: 'PUT', body: { status, reason } });
};

/** Takes over a status that was set elsewhere: it belongs to the person, not to the page. */
export const noteStatus = (status: Session['officer']['status'], statusReason: string | null): void => {
  if (current === undefined || (current.officer.status === status && current.officer.statusReason === statusReason)) return;
  current = { ...current, officer: { ...current.officer, status, statusReason } };
};
