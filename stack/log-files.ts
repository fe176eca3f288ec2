/** Rotates the logs of a running stack. */
import { copyFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** Size in bytes above which a log is rotated. The old content is kept as `.1`. */
const largestLog = 50_000_000;

/**
 * Rotates the oversized logs of a folder. Their processes keep the files open for appending, so a log is copied and truncated instead of
 * renamed; a line written between the two steps is lost.
 * @returns names of the rotated logs
 */
export async function rotateLogs(folder: string, largest = largestLog): Promise<string[]> {
  const rotated: string[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.log')) continue;
    const file = join(folder, name);
    if ((await stat(file)).size <= largest) continue;
    await copyFile(file, `${file}.1`);
    await truncate(file);
    rotated.push(name);
  }
  return rotated;
}
