import { homedir } from 'node:os';
import { join } from 'node:path';

/** Returns the folder for reproducible files that are kept between starts, by the XDG base directory rules. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string => {
  const base = env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'zhengna-hudong');
};
