/** Search for a taxpayer for whom a case is opened. */
import { audit } from '../../../db/audit.ts';
import { findIdentities, type FoundIdentity } from '../../../db/find-identities.ts';
import { taxpayersAnswer, taxpayersQuery, type FoundTaxpayer } from '../../api/taxpayers.ts';
import { defineRoute } from '../http/define-route.ts';

const find = defineRoute({
  method: 'get',
  path: '/api/taxpayers',
  tag: 'Taxpayers',
  summary: 'Taxpayers of the region, searched by part of a name or number, for whom an order can be opened',
  access: 'officer',
  roles: ['agent', 'supervisor'],
  limit: 'read',
  query: taxpayersQuery,
  answers: { 200: taxpayersAnswer },
  handler: async ({ viewer, query: { q }, requestId }, { knex }) => {
    const found = await findIdentities(knex, viewer.regionId, q);
    await audit(knex, {
      actor: { kind: 'officer', id: viewer.id },
      regionId: viewer.regionId,
      action: 'search',
      objectKind: 'taxpayer',
      objectId: viewer.regionId,
      requestId,
      detail: { found: found.map(({ id }) => id) },
    });
    return { status: 200, body: { items: found.map(present) } };
  },
});

const present = (row: FoundIdentity): FoundTaxpayer => ({
  id: row.id,
  kind: row.kind,
  personName: row.person_name,
  companyName: row.company_name,
  taxNumber: row.tax_number,
});

export const taxpayerRoutes = [find];
