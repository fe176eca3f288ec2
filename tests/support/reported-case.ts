import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import type { CaseKind } from '../../domain/case.ts';
import type { Ending } from '../../domain/report.ts';

/** A case as reports see it: times are those of Shanghai, `YYYY-MM-DD HH:MM:SS`; asked when it was opened unless told otherwise. */
export interface ReportedCase {
  kind: CaseKind;
  region: string;
  centre: string;
  type: string;
  identity: string;
  opened: string;
  asked?: string | null;
  answered?: string;
  by?: string;
  overdue?: string;
  closed?: string;
  as?: Ending;
  assignee?: string;
  stars?: number;
  resolved?: boolean;
}

let last = 0;

/** Writes the row as the projection would. */
export async function keepReported(knex: Knex, reported: ReportedCase): Promise<void> {
  const { opened, asked = opened, answered, by, overdue, closed, as, assignee, stars, resolved } = reported;
  const at = (time: string | null | undefined): string | null => (time ? `${time.replace(' ', 'T')}+08:00` : null);
  last += 1;
  await knex('cases').insert({
    id: randomUUID(),
    kind: reported.kind,
    number: `20260101${String(last).padStart(8, '0')}`,
    region_id: reported.region,
    centre_id: reported.centre,
    type_id: reported.type,
    identity_id: reported.identity,
    assignee_id: assignee ?? null,
    status: closed === undefined ? 'assigned' : 'closed',
    version: 1,
    state: '{}',
    opened_at: at(opened),
    changed_at: at(closed ?? opened),
    closed_at: at(closed),
    live: closed === undefined,
    first_asked_at: at(asked),
    first_answered_at: at(answered),
    first_answered_by: by ?? null,
    first_overdue_at: at(overdue),
    ended_as: as ?? null,
    stars: stars ?? null,
    resolved: resolved ?? null,
  });
}
