import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlainError } from '../runtime/plain-error.ts';
import { keepInMind } from './children.ts';
import { type Account, canWrite, runAs } from './unprivileged.ts';

const makeFolderFor = (account: Account | undefined, folder: string): void => {
  // Parents get the usual rights; restrictive ones would shut the account out.
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
};

/**
 * Returns the folder of the cluster: `folder`, or, when the account cannot reach it (a DATA_DIR below /root), one below /var/lib. Its name
 * is stored in `folder`, so that the next start finds the same data.
 */
export const placeCluster = (folder: string, account: Account | undefined, progress: (what: string) => void): string => {
  const pointer = join(folder, 'elsewhere');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  makeFolderFor(account, folder);
  if (canWrite(folder, account)) return folder;
  const elsewhere = join('/var/lib/zhengna-hudong', randomBytes(6).toString('hex'));
  makeFolderFor(account, elsewhere);
  if (!canWrite(elsewhere, account)) {
    throw new PlainError(
      `PostgreSQL cannot run as root, and the account "${account?.name ?? ''}" can write neither ${folder} nor ${elsewhere}: set DATA_DIR to a folder that it can reach.`,
    );
  }
  writeFileSync(pointer, `${elsewhere}\n`);
  progress(`PostgreSQL keeps its files in ${elsewhere}, because the account "${account?.name ?? ''}" cannot enter ${folder}`);
  return elsewhere;
};

const runInitdb = async (program: string, parameters: string[], account: Account | undefined): Promise<void> => {
  const child = spawn(program, parameters, {
    ...runAs(account),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  keepInMind(child.pid, 'SIGKILL');
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new PlainError(`PostgreSQL's initdb failed: ${words.trim().split('\n').at(-1) ?? 'it said nothing'}`);
};

/**
 * Initialises the cluster if there is none. A start that was killed leaves only `data.new`, which is removed. The locale is the built-in
 * C.UTF-8: with plain C, Chinese text has no trigrams.
 */
export const makeCluster = async (options: {
  initdb: string;
  place: string;
  account: Account | undefined;
  superuserPassword: string;
  progress: (what: string) => void;
}): Promise<string> => {
  const data = join(options.place, 'data');
  if (existsSync(data)) return data;
  options.progress('making the database folder');
  const making = `${data}.new`;
  rmSync(making, { recursive: true, force: true });
  const passwordFile = join(options.place, 'initdb-password');
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  try {
    if (options.account !== undefined) chownSync(passwordFile, options.account.uid, options.account.gid);
    await runInitdb(
      options.initdb,
      [
        `--pgdata=${making}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C.UTF-8',
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
      ],
      options.account,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(making, data);
  return data;
};
