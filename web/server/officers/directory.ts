import { colleaguesOf, otherCentres, typesOf, type Named } from '../../../db/directory.ts';
import { directoryAnswer } from '../../api/desk.ts';
import { defineRoute } from '../http/define-route.ts';
import { nameIn } from '../http/names.ts';
import { centreOf } from './centre.ts';

const directory = defineRoute({
  method: 'get',
  path: '/api/desk/directory',
  tag: 'Desk',
  summary: 'Possible receivers of a hand-over (colleagues, other centres), and the case types to filter by',
  access: 'officer',
  roles: ['agent', 'supervisor'],
  limit: 'read',
  answers: { 200: directoryAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const centreId = centreOf(viewer);
    const [colleagues, centres, types] = await Promise.all([
      colleaguesOf(knex, centreId),
      otherCentres(knex, viewer.regionId, centreId),
      typesOf(knex, viewer.regionId),
    ]);
    const named = ({ id, name, name_en }: Named) => ({ id, name: nameIn(language, name, name_en) });
    return {
      status: 200,
      body: {
        colleagues: colleagues.map(({ id, name, role, on_duty, open_cases }) => ({
          id,
          name,
          role,
          onDuty: on_duty,
          openCases: open_cases,
        })),
        centres: centres.map(named),
        types: types.map(({ kind, stages, ...type }) => ({
          ...named(type),
          kind,
          stages: stages.map(({ key, name, nameEn }) => ({ key, name: nameIn(language, name, nameEn) })),
        })),
      },
    };
  },
});

export const deskRoutes = [directory];
