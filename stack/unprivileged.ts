import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PlainError } from '../runtime/plain-error.ts';

/** The account under which PostgreSQL runs when we are root, which it refuses to be. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** `postgres` where it exists, else `nobody`; undefined when we are not root and simply run as ourselves. */
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

/** The part of spawn's options that makes a child run under the account. */
export const runAs = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/** Whether the account can really enter and write this folder (parents included). */
export const canWrite = (folder: string, account: Account | undefined): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -w "$1" && test -x "$1"', 'sh', folder], { ...runAs(account), cwd: '/' }).status === 0;

/** Whether the account can really run this program (libraries and parents included). */
export const canRun = (program: string, account: Account | undefined): boolean =>
  spawnSync(program, ['--version'], { ...runAs(account), cwd: '/', stdio: 'ignore' }).status === 0;
