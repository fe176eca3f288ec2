/** Installs programs that tests need with apt, as root. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onPath } from './temporal-binary.ts';

/** Runs an installer and shows its output; returns false when it fails or times out. */
export const install = async (command: string, parameters: string[], limit: number, env: NodeJS.ProcessEnv = {}): Promise<boolean> => {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  child.on('error', () => undefined); // a missing installer is handled below
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
};

const isRoot = (): boolean => process.getuid?.() === 0;

/** @returns false without apt, without root rights, or when it fails */
export const aptInstall = async (packages: string[], report: (what: string) => void): Promise<boolean> => {
  if (!isRoot() || onPath('apt-get') === undefined) return false;
  report(`installing ${packages.join(' and ')}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    (await install('apt-get', ['update', '-qq'], 180_000, quiet)) &&
    install('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], 600_000, quiet)
  );
};
