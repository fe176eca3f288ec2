import { runProcess } from '../runtime/lifecycle.ts';
import { stackEnvironment } from '../runtime/environment.ts';
import { endAllChildren } from './children.ts';
import { openDataFolder } from './data-folder.ts';
import { requireFree } from './ports.ts';
import { type Stack, createStack } from './processes.ts';
import { overviewTable, report } from './terminal.ts';

/** Milliseconds within which a repeated signal is the same Ctrl-C: npm forwards the one that the terminal has already sent. */
const sameKeyPress = 700;

/** Milliseconds to wait for the web server of a killed copy. It ends by itself after draining (at most 8 s). */
const drainPatience = 9_000;

/** @returns function that tells whether a stop was requested */
const stopAtSignals = (stack: Stack): (() => boolean) => {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > sameKeyPress) void endAllChildren().then(() => process.exit(1));
      return;
    }
    stoppingSince = Date.now();
    report('stack', 'stopping (Ctrl-C again to end at once)');
    stack.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  // A signal sent only to npm ends npm and its shell and never reaches this process. A changed parent reveals it.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== undefined) {
    setInterval(() => {
      if (process.ppid !== parent && stoppingSince === undefined) stop();
    }, 500).unref();
  }
  return () => stoppingSince !== undefined;
};

runProcess(async () => {
  // The reader of our output may end first (`npm start | head`).
  process.stdout.on('error', () => undefined);
  const environment = stackEnvironment(process.env);
  const dev = process.argv.includes('--dev');
  const data = openDataFolder(environment.dataDir);
  const stack = createStack(environment, data, { dev });
  const stopping = stopAtSignals(stack);
  try {
    await requireFree(environment.port, environment.host, 'PORT', data.afterKill ? drainPatience : 0);
    const overview = await stack.start();
    process.stdout.write(`${[overviewTable(overview), ...overview.advice, 'Ctrl-C stops all of it.'].join('\n')}\n`);
  } catch (error) {
    // Stopped while starting; errors caused by that are not reported.
    if (stopping()) return;
    await stack.stop();
    throw error;
  }
});
