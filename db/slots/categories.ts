import type { Knex } from 'knex';

/** Column of the matters (预约业务类别) of a case's type, in the version that the case `c` began with. */
export const categoriesColumn = (knex: Knex): Knex.Raw =>
  knex.raw(`(SELECT v.definition -> 'categories' FROM type_versions v WHERE v.type_id = c.type_id
    AND v.version = (c.state ->> 'typeVersion')::int) AS categories`);
