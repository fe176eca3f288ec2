import { readFile, writeFile } from 'node:fs/promises';

import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** A history as its file keeps it: without the names of the machine and the processes that were there when it was recorded. */
export async function writeHistory(file: string, history: Parameters<typeof historyToJSON>[0]): Promise<void> {
  await writeFile(file, `${historyToJSON(history).replace(/"\d+@[^"]*"/g, '"recorded"')}\n`);
}

export const readHistory = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')) as unknown;
