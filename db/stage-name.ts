import { boardKind } from '../domain/kinds.ts';

/** The name of the stage at which an order stands, as the version of its type calls it; null of other kinds. The query calls its case `c`. */
export const stageName = (column: 'name' | 'nameEn'): string =>
  `(SELECT stage->>'${column}' FROM type_versions v, jsonb_array_elements(v.definition->'stages') AS stage
    WHERE c.kind = '${boardKind}' AND v.type_id = c.type_id AND v.version = (c.state->>'typeVersion')::int AND stage->>'key' = c.state->>'stageKey')`;
