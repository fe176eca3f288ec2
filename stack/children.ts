import type { ChildProcess } from 'node:child_process';
import { birthMark, signal, waitForEnd } from './process-table.ts';

interface Child {
  pid: number;
  born: string;
  /** Signal that ends it at once: SIGKILL, but SIGQUIT for PostgreSQL, whose child processes would survive SIGKILL. */
  last: NodeJS.Signals;
}

const children = new Map<number, Child>();

/**
 * Waits for the end of a program.
 * @throws Error when it cannot be started, or ends with anything but 0
 */
export const succeeded = async (child: ChildProcess): Promise<void> => {
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}`);
};

const isStill = (child: Child): boolean => birthMark(child.pid) === child.born;

/** Registers a process that must not outlive the stack, as soon as it is started. */
export const keepInMind = (pid: number | undefined, last: NodeJS.Signals): void => {
  for (const child of children.values()) if (!isStill(child)) children.delete(child.pid);
  if (pid !== undefined) children.set(pid, { pid, born: birthMark(pid), last });
};

/** Ends all registered processes at once, including those that are just starting. */
export const endAllChildren = async (): Promise<void> => {
  const left = [...children.values()].filter(isStill);
  for (const child of left) signal(child.pid, child.last);
  await Promise.all(
    left.map(async (child) => {
      if (!(await waitForEnd(child.pid, 700))) signal(child.pid, 'SIGKILL');
      await waitForEnd(child.pid, 500);
    }),
  );
};
