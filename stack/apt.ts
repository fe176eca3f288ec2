/** Programs that tests need, installed where the system can: by apt, as root. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onPath } from './temporal-binary.ts';

/** Runs an installer with its output shown; false when it fails or takes too long. */
export const install = async (command: string, parameters: string[], limit: number, env: NodeJS.ProcessEnv = {}): Promise<boolean> => {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  child.on('error', () => undefined); // answered by the code below: not there is not installed
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
};

const isRoot = (): boolean => process.getuid?.() === 0;

/** @returns false where there is no apt, we are not root, or it fails */
export const aptInstall = async (packages: string[], report: (what: string) => void): Promise<boolean> => {
  if (!isRoot() || onPath('apt-get') === undefined) return false;
  report(`installing ${packages.join(' and ')}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    (await install('apt-get', ['update', '-qq'], 180_000, quiet)) &&
    install('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], 600_000, quiet)
  );
};
