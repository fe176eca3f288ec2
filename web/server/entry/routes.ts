/** Entry for taxpayers: exchanges a host's token for an identity and a short-lived access token. */
import { audit } from '../../../db/audit.ts';
import { regionOf, upsertIdentity, useToken } from '../../../db/entry.ts';
import { noteKeyUse } from '../../../db/host-keys.ts';
import type { Identity } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { TaxpayerViewer } from '../../../domain/policies.ts';
import { phoneSchema } from '../../api/common.ts';
import { entryAnswer, entryBody, type HostTokenClaims, type Identity as IdentityAnswer } from '../../api/entry.ts';
import { defineRoute } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { clockSkewSeconds, verifyHostToken } from './host-token.ts';
import { keysInForce } from './keys-in-force.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { unreadOutside } from './unread.ts';

const enter = defineRoute({
  method: 'post',
  path: '/api/entry',
  tag: 'Entry',
  summary: 'Exchange the token of the host page for an access token; each token is accepted once',
  access: 'public',
  limit: 'entry',
  body: entryBody,
  answers: { 200: entryAnswer },
  faults: ['token-invalid', 'token-expired', 'token-used', 'role-not-admitted', 'host-keys-unavailable'],
  handler: async ({ body, requestId, language }, deps) => {
    const { claims, signedBy } = await verifyHostToken(body.token, keysInForce(deps.knex, deps.secrets), deps.publishedKeys);
    const region = await regionOf(deps.knex, claims.region);
    if (region === undefined) throw new Fault('token-invalid');
    const settings = await settingsOf(deps.knex, region.id);
    if (!settings['entry.roles'].includes(claims.role)) throw new Fault('role-not-admitted');
    await noteKeyUse(deps.knex, signedBy.keyId, signedBy.kid);
    const identity = await admit(claims, requestId, deps);
    const viewer: TaxpayerViewer = { kind: 'taxpayer', id: identity.id, regionId: region.id };
    const { accessToken, expiresAt } = await deps.accessTokens.issue(viewer);
    return {
      status: 200,
      body: {
        accessToken,
        expiresAt,
        identity: present(identity),
        region: { id: region.id, name: nameIn(language, region.name, region.name_en) },
      },
    };
  },
});

/** One transaction uses up the token and stores the identity: a crash between the two would lock the person out. */
async function admit(claims: HostTokenClaims, requestId: string, deps: Deps): Promise<Identity> {
  return await deps.knex.transaction(async (trx) => {
    const expiresAt = new Date((claims.exp + clockSkewSeconds + 1) * 1_000);
    if (!(await useToken(trx, { regionId: claims.region, issuer: claims.iss, jti: claims.jti, expiresAt }))) throw new Fault('token-used');
    const identity = await upsertIdentity(trx, {
      regionId: claims.region,
      issuer: claims.iss,
      subject: claims.sub,
      kind: claims.kind,
      role: claims.role,
      personName: claims.personName,
      companyName: claims.companyName ?? null,
      taxNumber: claims.taxNumber ?? null,
      // A number that cannot receive short messages is not offered as the form's default.
      phone: phoneSchema.safeParse(claims.phone).data ?? null,
    });
    await audit(trx, {
      actor: { kind: 'taxpayer', id: identity.id },
      regionId: claims.region,
      action: 'enter',
      objectKind: 'identity',
      objectId: identity.id,
      requestId,
    });
    return identity;
  });
}

const present = (identity: Identity): IdentityAnswer => ({
  id: identity.id,
  kind: identity.kind,
  role: identity.role,
  personName: identity.person_name,
  companyName: identity.company_name,
  taxNumber: identity.tax_number,
  phone: identity.phone,
});

export const entryRoutes = [enter, unreadOutside];
