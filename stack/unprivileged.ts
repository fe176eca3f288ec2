import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PlainError } from '../runtime/plain-error.ts';

/** Account for PostgreSQL, which refuses to run as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Returns `postgres` if it exists, else `nobody`; undefined when we are not root and no other account is needed. */
export const unprivilegedAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = accounts.find(([name]) => name === wanted) ?? [];
    if (name !== undefined && uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new PlainError('PostgreSQL refuses to run as root and there is no account "postgres" or "nobody": start as an ordinary user.');
};

/** Returns the options of spawn that run a child under the account. */
export const runAs = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/** True when the account can enter and write the folder (including its parents). */
export const canWrite = (folder: string, account: Account | undefined): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -w "$1" && test -x "$1"', 'sh', folder], { ...runAs(account), cwd: '/' }).status === 0;

/** True when the account can run the program (including libraries and parent folders). */
export const canRun = (program: string, account: Account | undefined): boolean =>
  spawnSync(program, ['--version'], { ...runAs(account), cwd: '/', stdio: 'ignore' }).status === 0;
