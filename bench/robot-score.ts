/**
 * `npm run robot:score`: how well the robot finds, on labelled questions of the project's own that its knowledge does not hold
 * (tests/robot/scoring.ts). Prints the half that was used for choosing and the half that judges, by group and, out of scope, by class, with
 * 95 % intervals. WORDS=1 measures finding without the model.
 */
import { wordsRobot } from '../tests/support/robot.ts';
import { askAll, groups, labelled, shareOf, type Outcome } from '../tests/robot/scoring.ts';
import { createRemoteRobot } from '../robot/remote.ts';
import { seed } from '../stack/demo/seed.ts';
import { line } from './figures.ts';
import { inScratchDatabase } from './statements.ts';

const context = { regionId: 'binhai', audience: null, now: Date.parse('2026-11-30T10:00:00+08:00') };

const columns: readonly (readonly [string, (outcomes: readonly Outcome[]) => string])[] = [
  ['top-1', (of) => told(of, ({ first }) => first)],
  ['top-3', (of) => told(of, ({ amongThree }) => amongThree)],
  ['answered', (of) => told(of, ({ answered }) => answered)],
  ['wrong of all', (of) => told(of, ({ wrong }) => wrong)],
  [
    'wrong of answered',
    (of) =>
      told(
        of.filter(({ answered }) => answered),
        ({ wrong }) => wrong,
      ),
  ],
  ['right one shown', (of) => told(of, ({ shown }) => shown)],
];

await inScratchDatabase('score', async (knex, databaseUrl) => {
  await seed(knex);
  const remote = process.env['WORDS'] === undefined ? createRemoteRobot({ databaseUrl, learns: false }, console.error) : null;
  await remote?.prepare(context.regionId);
  const outcomes = await askAll(remote ?? wordsRobot(knex), labelled(), context);
  await remote?.stop();
  for (const judges of [false, true]) {
    line('');
    line(judges ? 'the half that judges' : 'the half for choosing');
    line(`${''.padEnd(26)}${columns.map(([name]) => name.padStart(22)).join('')}`);
    const half = outcomes.filter((outcome) => outcome.judges === judges);
    show('all', half);
    for (const group of groups)
      show(
        group,
        half.filter((outcome) => outcome.group === group),
      );
    const classes = new Map(half.filter(({ group }) => group === 'out-of-scope').map(({ labels }) => [labels.join(), labels.join()]));
    for (const name of classes.keys())
      show(
        `  ${name}`,
        half.filter(({ labels, group }) => group === 'out-of-scope' && labels.join() === name),
      );
  }
  if (process.env['SHOW'] !== undefined)
    for (const { judges, question, labels, wrong, first } of outcomes)
      if (!judges && (wrong || (!first && labels[0]?.includes('-')))) line(`${wrong ? 'wrong  ' : 'missed '} ${labels.join()} ${question}`);
  return 'good';
});

function told(outcomes: readonly Outcome[], holds: (outcome: Outcome) => boolean): string {
  const { share, low, high } = shareOf(outcomes, holds);
  const percent = (value: number): string => (100 * value).toFixed(1);
  return outcomes.length === 0 ? '–' : `${percent(share)} (${percent(low)}–${percent(high)})`;
}

function show(name: string, outcomes: readonly Outcome[]): void {
  if (outcomes.length === 0) return;
  line(`${`${name}, ${String(outcomes.length)}`.padEnd(26)}${columns.map(([, of]) => of(outcomes).padStart(22)).join('')}`);
}
