import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import pMap from 'p-map';
import { z } from 'zod';
import { runProcess } from '../runtime/lifecycle.ts';
import { PlainError, reasonOf } from '../runtime/plain-error.ts';
import { aptInstall } from '../stack/apt.ts';
import { findChromium } from '../stack/browser.ts';
import { findMediaWorker } from '../stack/media-worker/find.ts';
import { onPath } from '../stack/temporal-binary.ts';

/**
 * What `npm test` runs, and CI: the checks, Jest, Playwright. Before the last line, which sums them up, it says how long each part
 * took and names every test that passed only at its second try.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'test-results');

interface Tally {
  passed: number;
  failed: number;
  /** Tests that passed only at their second try. */
  secondTries: string[];
}

const noTests: Tally = { passed: 0, failed: 0, secondTries: [] };

const say = (what: string): void => {
  process.stdout.write(`\n== ${what}\n`);
};

const run = async (command: string, parameters: string[], env: NodeJS.ProcessEnv = {}): Promise<number> => {
  const child = spawn(command, parameters, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
};

/** The scripts of package.json that check without running: `check:*`, each counting as one test. */
const checks = (): string[] => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return Object.keys(scripts).filter((name) => name.startsWith('check:'));
};

/** What it prints comes when it is done, for others run beside it. */
const runCheck = async (name: string): Promise<Tally> => {
  const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  say(name);
  process.stdout.write(`${out}${errors}${code === 0 ? 'ok' : `${name} failed`}\n`);
  return { ...noTests, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
};

/** A report that is missing or a bad exit without a failed test is a failure that nobody counted. */
const withExit = (tally: Tally, code: number): Tally => (code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally);

const readReport = <T>(file: string, schema: z.ZodType<T>): T | undefined =>
  existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;

const jestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), invocations: z.int().optional() })),
    }),
  ),
});

const runJest = async (): Promise<Tally> => {
  say('jest');
  const file = join(results, 'jest.json');
  const code = await run(process.execPath, [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    // By default one core would run the tests and the other watch.
    `--maxWorkers=${String(availableParallelism())}`,
    '--json',
    `--outputFile=${file}`,
  ]);
  const report = readReport(file, jestReport);
  if (report === undefined) return { ...noTests, failed: 1 };
  const secondTries = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, invocations = 1 }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  );
  return withExit({ passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites, secondTries }, code);
};

const playwrightConfig = join(root, 'tests', 'browser', 'playwright.config.ts');
interface Story {
  title: string;
  file: string;
  tests: { status: string; results: { errors: { message?: string | undefined }[] }[] }[];
}
interface Suite {
  specs: Story[];
  suites?: Suite[] | undefined;
}
const storySchema: z.ZodType<Story> = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })) }),
  ),
});
const suiteSchema: z.ZodType<Suite> = z.object({
  specs: z.array(storySchema),
  suites: z.lazy(() => z.array(suiteSchema)).optional(),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  suites: z.array(suiteSchema),
});

const storiesOf = ({ specs, suites = [] }: Suite): Story[] => [...specs, ...suites.flatMap(storiesOf)];
const hasStatus =
  (wanted: string) =>
  ({ tests }: Story): boolean =>
    tests.some(({ status }) => status === wanted);
const nameOf = ({ file, title }: Story): string => `${file}: ${title}`;

/** Returns a few lines of what each failed try of a story said: the rest stands where the story ran, far above. */
const failuresOf = (story: Story): string =>
  story.tests
    .flatMap(({ results: tries }) => tries.flatMap(({ errors }) => errors.slice(0, 2)))
    .map(({ message = 'no message' }) =>
      stripVTControlCharacters(message)
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 12)
        .map((line) => `    ${line}`)
        .join('\n'),
    )
    .join('\n    --\n');

const runPlaywright = async (): Promise<Tally> => {
  if (!existsSync(playwrightConfig)) return noTests;
  say('playwright');
  const file = join(results, 'playwright.json');
  const env = {
    CHROMIUM_PATH: await findChromium((what) => {
      process.stdout.write(`${what}\n`);
    }),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  const code = await run(
    process.execPath,
    [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--config', playwrightConfig, '--reporter=list,json'],
    env,
  );
  const report = readReport(file, playwrightReport);
  if (report === undefined) return { ...noTests, failed: 1 };
  const { expected, flaky, unexpected } = report.stats;
  const stories = report.suites.flatMap(storiesOf);
  for (const story of stories.filter(hasStatus('unexpected')))
    process.stdout.write(`\nfailed twice: ${nameOf(story)}\n${failuresOf(story)}\n`);
  const secondTries = stories.filter(hasStatus('flaky')).map((story) => `${nameOf(story)}\n${failuresOf(story)}`);
  return withExit({ passed: expected + flaky, failed: unexpected, secondTries }, code);
};

const playwright = async (): Promise<Tally> => {
  try {
    return await runPlaywright();
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    process.stdout.write(`${error.message}\n`);
    return { ...noTests, failed: 1 };
  }
};

/** Found or built while the checks run. Without it the tests of calls fail; nothing skips them. */
const prepareMedia = async (): Promise<Tally> => {
  try {
    process.env['MEDIASOUP_WORKER_BIN'] = await findMediaWorker((what) => {
      process.stdout.write(`${what}\n`);
    });
    return noTests;
  } catch (error) {
    say('the media worker, without which no call can be tested');
    process.stdout.write(`${reasonOf(error)}\n`);
    // Every test of calls fails at once, and does not try to build it again.
    process.env['MEDIASOUP_WORKER_BIN'] = join(root, 'could not be built, see above');
    return { ...noTests, failed: 1 };
  }
};

/** What cannot be installed is told by the tests that need it. */
const prepareRelay = async (): Promise<void> => {
  if (onPath('turnserver') !== undefined) return;
  await aptInstall(['coturn'], (what) => {
    process.stdout.write(`${what}\n`);
  });
};

/** One after the other: both may install by apt. */
const prepared = async (): Promise<Tally> => {
  await prepareRelay();
  return prepareMedia();
};

runProcess(async () => {
  mkdirSync(results, { recursive: true });
  // A report of an earlier run must not be taken for this one's.
  for (const name of ['jest.json', 'playwright.json']) rmSync(join(results, name), { force: true });
  const tallies: Tally[] = [];
  const minutes: string[] = [];
  const timed = async (name: string, part: () => Promise<Tally[]>): Promise<void> => {
    const began = Date.now();
    tallies.push(...(await part()));
    minutes.push(`${name} ${((Date.now() - began) / 60_000).toFixed(1)} min`);
  };
  await timed('checks', () =>
    Promise.all([prepared(), pMap(checks(), runCheck, { concurrency: availableParallelism() })]).then(([media, all]) => [media, ...all]),
  );
  await timed('jest', async () => [await runJest()]);
  await timed('playwright', async () => [await playwright()]);
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  const secondTries = tallies.flatMap((tally) => tally.secondTries);
  say(minutes.join(', '));
  for (const name of secondTries) process.stdout.write(`passed at its second try: ${name}\n`);
  process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
});
