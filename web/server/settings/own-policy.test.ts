/**
 * A case keeps the policy that it began with. Every setting is changed while cases of every kind are open in every state that people can
 * bring about; what a page offers and promises must still be what the workflow does.
 */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { anAppointmentOpening, heldPlace, patientAppointmentPolicy } from '../../../tests/support/appointment.ts';
import { aConversationOpening, patientConversationPolicy } from '../../../tests/support/conversation.ts';
import { anInvitationOpening, patientInvitationPolicy } from '../../../tests/support/invitation.ts';
import { formDesk } from '../../../tests/support/form-desk.ts';
import { codeOf, content, detailsOf, note, opening, outcome, question, type Login } from '../../../tests/support/order-desk.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { caseKinds, type CaseKind } from '../../../domain/case.ts';
import type { AppointmentCommand } from '../../../domain/appointment/appointment.ts';
import { appointmentKind } from '../../../domain/appointment/kind.ts';
import type { ConversationCommand } from '../../../domain/conversation/conversation.ts';
import { conversationKind } from '../../../domain/conversation/kind.ts';
import { invitationKind } from '../../../domain/invitation/kind.ts';
import type { Role } from '../../../domain/kind.ts';
import { kinds } from '../../../domain/kinds.ts';
import { rolesFor } from '../../../domain/possible.ts';
import { settingKeys, settingSpec, type SettingKey } from '../../../domain/settings.ts';
import { usualHours } from '../../../domain/usual-hours.ts';
import { standingQuery, workflowIdOf, type Standing } from '../../../workflows/contract.ts';
import type { SettingsOfPlace } from '../../api/settings.ts';

const web = testWeb({ workers: true });
const desk = formDesk(web);
const { officer, taxpayer, onMessage, onForm, does, read } = desk;

/** Two values for each setting that is not a number; at least one differs from the value in force. */
const holidays = (...ahead: number[]) => Object.fromEntries(ahead.map((days) => [dateOf(dayNumberOf(Date.now()) + days), 'holiday']));
const years = (name: string) => ({ '2031': { source: 'test', days: [{ day: '2031-01-02', kind: 'holiday', name }] } });
const gateway = (url: string) => ({ url, secret: 'another-secret-of-a-gateway', templates: {} });
const shortWeek = (from: string) => ({ ...usualHours, week: { ...usualHours.week, 1: [], 6: [{ from, to: '11:00' }] } });
const places = (count: number) => ({ pool: '', weekday: 2, from: '09:00', to: '11:00', places: count });
const others: Partial<Record<SettingKey, readonly [unknown, unknown]>> = {
  'entry.roles': [['legal-representative'], ['finance-officer']],
  'entry.origins': [['https://another.example'], []],
  'form.reminders': [[0.1, 0.2, 0.3], [0.4]],
  'conversation.notice': ['征期延长至 20 日。', '办税厅搬迁。'],
  'invitation.reminders': [[0.1, 0.2], [0.4]],
  'hall.address': ['东路 1 号', '西路 2 号'],
  'conversation.transferWords': [['找真人'], ['真人客服']],
  'conversation.intentWords': [['上访'], ['起诉']],
  'conversation.moodWords': [['生气'], ['讨厌']],
  'calendar.hours': [shortWeek('10:00'), shortWeek('10:30')],
  'calendar.days': [holidays(1, 2, 3), holidays(1, 2)],
  'calendar.years': [years('one'), years('other')],
  'slots.windows': [[places(5)], [places(4)]],
  'sms.gateway': [gateway('http://127.0.0.1:9/'), gateway('http://127.0.0.1:10/')],
};
function anotherValue(key: SettingKey, value: unknown): unknown {
  const { control } = settingSpec(key);
  if (control.kind === 'number') return value === control.min ? control.min + 1 : control.min;
  if (control.kind === 'share') return value === 0.25 ? 0.5 : 0.25;
  return others[key]?.find((other) => JSON.stringify(other) !== JSON.stringify(value));
}

async function changeEverySetting(): Promise<void> {
  const as = await web.officer('admin');
  for (const centreId of [null, 'binhai-1', 'binhai-2']) {
    const query = centreId === null ? '' : `?centreId=${centreId}`;
    const { items } = (await web.ask('GET', `/api/settings${query}`, { as })).body as unknown as SettingsOfPlace;
    const changes = items.map(({ key, version, value }) => ({ key, version, to: 'value', value: anotherValue(key, value) }));
    const answer = await web.ask('PUT', '/api/settings', { as, body: { centreId, changes } });
    expect([answer.status, answer.body['error']]).toEqual([200, undefined]);
    const after = (answer.body as unknown as SettingsOfPlace).items;
    expect(after.map(({ key }) => key)).toEqual(
      settingKeys.filter((key) => centreId === null || settingSpec(key).scopes.includes('centre')),
    );
    for (const [i, { key, value, own }] of after.entries()) {
      expect([key, own]).toEqual([key, true]);
      expect([key, value]).not.toEqual([key, items[i]?.value]);
    }
  }
}

const standing = (kind: CaseKind, id: string): Promise<Standing> =>
  web.client.workflow.getHandle(workflowIdOf(kind, id)).query(standingQuery);

interface Reader {
  as: Who & { id: string };
  kind: 'taxpayer' | 'officer';
  role: Role;
}
const readers = (): Reader[] => [
  { as: taxpayer(), kind: 'taxpayer', role: 'taxpayer' },
  ...(['agent1', 'agent2', 'agent3'] as Login[]).map((login) => ({ as: officer(login), kind: 'officer' as const, role: 'agent' as const })),
  { as: officer('supervisor1'), kind: 'officer', role: 'supervisor' },
];

/** Commands that the workflow would accept from this reader, by its own state and policy. */
function acceptedBy(kind: CaseKind, { state, policy }: Standing, { as, kind: who, role }: Reader): string[] {
  const rules = kinds[kind];
  const tried = rules.probes(state, policy, role) as Record<string, { type: string }>;
  const actor = { kind: who, id: as.id } as const;
  return rules.commandTypes.filter((type) => {
    const command = tried[type];
    if (command === undefined || !rolesFor(rules, type).includes(role)) return false;
    return rules.decide(state, actor, command, policy, Date.now()).ok;
  });
}

/** A conversation to which these commands were given: by its taxpayer, and a claim by an officer. A person has one at a time over HTTP. */
async function talk(...commands: readonly ConversationCommand[]): Promise<string> {
  const id = randomUUID();
  const place = { regionId: 'binhai', centreId: 'binhai-1', typeId: 'binhai-chat-general' };
  const opening = aConversationOpening({ id, identityId: taxpayer().id, ...place });
  await web.deps.cases.open(conversationKind, opening, { ...patientConversationPolicy, idleMinutes: 77, ratingDays: 3 });
  for (const command of commands) {
    const actor =
      command.type === 'claim' ? { kind: 'officer' as const, id: officer('agent1').id } : { kind: 'taxpayer' as const, id: taxpayer().id };
    expect(await web.deps.cases.command('conversation', id, randomUUID(), actor, command)).toMatchObject({ kind: 'done' });
  }
  return id;
}

/** An appointment to which an officer gave these commands, three days ahead. */
async function appointment(...commands: readonly AppointmentCommand[]): Promise<string> {
  const [id, identityId, typeId] = [randomUUID(), taxpayer().id, 'binhai-appt-guidance'];
  const startsAt = Date.now() + 3 * 86_400_000;
  const placeId = await heldPlace(web.knex, identityId, { startsAt, endsAt: startsAt + 1_800_000, centreId: 'binhai-1', typeId });
  const opening = anAppointmentOpening({ id, identityId, regionId: 'binhai', centreId: 'binhai-1', typeId, placeId });
  expect(await web.deps.cases.open(appointmentKind, opening, patientAppointmentPolicy)).toMatchObject({ kind: 'done' });
  for (const command of commands) {
    const outcome = await web.deps.cases.command('appointment', id, randomUUID(), { kind: 'officer', id: officer('agent1').id }, command);
    expect(outcome).toMatchObject({ kind: 'done' });
  }
  return id;
}

/** An invitation of the taxpayer by an officer, three days ahead. */
async function invitation(): Promise<string> {
  const [id, identityId, typeId] = [randomUUID(), taxpayer().id, 'binhai-appt-guidance'];
  const startsAt = Date.now() + 3 * 86_400_000;
  const placeId = await heldPlace(web.knex, identityId, { startsAt, endsAt: startsAt + 1_800_000, centreId: 'binhai-1', typeId });
  const place = { regionId: 'binhai', centreId: 'binhai-1', typeId, placeIds: [placeId] };
  const opening = anInvitationOpening({ id, identityId, senderId: officer('agent1').id, ...place });
  expect(await web.deps.cases.open(invitationKind, opening, patientInvitationPolicy)).toMatchObject({ kind: 'done' });
  return id;
}

/** A case of each kind in every state that people can bring about, begun before the settings change. */
const stories: Record<CaseKind, Record<string, () => Promise<string>>> = {
  message: {
    waiting: () => desk.message(null),
    held: () => desk.message('agent1'),
    'asked back': async () => {
      const id = await desk.message('agent1');
      expect(outcome(await onMessage(id, 'askBack', officer('agent1'), content('请补充开票明细')))).toBe('asked-back');
      return id;
    },
    answered: async () => {
      const id = await desk.message('agent1');
      expect(outcome(await onMessage(id, 'reply', officer('agent1'), content('可以在线申请调整')))).toBe('replied');
      return id;
    },
  },
  'work-order': {
    waiting: () => desk.order(opening(), null),
    held: () => desk.order(),
    urged: async () => {
      const id = await desk.order();
      await does(id, 'urge', taxpayer(), {});
      return id;
    },
    'asked for papers': async () => {
      const id = await desk.order();
      await does(id, 'advance', officer('agent1'), { note: note() });
      await does(id, 'claim', officer('agent3'));
      await does(id, 'askPapers', officer('agent3'), { keys: ['contract', 'statement'], note: note('请提供合同') });
      return id;
    },
    disputed: async () => {
      const id = await desk.order();
      await does(id, 'dispute', officer('agent1'), { reason: note('不属于本组职责') });
      return id;
    },
    finished: async () => {
      const id = await desk.order(question());
      await does(id, 'finish', officer('agent1'), content());
      return id;
    },
  },
  conversation: {
    'with the robot': () => talk(),
    waiting: () => talk({ type: 'requestOfficer', cause: 'button', typeId: null }),
    'with an officer': () => talk({ type: 'requestOfficer', cause: 'button', typeId: null }, { type: 'claim' }),
    ended: () => talk({ type: 'close', summaryId: null }),
  },
  invitation: { sent: () => invitation() },
  appointment: {
    booked: () => appointment(),
    'held for an officer': () => appointment({ type: 'claim' }),
    cancelled: () => appointment({ type: 'cancel', cause: 'bureau', reasonId: randomUUID() }),
  },
  'service-form': {
    sent: () => desk.form(),
    'handed in': async () => {
      const id = await desk.form();
      await desk.submitted(id);
      return id;
    },
    accepted: async () => {
      const id = await desk.form();
      await desk.submitted(id);
      await desk.accepts(id);
      return id;
    },
    returned: async () => {
      const id = await desk.form();
      await desk.submitted(id);
      await desk.fills(id, 'reviewPapers', officer('agent1'), {
        verdicts: [
          { key: 'application', verdict: 'accepted', revision: 1 },
          { key: 'account', verdict: 'returned', revision: 1 },
        ],
        reason: note('账户信息不清晰'),
      });
      return id;
    },
  },
};

const all = caseKinds.flatMap((kind) => Object.keys(stories[kind]).map((name) => [kind, name] as const));
const ids = new Map<string, string>();
/** Nobody can do anything to these. */
const finished = new Set(['appointment cancelled']);
const idOf = (kind: CaseKind, name: string): string => ids.get(`${kind} ${name}`) ?? '';
const promised = new Map<string, unknown>();

/** A page's statements about time, without those that change by themselves. */
const promisesOf = async (id: string, as: Who) => {
  const page = (await read(id, as)) as unknown as Record<string, unknown>;
  return {
    status: page['status'],
    clock: page['clock'],
    order: page['order'],
    form: page['form'],
    conversation: page['conversation'],
    appointment: page['appointment'],
    invitation: page['invitation'],
    actions: page['actions'],
  };
};

beforeAll(async () => {
  for (const [kind, name] of all) ids.set(`${kind} ${name}`, (await stories[kind][name]?.()) ?? '');
  for (const id of ids.values()) for (const { as } of readers()) promised.set(`${id} ${as.id}`, await promisesOf(id, as).catch(() => null));
  await changeEverySetting();
}, 120_000);

describe('after every setting was changed', () => {
  it.each(all)('%s, %s: every page offers what the workflow would carry out, and no more', async (kind, name) => {
    const id = idOf(kind, name);
    const workflow = await standing(kind, id);
    let offered = 0;
    for (const reader of readers()) {
      const answer = await web.ask('GET', `/api/cases/${id}`, { as: reader.as });
      if (answer.status === 404) continue;
      const actions = (answer.body['actions'] as string[]).filter((action) => kinds[kind].commandTypes.includes(action));
      expect([reader.role, actions.sort()]).toEqual([reader.role, acceptedBy(kind, workflow, reader).sort()]);
      offered += actions.length;
    }
    expect(offered > 0).toBe(!finished.has(`${kind} ${name}`));
  });

  it.each(all)('%s, %s: every page promises the times that it promised before, which are the workflow’s', async (kind, name) => {
    const id = idOf(kind, name);
    const { clock } = (await standing(kind, id)).state;
    for (const { as } of readers()) {
      const before = promised.get(`${id} ${as.id}`);
      if (before === null) continue;
      const after = await promisesOf(id, as);
      expect(JSON.parse(withoutLinks(after))).toEqual(JSON.parse(withoutLinks(before)));
      expect((after.clock as { dueAt: string } | null)?.dueAt).toBe(clock === null ? undefined : new Date(clock.dueAt).toISOString());
    }
  });

  it('an order is urged again when its own policy says so, not today’s', async () => {
    const id = idOf('work-order', 'urged');
    const { order } = await read(id, taxpayer());
    const refused = await desk.onOrder(id, 'urge', taxpayer());
    expect([codeOf(refused), detailsOf(refused)?.['nextAt']]).toEqual(['urge-limit', order.nextUrgeAt]);
  });

  it('an ended order is evaluated within the time that it was ended with', async () => {
    expect(outcome(await desk.onOrder(idOf('work-order', 'finished'), 'rate', taxpayer(), { stars: 5, resolved: true }))).toBe('completed');
  });

  it('a form is handed in within its own time', async () => {
    const id = idOf('service-form', 'sent');
    expect(outcome(await onForm(id, 'confirm', taxpayer(), await desk.filled('application', 'account')))).toBe('submitted');
  });

  it('what begins now goes by today’s', async () => {
    const id = await desk.message('agent1');
    const before = (await standing('message', idOf('message', 'held'))).policy;
    expect((await standing('message', id)).policy).not.toEqual(before);
  });
});

/** Links to files are signed anew each time. */
const withoutLinks = (page: unknown): string => JSON.stringify(page, (key, value: unknown) => (key === 'url' ? undefined : value));
