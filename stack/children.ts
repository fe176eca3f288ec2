import { birthMark, signal, waitForEnd } from './process-table.ts';

interface Child {
  pid: number;
  born: string;
  /** What ends it at once: SIGKILL, but SIGQUIT for PostgreSQL, whose own processes would stay behind. */
  last: NodeJS.Signals;
}

const children = new Map<number, Child>();

const isStill = (child: Child): boolean => birthMark(child.pid) === child.born;

/** Notes a process that must not outlive the stack, from the moment it is started. */
export const keepInMind = (pid: number | undefined, last: NodeJS.Signals): void => {
  for (const child of children.values()) if (!isStill(child)) children.delete(child.pid);
  if (pid !== undefined) children.set(pid, { pid, born: birthMark(pid), last });
};

/** Ends at once whatever still runs of them, also what was just being started. */
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
