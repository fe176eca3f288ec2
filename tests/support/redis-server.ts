/** A real Redis server for tests: Debian's redis-server, found on PATH or installed by apt where we are root. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import getPort from 'get-port';

import { PlainError } from '../../runtime/plain-error.ts';
import { aptInstall } from '../../stack/apt.ts';
import { onPath } from '../../stack/temporal-binary.ts';

const say = (what: string): void => {
  process.stderr.write(`${what}\n`);
};

async function findRedisServer(): Promise<string> {
  let found = onPath('redis-server');
  if (found === undefined && (await aptInstall(['redis-server'], say))) found = onPath('redis-server');
  if (found === undefined) throw new PlainError('redis-server is missing and could not be installed: install it (Debian: redis-server).');
  return found;
}

export interface RedisServer {
  url: string;
  /** Ends it without a word to anybody; `start` brings it back on the same port. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server of its own on a free port, which keeps nothing. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = await findRedisServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'zhengna-redis-'));
  const port = await getPort({ host: '127.0.0.1' });
  let child: ChildProcess | null = null;
  const server: RedisServer = {
    url: `redis://127.0.0.1:${String(port)}`,
    async start() {
      child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], {
        stdio: 'ignore',
      });
      for (let tries = 0; tries < 200; tries += 1) {
        if (await answers(port)) return;
        await sleep(50);
      }
      throw new Error('redis-server did not answer within 10 s');
    },
    async kill() {
      const running = child;
      child = null;
      if (running?.exitCode !== null || running.signalCode !== null) return;
      running.kill('SIGKILL');
      await once(running, 'exit');
    },
    async stop() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** Whether somebody listens there. */
async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  const up = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
  socket.destroy();
  return up;
}
