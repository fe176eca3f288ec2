/** A real TURN server for tests: Debian's coturn, which `npm test` installs where it may. Browsers reach it over TCP only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import getPort from 'get-port';

import type { TurnSettings } from '../../media/turn.ts';
import { PlainError } from '../../runtime/plain-error.ts';
import { onPath } from '../../stack/temporal-binary.ts';

const host = '127.0.0.1';

export interface TurnServer {
  settings: TurnSettings;
  stop(): Promise<void>;
}

/** Starts a server of its own on a free port. @throws PlainError when there is none on this machine */
export async function startTurnServer(): Promise<TurnServer> {
  const program = onPath('turnserver');
  if (program === undefined) throw new PlainError('A TURN server is missing: install coturn (Debian: coturn).');
  const folder = await mkdtemp(path.join(tmpdir(), 'zhengna-turn-'));
  const port = await getPort({ host });
  const secret = 'shared with the relay';
  const options = {
    'listening-ip': host,
    'relay-ip': host,
    'listening-port': String(port),
    realm: 'test',
    'static-auth-secret': secret,
    pidfile: path.join(folder, 'pid'),
    'log-file': path.join(folder, 'log'),
    userdb: path.join(folder, 'db'),
  };
  const flags = ['no-udp', 'no-tls', 'no-dtls', 'no-cli', 'use-auth-secret', 'allow-loopback-peers', 'simple-log', 'no-stdout-log'];
  const child = spawn(
    program,
    ['-n', ...flags.map((name) => `--${name}`), ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  await listens(port);
  return {
    settings: { urls: [`turn:${host}:${String(port)}?transport=tcp`], secret },
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listens(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect({ port, host });
    const up = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (up) return;
    await sleep(50);
  }
  throw new Error('coturn did not listen within 10 s');
}
