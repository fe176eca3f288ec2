/** Entry of the thread that reads spreadsheets. */
import { parentPort, workerData } from 'node:worker_threads';

import { readSheet } from './read-sheet.ts';

const { bytes } = workerData as { bytes: Uint8Array };
parentPort?.postMessage(await readSheet(bytes));
