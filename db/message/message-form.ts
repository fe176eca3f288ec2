/** Choices of the 留言 form: the bureaus of a region with their centres, and the types. */
import type { Knex } from 'knex';

import type { Settings } from '../../domain/settings.ts';
import { Centre, CaseType, type Case } from '../models/index.ts';
import { prepared } from '../prepared.ts';
import { settingsFromRows, type SettingRow } from '../settings.ts';

export interface MessageFormChoices {
  centres: Centre[];
  types: CaseType[];
}

export async function messageForm(knex: Knex, regionId: string): Promise<MessageFormChoices> {
  const [centres, types] = await Promise.all([
    Centre.query(knex).where({ region_id: regionId }).orderBy(['position', 'id']),
    CaseType.query(knex).where({ region_id: regionId, kind: 'message', active: true }).orderBy(['position', 'id']),
  ]);
  return { centres, types };
}

/** Data for checking a submission: whether its choices exist, the settings of its centre, and the case if it was submitted before. */
export interface SubmissionGround {
  centreKnown: boolean;
  typeKnown: boolean;
  settings: Settings;
  /** Number of the taxpayer's 留言 that have not ended. */
  open: number;
  /** The taxpayer's own 留言 with this id. */
  earlier: Pick<Case, 'id' | 'number' | 'status' | 'version'> | null;
  /** True when another case has this id. */
  taken: boolean;
}

/** Loads everything in one statement, because a person waits for it. */
export async function submissionGround(
  knex: Knex,
  form: { caseId: string; identityId: string; regionId: string; centreId: string; typeId: string },
): Promise<SubmissionGround> {
  const { rows } = await prepared<Omit<SubmissionGround, 'settings'> & { settings: SettingRow[] }>(
    knex,
    `SELECT EXISTS (SELECT FROM centres WHERE id = :centreId AND region_id = :regionId) AS "centreKnown",
       EXISTS (SELECT FROM case_types WHERE id = :typeId AND kind = 'message' AND region_id = :regionId AND active) AS "typeKnown",
       (SELECT json_build_object('id', id, 'number', number, 'status', status, 'version', version) FROM cases
        WHERE id = :caseId AND kind = 'message' AND identity_id = :identityId) AS earlier,
       (SELECT count(*)::int FROM cases WHERE identity_id = :identityId AND kind = 'message' AND closed_at IS NULL) AS open,
       EXISTS (SELECT FROM cases WHERE id = :caseId AND NOT (kind = 'message' AND identity_id = :identityId)) AS taken,
       (SELECT coalesce(json_agg(json_build_object('scope', scope, 'key', key, 'value', value)), '[]') FROM settings
        WHERE (scope = 'region' AND scope_id = :regionId) OR (scope = 'centre' AND scope_id = :centreId)) AS settings`,
    form,
  );
  const [found] = rows;
  if (!found) throw new Error('a query without conditions gave no row');
  return { ...found, settings: settingsFromRows(found.settings) };
}
