import { someServer } from '../../../db/media/places.ts';
import type { Call } from '../../../domain/call.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

/** @throws Fault `media-preparing` while no media process serves calls */
export async function checkMedia({ knex }: Pick<Deps, 'knex'>): Promise<void> {
  if (!(await someServer(knex))) throw new Fault('media-preparing');
}

const instant = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : new Date(at).toISOString());

/** A call as both sides see it. */
export const presentCall = (call: Call | undefined) =>
  call === undefined
    ? null
    : {
        id: call.id,
        way: call.way,
        stage: call.stage,
        askedBy: call.askedBy,
        uses: [...call.uses],
        connectedAt: instant(call.connectedAt),
        answerBy: instant(call.clock?.dueAt),
        recording: call.recording ? { id: call.recording.id, stage: call.recording.stage, days: call.recording.days } : null,
      };
