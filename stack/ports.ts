import { createServer } from 'node:net';
import getPort from 'get-port';
import { PlainError } from '../runtime/plain-error.ts';

/** Whether somebody could listen there now. */
export const isFree = async (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/** Refuses in one sentence when a port that somebody chose cannot be had. */
export const requireFree = async (port: number, host: string, variable: string): Promise<void> => {
  if (await isFree(port, host)) return;
  throw new PlainError(`Port ${String(port)} on ${host} is taken by another program: end that program or set ${variable} to a free port.`);
};

/** A free port: the chosen one (must be free), else the one of last time, else any. */
export const choosePort = async (choice: { wanted?: number | undefined; last?: number | undefined; variable: string }): Promise<number> => {
  if (choice.wanted !== undefined) {
    await requireFree(choice.wanted, '127.0.0.1', choice.variable);
    return choice.wanted;
  }
  return choice.last === undefined ? getPort({ host: '127.0.0.1' }) : getPort({ port: choice.last, host: '127.0.0.1' });
};
