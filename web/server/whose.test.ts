/** Whose case it is: every route about a case × every kind × everybody who has nothing to do with it. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { createProject } from '../../activities/project.ts';
import { caseKinds, record, type CaseKind, type CaseState } from '../../domain/case.ts';
import { roundTheClock } from '../../domain/calendar.ts';
import { kinds } from '../../domain/kinds.ts';
import { anAppointmentOpening, patientAppointmentPolicy } from '../../tests/support/appointment.ts';
import { aConversationOpening, patientConversationPolicy } from '../../tests/support/conversation.ts';
import { anInvitationOpening, patientInvitationPolicy } from '../../tests/support/invitation.ts';
import { patientPolicy } from '../../tests/support/message.ts';
import { sampleOf } from '../../tests/support/sample-body.ts';
import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { testWeb, type Answer, type Who } from '../../tests/support/web.ts';
import { anOpening, patientOrderPolicy } from '../../tests/support/work-order.ts';
import type { Route } from './http/define-route.ts';
import { routes } from './routes.ts';

const web = testWeb();

const strangers: Record<string, () => Promise<Who>> = {
  'another taxpayer': () => web.taxpayer('li-xue'),
  'a taxpayer of another region': () => web.taxpayer('sun-guifang'),
  'an agent of another centre': () => web.officer('agent4'),
  'a supervisor of another centre': () => web.officer('supervisor2'),
  'an agent of another region': () => web.officer('agent6'),
  'a supervisor of another region': () => web.officer('supervisor3'),
};

/**
 * Routes whose `{id}` is a case that exists. A route that begins a case names the new one; see `begun`. Marking mentions as seen concerns the
 * reader's own mentions only.
 */
const aboutCases = routes.filter(
  ({ path, method }) =>
    path.includes('cases/{id}') ||
    (path.includes('/{id}/') && /messages|appointments/.test(path)) ||
    (path === '/api/appointments/{id}/calendar' && method === 'get'),
);
/** Routes that begin a case under an id chosen by the client. */
const begun = routes.filter(
  ({ path, method }) =>
    method === 'put' && /^\/api\/(messages|work-orders|service-forms|appointments|invitations|conversations)\/\{id\}$/.test(path),
);

/** Fields of which a body wants one, though none is required. */
const wanted = { text: '请问怎么办理？' };

const ask = async (as: Who, { method, path, body }: Route, id: string): Promise<Answer> => {
  const sample = body === undefined ? undefined : path.endsWith('/chat') ? sampleOf(body, wanted) : sampleOf(body);
  const address = path
    .replaceAll('{id}', id)
    .replaceAll('{seq}', '1')
    .replaceAll(/\{\w+\}/g, randomUUID());
  return await web.ask(method.toUpperCase(), address, { as, key: randomUUID(), ...(sample !== undefined && { body: sample }) });
};
/** What an answer tells, without the number of the request. */
const told = ({ status, body }: Answer): unknown[] => {
  const { requestId: _, ...error } = (body['error'] ?? body) as Record<string, unknown>;
  return [status, error];
};

/** One case of every kind, of one taxpayer at one centre. */
const ids = {} as Record<CaseKind, string>;

beforeAll(async () => {
  const project = createProject(web.knex);
  const { id: identityId } = await web.taxpayer('zhao-min');
  const { id: officerId } = await web.officer('agent1');
  const textIds = Object.fromEntries(caseKinds.map((name) => [name, randomUUID()])) as Record<CaseKind, string>;
  const at = { regionId: 'binhai', centreId: 'binhai-1', identityId };
  const type = async (kind: string) => {
    const row = await web.knex('case_types').where({ kind, region_id: 'binhai' }).first<{ id: string } | undefined>('id');
    return { typeId: row?.id ?? '' };
  };
  const stages = patientOrderPolicy.stages.map((stage) => ({ ...stage, centreId: 'binhai-1' }));
  const openings = {
    message: [{ ...at, ...(await type('message')), textId: textIds.message, uploadIds: [], reminder: 'inbox' }, patientPolicy],
    'work-order': [
      anOpening({
        ...at,
        ...(await type('work-order')),
        textId: textIds['work-order'],
        dispatcherId: officerId,
        dispatchCentreId: 'binhai-1',
      }),
      { ...patientOrderPolicy, stages, calendars: { 'binhai-1': roundTheClock } },
    ],
    'service-form': [
      aFormOpening({
        ...at,
        ...(await type('service-form')),
        textId: textIds['service-form'],
        senderId: officerId,
        originId: randomUUID(),
        orderId: null,
      }),
      patientFormPolicy,
    ],
    conversation: [aConversationOpening({ ...at, ...(await type('message')) }), patientConversationPolicy],
    appointment: [anAppointmentOpening({ ...at, ...(await type('appointment')), textId: textIds.appointment }), patientAppointmentPolicy],
    invitation: [
      anInvitationOpening({ ...at, ...(await type('appointment')), textId: textIds.invitation, senderId: officerId }),
      patientInvitationPolicy,
    ],
  } satisfies Record<CaseKind, [object, object]>;
  for (const name of caseKinds) {
    const kind = kinds[name];
    const [fields, policy] = openings[name];
    ids[name] = randomUUID();
    const opening = { ...fields, id: ids[name] };
    await web
      .knex('texts')
      .insert({ id: textIds[name], case_id: ids[name], author_kind: 'taxpayer', author_id: identityId, body: '请问怎么办理？' });
    const now = Date.now();
    const fresh = kind.begin(opening, now);
    const events = record(fresh, kind.opened(opening as never, policy as never, now), kind.openedBy(opening as never), now);
    const state = events.reduce<CaseState>((before, event) => kind.apply(before, event), fresh);
    await project({ state, events, policy });
  }
});

it('the routes are found: about a case, and those that begin one', () => {
  expect(aboutCases.length).toBeGreaterThan(60);
  expect(begun).toHaveLength(caseKinds.length);
});

describe.each(caseKinds)('a %s', (kind) => {
  it('is seen by its taxpayer, and by the officers of its centre', async () => {
    for (const who of [await web.taxpayer('zhao-min'), await web.officer('agent1'), await web.officer('supervisor1')])
      expect(await web.ask('GET', `/api/cases/${ids[kind]}`, { as: who })).toMatchObject({ status: 200, body: { kind } });
  });

  it.each(Object.keys(strangers))(
    'is for %s as if it did not exist, on every route',
    async (who) => {
      const as = await (strangers[who] as () => Promise<Who>)();
      for (const route of aboutCases) {
        const name = `${route.method} ${route.path}`;
        const [foreign, unknown] = [await ask(as, route, ids[kind]), await ask(as, route, randomUUID())];
        expect([name, ...told(foreign)]).toEqual([name, ...told(unknown)]);
        expect([name, foreign.status]).toEqual([name, foreign.status === 403 ? 403 : 404]);
      }
    },
    120_000,
  );

  it.each(Object.keys(strangers))('cannot be begun once more by %s', async (who) => {
    const as = await (strangers[who] as () => Promise<Who>)();
    for (const route of begun) {
      const { status, body } = await ask(as, route, ids[kind]);
      expect([route.path, status, JSON.stringify(body)]).toEqual([route.path, expect.any(Number), expect.not.stringContaining('"number"')]);
      expect([route.path, status >= 400 && status < 500]).toEqual([route.path, true]);
    }
  });
});
