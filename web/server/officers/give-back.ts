/**
 * Cases of officers who work here no longer go back to their centre:
 * 1. Each is given back by its own workflow, as a command of the system's, so that its story and its clocks say so.
 * 2. A case that waits for its taxpayer is given back when it is an officer's move again.
 * 3. Nothing is kept of what is to be done: it follows from who holds what, so that a round that fails is made good by the next.
 */
import { casesToGiveBack } from '../../../db/accounts.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { caseKinds } from '../../../domain/case.ts';
import { kinds } from '../../../domain/kinds.ts';
import type { Deps } from '../deps.ts';
import { CaseEnded } from '../temporal/gateway.ts';

/** So many in one round, and so many of them at once. */
const most = 500;
const atOnce = 5;

/** @returns how many were given back */
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
        // Ended in the meantime: there is nothing to give back.
        if (!(error instanceof CaseEnded)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return given;
}

/** Looks again and again, until it is stopped. */
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
