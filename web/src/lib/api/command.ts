/** Commands to cases: POST …/{id}/commands/{command}; opening a case: PUT …/{id}. */
import type { CaseKind } from '../../../../domain/case.ts';
import type { CommandAnswer } from '../../../api/cases.ts';
import type { CommandBody, CommandType } from '../../../api/kinds.ts';
import type { CommandOutcomeAnswer } from '../../../api/command-outcomes.ts';
import { t } from '#lib/i18n.svelte.ts';
import { pause } from './pause.ts';
import { Problem } from './problem.ts';
import { dismissRefused } from './refused-commands.svelte.ts';
import { exchange, request, type Answered, type Ask } from './request.ts';

/** Result of a command, as far as pages need it. */
export interface Carried {
  readonly answer: CommandAnswer;
  /** Accepted (202), and its outcome is still unknown after polling; `answer` is then the state before the command. */
  readonly taken: boolean;
}

const accepted = 202;
/** Intervals of polling the outcome of an accepted command, in milliseconds: half a minute in all. */
const pauses = [500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000] as const;

/**
 * Polls an accepted command until its outcome is known. A command refused later then fails like one refused at once, and the typed text
 * stays.
 * @throws Problem: the refusal
 */
const carried = async (key: string, { status, body }: Answered<CommandAnswer>): Promise<Carried> => {
  if (status !== accepted) return { answer: body, taken: false };
  for (const [at, ms] of pauses.entries()) {
    await pause(ms);
    const outcome = await outcomeOf(key);
    // The outcome's row follows the answer at once; without one, it is stored under another key (that of the case it begins).
    if (outcome === 'unknown' && at >= 3) break;
    if (outcome === 'unknown' || outcome === null) continue;
    if (outcome.state === 'done') return { answer: outcome.answer ?? body, taken: outcome.answer === null };
    if (outcome.state === 'refused') {
      // The page shows this refusal itself.
      dismissRefused(key);
      const { code, sentence, details } = outcome.refusal ?? { code: 'internal-error', sentence: t('errors:internal-error') };
      throw new Problem(code, sentence, { status: 409, ...(details && { details }) });
    }
  }
  return { answer: body, taken: true };
};

/** Outcome of a command; `unknown` when there is no row, null when the server cannot be asked. */
const outcomeOf = async (key: string): Promise<CommandOutcomeAnswer | 'unknown' | null> => {
  try {
    return await request<CommandOutcomeAnswer>(`/api/commands/${key}`, { retries: 0 });
  } catch (error) {
    if (error instanceof Problem) return error.is('not-found') ? 'unknown' : null;
    throw error;
  }
};

/** Sends a command and follows it until its outcome is known. */
const send = async (path: string, ask: Ask & { readonly key: string }): Promise<Carried> =>
  await carried(ask.key, await exchange<CommandAnswer>(path, ask));

/** Reference to a case of one kind. */
export interface Addressed<K extends CaseKind> {
  readonly kind: K;
  readonly id: string;
}

/** A command of a kind, with its body. */
export type CommandOf<K extends CaseKind> = {
  [Each in K]: { [C in CommandType<Each>]: { readonly type: C; readonly body: CommandBody<Each, C> } }[CommandType<Each>];
}[K];

/**
 * Sends a command to a case; idempotent for the same key.
 * @throws Problem: a rule's refusal by its code (409), or the faults of the body
 */
export const sendCommand = async <K extends CaseKind>({ id }: Addressed<K>, { type, body }: CommandOf<K>, key: string): Promise<Carried> =>
  await postTo(`/api/cases/${id}/commands/${type}`, body, key);

/**
 * Begins a case under an id made by the page; idempotent for the same id and contents.
 * @param part rest of the address after the id
 * @throws Problem
 */
export const beginCase = async (path: `/api/${string}`, id: string, body: unknown, part?: string): Promise<Carried> =>
  await send(`${path}/${id}${part === undefined ? '' : `/${part}`}`, { method: 'PUT', body, key: id });

/**
 * Posts to an address of its own; idempotent for the same key.
 * @throws Problem
 */
export const postTo = async (path: `/api/${string}`, body: unknown, key: string): Promise<Carried> =>
  await send(path, { method: 'POST', body, key });
