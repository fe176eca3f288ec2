/** The window's session: a host's token is exchanged for a short-lived access token, held in memory only (A2). */
import type { Entry } from '../../../api/entry.ts';
import { problemOf } from '#lib/api/problem.ts';
import type { Problem } from '#lib/api/problem.ts';
import { request, useAccess } from '#lib/api/request.ts';
import { framed, tokenFromHost } from './host.ts';

/** `direct`: opened without a framing page, so nobody can identify the person. */
export type Stage = 'connecting' | 'in' | 'refused' | 'direct';

let stage = $state<Stage>('connecting');
let entry = $state.raw<Entry>();
let problem = $state.raw<Problem>();
let renewing: Promise<string | null> | undefined;

const enter = async (): Promise<string | null> => {
  const token = await tokenFromHost();
  if (token === null) return null;
  const answer = await request<Entry>('/api/entry', { method: 'POST', body: { token }, open: true });
  entry = answer;
  return answer.accessToken;
};

/** One renewal at a time for all callers, because a host's token works once. */
const renew = (): Promise<string | null> => {
  renewing ??= enter().finally(() => {
    renewing = undefined;
  });
  return renewing;
};

/** Enters, also again after a refusal. */
export const startSession = async (): Promise<void> => {
  if (!framed()) {
    stage = 'direct';
    return;
  }
  stage = 'connecting';
  useAccess({ token: () => entry?.accessToken ?? null, renew });
  try {
    stage = (await renew()) === null ? 'refused' : 'in';
    problem = undefined;
  } catch (error) {
    problem = problemOf(error);
    stage = 'refused';
  }
};

export const session = {
  get stage(): Stage {
    return stage;
  },
  get problem(): Problem | undefined {
    return problem;
  },
  /** The entered identity; pages below the window's layout are shown only when there is one. */
  get entry(): Entry {
    if (entry === undefined) throw new Error('nobody has entered');
    return entry;
  },
};
