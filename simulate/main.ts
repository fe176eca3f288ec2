/**
 * `npm run simulate`: lets simulated taxpayers and officers use a running product with the demo's people, through the public API and the
 * live connection. The same seed gives the same people with the same intentions. At the end it prints what happened, and exits with 1 when a
 * screen did not show what was sent.
 */
import { parseArgs } from 'node:util';

import { demoOfficers, demoPassword } from '../stack/demo/people.ts';
import { live } from './day.ts';
import { faster, usualHabits } from './habits.ts';

const { values } = parseArgs({
  options: {
    origin: { type: 'string', default: 'http://127.0.0.1:8080' },
    seed: { type: 'string', default: '1' },
    visits: { type: 'string', default: '50' },
    'at-once': { type: 'string', default: '20' },
    'per-hour': { type: 'string', default: '120' },
    'from-hour': { type: 'string', default: '9' },
    speed: { type: 'string', default: '10' },
    centre: { type: 'string', default: 'binhai-1' },
  },
});
const number = (name: 'seed' | 'visits' | 'at-once' | 'per-hour' | 'from-hour' | 'speed'): number => {
  const parsed = Number(values[name]);
  if (!Number.isFinite(parsed) || parsed < 0) throw new Error(`--${name} is not a number: ${values[name]}`);
  return parsed;
};

const officers = demoOfficers.filter(({ centre, role }) => centre === values.centre && role === 'agent').map(({ login }) => login);
if (officers.length === 0) throw new Error(`--centre has no agents: ${values.centre}`);
const visits = new Map<string, number>();
const speed = Math.max(1, number('speed'));
const ledger = await live({
  origin: values.origin,
  seed: number('seed'),
  habits: faster(usualHabits, speed),
  officers,
  password: demoPassword,
  visits: number('visits'),
  atOnce: Math.max(1, number('at-once')),
  perHour: number('per-hour'),
  speed,
  fromHour: number('from-hour'),
  onVisit: (visit, error) => {
    visits.set(visit, (visits.get(visit) ?? 0) + 1);
    if (error !== undefined) console.error(error);
  },
});
const faults = await ledger.faults();
for (const [visit, count] of visits) console.log(`${visit}: ${String(count)}`);
console.log(
  `${String(ledger.conversations.length)} conversations, ${String(ledger.messages)} acknowledged messages, ${String(faults.length)} faults`,
);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 && !visits.has('failed') ? 0 : 1;
