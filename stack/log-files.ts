/** Keeps the logs of a running stack small. */
import { copyFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** A log that has passed this size, in bytes, begins anew; what it held is kept as `.1`. */
const largestLog = 50_000_000;

/**
 * Rotates the logs of a folder that have grown too large. Their processes hold them open for appending and go on writing, so a
 * log is copied and cut, not renamed; a line that is written between the two is lost.
 * @returns the names of those that were rotated
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
