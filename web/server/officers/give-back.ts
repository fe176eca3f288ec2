/**
 * Releases cases of officers who no longer work in the centre:
 * 1. Each case is released by its own workflow, by a command of the system, so that its story and clocks are right.
 * 2. A case that waits for its taxpayer is released when it is an officer's move again.
 * 3. There is no list of work: it follows from the present assignees, so a failed round is repaired by the next one.
 */
import { casesToGiveBack } from '../../../db/accounts.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { caseKinds } from '../../../domain/case.ts';
import { kinds } from '../../../domain/kinds.ts';
import type { Deps } from '../deps.ts';
import { CaseEnded } from '../temporal/gateway.ts';

/** Maximum number of cases per round, and of concurrent commands. */
const most = 500;
const atOnce = 5;

/** @returns number of released cases */
export async function giveBackCases({ knex, cases }: Pick<Deps, 'knex' | 'cases'>): Promise<number> {
  const held = await casesToGiveBack(knex, most);
  let given = 0;
  const next = held.values();
  const work = async (): Promise<void> => {
    for (const { id, kind: name, assignee_id: officerId, version } of next) {
      const kind = caseKinds.find((candidate) => candidate === name);
      if (kind === undefined) throw new Error(`no kind ${name}`);
      const command = kinds[kind].givingBack;
      const key = idFrom(['give-back', id, officerId, version]);
      try {
        const outcome = await cases.command(kind, id, key, { kind: 'system' }, command, idFrom(command));
        if (outcome.kind !== 'refused') given += 1;
      } catch (error) {
        // Ended in the meantime: nothing to release.
        if (!(error instanceof CaseEnded)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return given;
}

/** Runs rounds at an interval until stopped; returns how to stop. */
export function keepGivingBack(deps: Pick<Deps, 'knex' | 'cases' | 'log'>, everyMs = 30_000): () => void {
  const timer = setInterval(() => {
    giveBackCases(deps).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'cases of deactivated officers wait for the next round');
    });
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
