import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './plain-error.ts';

/** A part that the process needs for its work: `check` throws, or never answers, when it is not there. */
export interface ReadinessPart {
  check: () => Promise<unknown>;
  /** Whether the process goes on with most of its work without it. */
  optional?: boolean;
  /** Milliseconds; 2,000 unless given. */
  timeout?: number;
}

/** The answer of /readyz. */
export interface Readiness {
  /** Whether every part is there that is not optional. */
  ready: boolean;
  /** Whether an optional part is not there. */
  degraded: boolean;
  parts: Record<string, { ready: boolean; milliseconds: number; reason?: string }>;
}

const withLimit = async (part: ReadinessPart): Promise<void> => {
  const limit = part.timeout ?? 2_000;
  const finished = new AbortController();
  try {
    await Promise.race([
      part.check(),
      sleep(limit, undefined, { signal: finished.signal }).then(() => {
        throw new Error(`no answer within ${String(limit)} ms`);
      }),
    ]);
  } finally {
    finished.abort();
  }
};

/** Asks all parts at once and names each with how long it took, and why when it is not ready. */
export const readiness = async (parts: Readonly<Record<string, ReadinessPart>>): Promise<Readiness> => {
  const answers = await Promise.all(
    Object.entries(parts).map(async ([name, part]) => {
      const began = performance.now();
      const reason = await withLimit(part).then(
        () => undefined,
        (error: unknown) => reasonOf(error),
      );
      const milliseconds = Math.round(performance.now() - began);
      return [name, reason === undefined ? { ready: true, milliseconds } : { ready: false, milliseconds, reason }] as const;
    }),
  );
  const missing = answers.flatMap(([name, answer]) => (answer.ready ? [] : [parts[name]?.optional === true]));
  return { ready: missing.every((optional) => optional), degraded: missing.includes(true), parts: Object.fromEntries(answers) };
};
