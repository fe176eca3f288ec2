import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { root } from './node-process.ts';

/** Milliseconds to wait for further changes, because editors write a file in several steps. */
const settle = 300;

/** Calls `changed` when a source below one of the folders (relative to the root) has changed. For development. */
export const watchSources = (folders: readonly string[], changed: () => void): void => {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of folders.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    watch(folder, { recursive: true }, (_event, file) => {
      if (file === null || !file.endsWith('.ts') || file.endsWith('.test.ts')) return;
      clearTimeout(timer);
      timer = setTimeout(changed, settle);
    });
  }
};
