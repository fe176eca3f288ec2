/** Results of learning from a region's knowledge. */
import type { Knex } from 'knex';

export interface StoredLearnt {
  version: number;
  knowledgeVersion: number;
  /** ISO 8601 */
  learntAt: string;
  /** As the robot wrote it (robot/learning/learnt.ts). */
  learnt: unknown;
}

export async function storedLearnt(knex: Knex, regionId: string, source: 'meaning' | 'words'): Promise<StoredLearnt | null> {
  const { rows } = await knex.raw<{ rows: StoredLearnt[] }>(
    `SELECT version, knowledge_version AS "knowledgeVersion", learnt_at AS "learntAt", learnt FROM robot_learnt
     WHERE region_id = :regionId AND source = :source`,
    { regionId, source },
  );
  return rows[0] ?? null;
}

/** Stores what was learnt, unless another process has learnt from knowledge as new. */
export async function storeLearnt(
  knex: Knex,
  {
    regionId,
    source,
    knowledgeVersion,
    learnt,
  }: { regionId: string; source: 'meaning' | 'words'; knowledgeVersion: number; learnt: unknown },
): Promise<void> {
  await knex.raw(
    `INSERT INTO robot_learnt (region_id, source, knowledge_version, learnt) VALUES (:regionId, :source, :knowledgeVersion, :learnt)
     ON CONFLICT (region_id, source) DO UPDATE
     SET version = robot_learnt.version + 1, knowledge_version = excluded.knowledge_version, learnt = excluded.learnt, learnt_at = now()
     WHERE robot_learnt.knowledge_version < excluded.knowledge_version`,
    { regionId, source, knowledgeVersion, learnt: JSON.stringify(learnt) },
  );
}
