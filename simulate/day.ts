/** A simulated day: taxpayers arrive by the profile, officers work until the last one has left. */
import type { Habits } from './habits.ts';
import { arrivals } from './habits.ts';
import { Ledger } from './ledger.ts';
import { SimulatedOfficer } from './officer.ts';
import { Random } from './random.ts';
import { SimulatedTaxpayer, type Visit } from './taxpayer.ts';
import { sleep } from './waiting.ts';

export interface Day {
  origin: string;
  seed: number;
  habits: Habits;
  officers: readonly string[];
  password: string;
  /** Number of visits, and how many people come at once at most. */
  visits: number;
  atOnce: number;
  /** Visits in the busiest hour of the simulated clock; null to let the next one in as soon as there is room. */
  perHour: number | null;
  /** Simulated milliseconds a real one. */
  speed: number;
  /** Hour of the simulated clock at which the day begins. */
  fromHour: number;
  onVisit?: (visit: Visit | 'failed', error?: unknown) => void;
  /** Called with each line that opens, for those who want to cut some. */
  onLine?: (line: SimulatedTaxpayer['line']) => void;
}

/** Number of the first simulated taxpayer of a seed, so that days with different seeds have different people. */
const firstOf = (seed: number): number => (Math.abs(seed) % 100) * 10_000;

/** @returns the ledger of the day, when everybody has left */
export async function live(day: Day): Promise<Ledger> {
  const random = new Random(day.seed);
  const ledger = new Ledger();
  const officers = await Promise.all(
    day.officers.map((login) =>
      SimulatedOfficer.signIn({ origin: day.origin, login, password: day.password }, day.habits, random.fork(), ledger),
    ),
  );
  for (const { line } of officers) day.onLine?.(line);
  const working = Promise.all(officers.map((officer) => officer.work()));
  const inside = new Set<Promise<void>>();
  const began = Date.now();
  for (let number = 0; number < day.visits; number += 1) {
    while (inside.size >= day.atOnce) await Promise.race(inside);
    if (day.perHour !== null) await sleep(untilNext(day, random, (Date.now() - began) * day.speed));
    const visit = visitOf(day, firstOf(day.seed) + number, random.fork(), ledger).finally(() => inside.delete(visit));
    inside.add(visit);
  }
  await Promise.all(inside);
  for (const officer of officers) officer.goHome();
  await working;
  return ledger;
}

/** Returns the real milliseconds until the next arrival. @param elapsedMs of the simulated clock */
function untilNext({ perHour, fromHour, speed }: Day, random: Random, elapsedMs: number): number {
  const hour = Math.floor(fromHour + elapsedMs / 3_600_000) % 24;
  const rate = (perHour ?? 0) * (arrivals[hour] ?? 0);
  return rate <= 0 ? 0 : random.wait(3_600_000 / rate) / speed;
}

async function visitOf(day: Day, number: number, random: Random, ledger: Ledger): Promise<void> {
  try {
    const taxpayer = await SimulatedTaxpayer.enter(day.origin, number, day.habits, random, ledger);
    day.onLine?.(taxpayer.line);
    try {
      day.onVisit?.(await taxpayer.visit());
    } finally {
      // The line stays open for a moment, for what comes last.
      setTimeout(() => {
        taxpayer.leave();
      }, 10_000).unref();
    }
  } catch (error) {
    day.onVisit?.('failed', error);
  }
}
