import { boardKind } from '../domain/kinds.ts';

/** SQL for the name of an order's stage in the version of its type; null for other kinds. The query's alias of the case is `c`. */
export const stageName = (column: 'name' | 'nameEn'): string =>
  `(SELECT stage->>'${column}' FROM type_versions v, jsonb_array_elements(v.definition->'stages') AS stage
    WHERE c.kind = '${boardKind}' AND v.type_id = c.type_id AND v.version = (c.state->>'typeVersion')::int AND stage->>'key' = c.state->>'stageKey')`;
