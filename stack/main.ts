import { runProcess } from '../runtime/lifecycle.ts';
import { stackEnvironment } from '../runtime/environment.ts';
import { endAllChildren } from './children.ts';
import { openDataFolder } from './data-folder.ts';
import { requireFree } from './ports.ts';
import { type Stack, createStack } from './processes.ts';
import { overviewTable, report } from './terminal.ts';

/** npm passes a Ctrl-C on that the terminal has already sent us: only a later one is a second one. */
const sameKeyPress = 700;

/** The web server of a copy that was killed ends by itself, but it finishes first what it has begun (8 s at most). */
const drainPatience = 9_000;

/** @returns whether somebody has asked to stop */
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
  // A signal sent to npm alone ends npm and its shell, and never reaches us: then our parent has changed.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== undefined) {
    setInterval(() => {
      if (process.ppid !== parent && stoppingSince === undefined) stop();
    }, 500).unref();
  }
  return () => stoppingSince !== undefined;
};

runProcess(async () => {
  // Whoever reads our output may go away first (`npm start | head`).
  process.stdout.on('error', () => undefined);
  const environment = stackEnvironment(process.env);
  const dev = process.argv.includes('--dev');
  const data = openDataFolder(environment.dataDir);
  const stack = createStack(environment, data, { dev });
  const stopping = stopAtSignals(stack);
  try {
    await requireFree(environment.port, environment.host, 'PORT', data.afterKill ? drainPatience : 0);
    const overview = await stack.start();
    process.stdout.write(`${overviewTable(overview)}\nCtrl-C stops all of it.\n`);
  } catch (error) {
    // Stopped in the middle of starting: what fails because of that is no news.
    if (stopping()) return;
    await stack.stop();
    throw error;
  }
});
