/** The demo's surroundings of the product: a bureau that signs its taxpayers in, a telephone, an SMS gateway. */
import { z } from 'zod';

import { idSchema } from '../../api/common.ts';
import {
  demoGatewayAnswer,
  demoGatewayBody,
  demoJwksAnswer,
  demoPhonesAnswer,
  demoTaxpayersAnswer,
  demoTokenAnswer,
  demoTokenBody,
} from '../../api/demo.ts';
import type { AppContext } from '../http/context.ts';
import { defineRoute } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { demoKey } from './keys.ts';
import { demoMessage, demoMessages, isGatewaySecret, renderDemoMessage, sendReceipt, takeDemoMessage } from './short-messages.ts';
import { simulatedTaxpayer } from './simulated.ts';
import { demoRegions, demoTaxpayers } from './taxpayers.ts';
import { signDemoToken } from './tokens.ts';

const tag = 'Demo';

const taxpayers = defineRoute({
  method: 'get',
  path: '/api/demo/taxpayers',
  tag,
  summary: 'Taxpayers of the demo bureau with their identities',
  access: 'demo',
  answers: { 200: demoTaxpayersAnswer },
  handler: ({ language }) =>
    Promise.resolve({
      status: 200,
      body: {
        taxpayers: demoTaxpayers.map(({ region, identities, ...person }) => {
          const { id, name, nameEn } = demoRegions[region];
          return { ...person, region: { id, name: nameIn(language, name, nameEn) }, identities: [...identities] };
        }),
      },
    }),
});

const token = defineRoute({
  method: 'post',
  path: '/api/demo/tokens',
  tag,
  summary: 'Sign a host token for one identity, as a bureau’s server does',
  access: 'demo',
  limit: 'entry',
  body: demoTokenBody,
  answers: { 200: demoTokenAnswer },
  faults: ['not-found'],
  handler: async ({ body }, deps) => {
    const person = 'simulated' in body ? simulatedTaxpayer(body.simulated) : demoTaxpayers.find(({ id }) => id === body.taxpayerId);
    const identity = person?.identities.find(({ id }) => 'simulated' in body || id === body.identityId);
    if (person === undefined || identity === undefined) throw new Fault('not-found');
    return { status: 200, body: { token: await signDemoToken(deps, person, identity) } };
  },
});

const jwks = defineRoute({
  method: 'get',
  path: '/api/demo/jwks',
  tag,
  summary: 'Public key of the demo bureau (JWK set)',
  access: 'demo',
  answers: { 200: demoJwksAnswer },
  handler: async (_, { config }) => ({ status: 200, body: { keys: [{ ...(await demoKey(config.demoFolder)).publicJwk }] } }),
});

const phones = defineRoute({
  method: 'get',
  path: '/api/demo/phones',
  tag,
  summary: 'Demo telephones with the short messages that they have received',
  access: 'demo',
  answers: { 200: demoPhonesAnswer },
  handler: async (_, { knex }) => {
    const messages = Map.groupBy(await demoMessages(knex), ({ phone }) => phone);
    const owners = new Map(demoTaxpayers.map(({ phone, personName }) => [phone, personName]));
    const numbers = [...owners.keys(), ...[...messages.keys()].filter((phone) => !owners.has(phone))];
    return {
      status: 200,
      body: {
        phones: numbers.map((phone) => ({
          phone,
          owner: owners.get(phone) ?? null,
          messages: (messages.get(phone) ?? []).map(({ id, body, received_at }) => ({ id, body, at: received_at.toISOString() })),
        })),
      },
    };
  },
});

const send = defineRoute({
  method: 'post',
  path: '/api/demo/sms-gateway/messages',
  tag,
  summary: 'Send a short message by the demo’s SMS gateway; a known id is not sent again',
  access: 'demo',
  body: demoGatewayBody,
  answers: { 200: demoGatewayAnswer },
  faults: ['not-allowed', 'invalid-request'],
  handler: async ({ body: { id, phone, template, parameters, receiptUrl }, ctx }, deps) => {
    const secret = await gatewaySecret(ctx, deps);
    const text = renderDemoMessage(template, parameters);
    if (text === null) throw new Fault('invalid-request', { fields: [{ path: 'template', code: 'not-a-choice' }] });
    await takeDemoMessage(deps.knex, { id, phone, body: text });
    // Receipts are sent later, independently of the answer.
    void sendReceipt(receiptUrl, secret, id, deps.log);
    return { status: 200, body: { id } };
  },
});

const known = defineRoute({
  method: 'get',
  path: '/api/demo/sms-gateway/messages/{id}',
  tag,
  summary: 'Look up a message of the demo’s SMS gateway by id; 404 if the gateway does not have it',
  access: 'demo',
  params: z.object({ id: idSchema }),
  answers: { 200: demoGatewayAnswer },
  faults: ['not-allowed'],
  handler: async ({ params: { id }, ctx }, deps) => {
    await gatewaySecret(ctx, deps);
    if ((await demoMessage(deps.knex, id)) === undefined) throw new Fault('not-found');
    return { status: 200, body: { id } };
  },
});

async function gatewaySecret(ctx: AppContext, deps: Deps): Promise<string> {
  const [scheme = '', secret = ''] = ctx.get('authorization').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !(await isGatewaySecret(deps, secret))) throw new Fault('not-allowed');
  return secret;
}

export const demoRoutes = [taxpayers, token, jwks, phones, send, known];
