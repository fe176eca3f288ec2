/** Commands to cases: POST …/{id}/commands/{command}; what begins one: PUT …/{id}. */
import type { CaseKind } from '../../../../domain/case.ts';
import type { CommandAnswer } from '../../../api/cases.ts';
import type { CommandBody, CommandType } from '../../../api/kinds.ts';
import type { CommandOutcomeAnswer } from '../../../api/command-outcomes.ts';
import { t } from '#lib/i18n.svelte.ts';
import { pause } from './pause.ts';
import { Problem } from './problem.ts';
import { dismissRefused } from './refused-commands.svelte.ts';
import { exchange, request, type Answered, type Ask } from './request.ts';

/** What became of a command. */
export interface Carried {
  readonly answer: CommandAnswer;
  /** It is durable, but after a while of asking its outcome is still open (202): `answer` is how the case was before. */
  readonly taken: boolean;
}

const accepted = 202;
/** The pauses after which the outcome of what is taken is asked for, in milliseconds: half a minute in all. */
const pauses = [500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000] as const;

/**
 * A command that was taken is followed until its outcome is known, so that one refused after all fails like one refused at once, and
 * what was typed stays in its box.
 * @throws Problem: the refusal
 */
const carried = async (key: string, { status, body }: Answered<CommandAnswer>): Promise<Carried> => {
  if (status !== accepted) return { answer: body, taken: false };
  for (const [at, ms] of pauses.entries()) {
    await pause(ms);
    const outcome = await outcomeOf(key);
    // What is kept of it follows its answer at once, or it is known by the key of the case that it begins.
    if (outcome === 'unknown' && at >= 3) break;
    if (outcome === 'unknown' || outcome === null) continue;
    if (outcome.state === 'done') return { answer: outcome.answer ?? body, taken: outcome.answer === null };
    if (outcome.state === 'refused') {
      // The page tells of it itself.
      dismissRefused(key);
      const { code, sentence, details } = outcome.refusal ?? { code: 'internal-error', sentence: t('errors:internal-error') };
      throw new Problem(code, sentence, { status: 409, ...(details && { details }) });
    }
  }
  return { answer: body, taken: true };
};

/** What is known of a command; `unknown` where nothing is kept of it, null while that cannot be told. */
const outcomeOf = async (key: string): Promise<CommandOutcomeAnswer | 'unknown' | null> => {
  try {
    return await request<CommandOutcomeAnswer>(`/api/commands/${key}`, { retries: 0 });
  } catch (error) {
    if (error instanceof Problem) return error.is('not-found') ? 'unknown' : null;
    throw error;
  }
};

/** Sends a command and follows it. */
const send = async (path: string, ask: Ask & { readonly key: string }): Promise<Carried> =>
  await carried(ask.key, await exchange<CommandAnswer>(path, ask));

/** The case a command is for. */
export interface Addressed<K extends CaseKind> {
  readonly kind: K;
  readonly id: string;
}

/** A command to a case of a kind, with what belongs to it. */
export type CommandOf<K extends CaseKind> = {
  [Each in K]: { [C in CommandType<Each>]: { readonly type: C; readonly body: CommandBody<Each, C> } }[CommandType<Each>];
}[K];

/**
 * Sends a command to a case; safe to call again with the same key.
 * @throws Problem: a rule's refusal by its code (409), or what was wrong with the body
 */
export const sendCommand = async <K extends CaseKind>({ id }: Addressed<K>, { type, body }: CommandOf<K>, key: string): Promise<Carried> =>
  await postTo(`/api/cases/${id}/commands/${type}`, body, key);

/**
 * Begins a case under the id that its page made; safe to call again with the same id and contents.
 * @throws Problem
 */
export const beginCase = async (path: `/api/${string}`, id: string, body: unknown): Promise<Carried> =>
  await send(`${path}/${id}`, { method: 'PUT', body, key: id });

/**
 * Asks something of a case at an address of its own; safe to call again with the same key.
 * @throws Problem
 */
export const postTo = async (path: `/api/${string}`, body: unknown, key: string): Promise<Carried> =>
  await send(path, { method: 'POST', body, key });
