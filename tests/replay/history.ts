import { readFile, writeFile } from 'node:fs/promises';

import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** A history as its file keeps it: without the names of the machine, of its folders and of the processes that were there. */
export async function writeHistory(file: string, history: Parameters<typeof historyToJSON>[0]): Promise<void> {
  const nameless = historyToJSON(history)
    .replace(/"\d+@[^"]*"/g, '"recorded"')
    .replace(/"stackTrace": "(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
  await writeFile(file, `${nameless}\n`);
}

export const readHistory = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')) as unknown;
