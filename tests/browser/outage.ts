import { readFileSync } from 'node:fs';

import type { Part, RunningProduct } from '../support/running-product.ts';

/** The parent of a process, from /proc (proc(5): the fourth field, after a name that may hold blanks). */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Has a part of the product down while something is done: killed, and whoever would bring it back held still meanwhile. */
export async function withoutPart(product: RunningProduct, part: Part, during: () => Promise<void>): Promise<void> {
  const [web] = product.pids('web');
  if (web === undefined) throw new Error('no web process');
  const watcher = parentOf(web);
  process.kill(watcher, 'SIGSTOP');
  try {
    product.kill(part);
    await during();
  } finally {
    process.kill(watcher, 'SIGCONT');
  }
}
