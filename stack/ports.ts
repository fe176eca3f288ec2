import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort, { portNumbers } from 'get-port';
import { PlainError, codeOf } from '../runtime/plain-error.ts';

/** Returns Node's error code when nobody can listen on the port; undefined when it is free. */
const faultOf = async (port: number, host: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => {
      resolve(codeOf(error) ?? error.message);
    });
    probe.listen({ port, host, exclusive: true }, () => {
      probe.close(() => {
        resolve(undefined);
      });
    });
  });

/**
 * Throws a PlainError when a configured port is not available.
 * @param patience milliseconds to wait for its present user to end
 */
export const requireFree = async (port: number, host: string, variable: string, patience = 0): Promise<void> => {
  const deadline = Date.now() + patience;
  let fault = await faultOf(port, host);
  while (fault === 'EADDRINUSE' && Date.now() < deadline) {
    await sleep(100);
    fault = await faultOf(port, host);
  }
  if (fault === undefined) return;
  if (fault === 'EADDRINUSE')
    throw new PlainError(`Port ${port} on ${host} is taken by another program: end that program or set ${variable} to a free port.`);
  if (fault === 'EACCES') throw new PlainError(`Port ${port} may not be used by this account: set ${variable} to a port above 1023.`);
  throw new PlainError(`HOST is "${host}", on which this machine cannot listen (${fault}): set HOST to an address of this machine.`);
};

/**
 * Returns a free port below the range of outgoing connections (32768 and up), because a port of that range could be taken while a crashed
 * server restarts. Copies that start together search from different ports.
 */
const anyPort = async (): Promise<number> => {
  const from = 20_000 + Math.floor(Math.random() * 120) * 100;
  return getPort({ port: portNumbers(from, from + 99), host: '127.0.0.1' });
};

/** Chooses a port: the configured one (must be free), else that of the last start, else any free one. */
export const choosePort = async (choice: { wanted?: number | undefined; last?: number | undefined; variable: string }): Promise<number> => {
  if (choice.wanted !== undefined) {
    await requireFree(choice.wanted, '127.0.0.1', choice.variable);
    return choice.wanted;
  }
  return choice.last !== undefined && (await faultOf(choice.last, '127.0.0.1')) === undefined ? choice.last : anyPort();
};
