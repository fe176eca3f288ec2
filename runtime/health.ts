import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './plain-error.ts';

/** Dependency of a process. `check` throws, or never resolves, when it is unavailable. */
export interface ReadinessPart {
  check: () => Promise<unknown>;
  /** True when the process can do most of its work without it. */
  optional?: boolean;
  /** Milliseconds; default 2,000. */
  timeout?: number;
}

/** Response of /readyz. */
export interface Readiness {
  /** True when all parts that are not optional are available. */
  ready: boolean;
  /** True when an optional part is unavailable. */
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

/** Checks all parts concurrently; reports the duration of each check and the reason of a failure. */
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
