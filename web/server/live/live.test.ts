import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { LivePage } from '../../../tests/support/live-page.ts';
import { liveServer, until } from '../../../tests/support/live-server.ts';
import { testWeb } from '../../../tests/support/web.ts';
import { busChannel } from '../../../runtime/bus/bus.ts';
import { busName } from '../../../runtime/bus/postgres.ts';

const web = testWeb();
const limits = {
  ticketWithinMs: 1_000,
  heartbeatMs: 2_000,
  commandsOfHeartbeat: 60,
  mostOfPerson: 3,
  topicsOfConnection: 5,
  withoutTicket: 5,
  renewWithinMs: 50,
  paceFactor: 0.3,
};
const centre = 'worklist/binhai-1';

const server = liveServer(web, limits);
const { addressOf, kept, pageOf, ticketFor, troubles } = server;

const aMoment = (ms = 150): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes a case's image as the projection would; the trigger announces it. */
async function opened(identityId: string, options: { centreId?: string; notice?: boolean; todo?: boolean } = {}): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  await web.knex.transaction(async (trx) => {
    await trx('cases').insert({
      id,
      kind: 'message',
      number: `20260101${String(Math.floor(Math.random() * 1e7))}`,
      region_id: 'binhai',
      centre_id: options.centreId ?? 'binhai-1',
      type_id: 'binhai-other',
      identity_id: identityId,
      status: 'replied',
      version: 1,
      state: '{}',
      opened_at: at,
      changed_at: at,
      live: true,
    });
    if (options.notice)
      await trx('notices').insert({
        case_id: id,
        version: 1,
        kind: 'message-replied',
        channel: 'inbox',
        identity_id: identityId,
        category: 'news',
        status: 'sent',
      });
    if (options.todo)
      await trx('tasks').insert({
        case_id: id,
        kind: 'message',
        region_id: 'binhai',
        centre_id: options.centreId ?? 'binhai-1',
        type_id: 'binhai-other',
        status: 'submitted',
        turn: 'officer',
        rank: 1,
        due_at: at,
        warned: false,
        escalated: false,
        opened_at: at,
        version: 1,
        search: '',
      });
  });
  return id;
}
const changed = (id: string, row: Record<string, unknown> = {}) =>
  web
    .knex('cases')
    .where({ id })
    .update({ version: web.knex.raw('version + 1'), ...row });

describe('the live connection', () => {
  it('tells each follower of a case, a centre, an identity and a board, and nobody else', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const supervisor = await web.officer('supervisor1');
    const page = {
      whale: await pageOf(whale),
      agent: await pageOf(await web.officer('agent1')),
      supervisor: await pageOf(supervisor),
      admin: await pageOf(await web.officer('admin')),
      elsewhere: await pageOf(await web.officer('agent4')),
    };
    const identity = `identity/${whale.id}`;
    await page.whale.follow(identity);
    await page.agent.follow(centre);
    await page.supervisor.follow('board/binhai-1');
    await page.admin.follow('region-board/binhai');
    await page.elsewhere.follow('worklist/binhai-2');
    const id = await opened(whale.id, { notice: true, todo: true });

    await until(() => page.whale.casesOf(identity).includes(id));
    expect(page.whale.events(identity)[0]?.body).toEqual({ changes: [{ caseId: id, version: 1 }], unread: { todo: 0, news: 1 } });
    await until(() => page.agent.casesOf(centre).includes(id));
    expect(page.agent.events(centre)[0]?.body).toMatchObject({
      changes: [{ caseId: id, version: 1, standing: { turn: 'officer', assigneeId: null, rank: 1, escalated: false } }],
      counts: { unassigned: expect.any(Number), mine: 0 },
    });
    await until(() => page.supervisor.casesOf('board/binhai-1').includes(id) && page.admin.casesOf('region-board/binhai').includes(id));

    await page.whale.follow(`case/${id}`);
    await changed(id);
    await until(() => page.whale.events(`case/${id}`).length === 1);
    expect(page.whale.events(`case/${id}`)[0]).toMatchObject({ cursor: '2', body: { version: 2 } });
    await aMoment();
    expect(page.elsewhere.events()).toEqual([]);
  });

  it('counts a centre once for all: what each officer is told are the counts that the API gives them', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const agent = await web.officer('agent1');
    const page = await pageOf(agent);
    await page.follow(centre);
    const id = await opened(whale.id, { todo: true });
    await web.knex('tasks').where({ case_id: id }).update({ assignee_id: agent.id, escalated: true });
    await changed(id);
    await until(() => page.events(centre).some(({ body }) => 'counts' in body && body.counts.mine > 0));
    const { body } = await web.ask('GET', '/api/worklist/counts', { as: agent });
    const { unread: _own, newest: _last, ...ofCentre } = body;
    expect(page.events(centre).at(-1)?.body).toMatchObject({ counts: ofCentre });
  });

  it('tells a centre many changes as one message for each moment', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const page = await pageOf(await web.officer('agent1'));
    await page.follow(centre);
    const ids = await Promise.all(Array.from({ length: 20 }, () => opened(whale.id, { todo: true })));
    await until(() => ids.every((id) => page.casesOf(centre).includes(id)));
    expect(page.events(centre).length).toBeLessThanOrEqual(4);
    expect(page.casesOf(centre)).toHaveLength(20);
  });

  it('tells the centre that a case has left, with no standing there any more, and lets its followers go who may not see it now', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const left = await pageOf(await web.officer('agent1'));
    const reached = await pageOf(await web.officer('agent4'));
    const id = await opened(whale.id, { todo: true });
    await left.follow(centre);
    await left.follow(`case/${id}`);
    await reached.follow('worklist/binhai-2');
    await web.knex('tasks').where({ case_id: id }).update({ centre_id: 'binhai-2' });
    await changed(id, { centre_id: 'binhai-2' });
    await until(() => reached.casesOf('worklist/binhai-2').includes(id) && left.casesOf(centre).includes(id));
    const [event] = left.events(centre).filter(({ body }) => 'counts' in body && body.changes.some(({ caseId }) => caseId === id));
    expect(event?.body).toMatchObject({ changes: [{ caseId: id, standing: null }] });
    await until(() => left.heard.some((message) => message.type === 'refused' && message.topic === `case/${id}`));
    await changed(id);
    await until(() => reached.casesOf('worklist/binhai-2').length === 2);
    expect(left.events(`case/${id}`).filter(({ cursor }) => cursor !== '1')).toEqual([]);
  });

  it('refuses what is none of theirs, no topic, or one too many', async () => {
    const page = await pageOf(await web.officer('agent1'));
    for (const [topic, code] of [
      ['worklist/binhai-2', 'not-allowed'],
      [`case/${randomUUID()}`, 'not-allowed'],
      ['nonsense', 'unknown-topic'],
      ['case/nonsense', 'unknown-topic'],
      ['constructor/x', 'unknown-topic'],
      [`worklist/${'x'.repeat(120)}`, 'unknown-topic'],
    ] as const)
      expect(await page.follow(topic)).toEqual({ type: 'refused', topic, code });
    const whale = await web.taxpayer('li-xue-whale');
    const ids = [];
    for (let i = 0; i < 6; i += 1) ids.push(await opened(whale.id));
    const answers = [];
    for (const id of ids) answers.push((await page.follow(`case/${id}`)).type);
    expect(answers).toEqual([...Array<string>(5).fill('subscribed'), 'refused']);
    page.say({ type: 'unsubscribe', topic: `case/${String(ids[0])}` });
    expect((await page.follow(`case/${String(ids[5])}`)).type).toBe('subscribed');
    page.say({ type: 'subscribe', topic: 'x'.repeat(1_000) });
    await until(() => page.closed === 1_008);
  });
});

describe('a page that comes back', () => {
  it('is told what it missed, of a case by its version and of a list by its position', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const agent = await web.officer('agent1');
    const id = await opened(whale.id, { todo: true });
    const first = await pageOf(agent);
    const list = await first.follow(centre);
    const one = await first.follow(`case/${id}`);
    if (list.type === 'refused' || one.type === 'refused') throw new Error('refused');
    first.socket.terminate();
    await changed(id);
    const other = await opened(whale.id, { todo: true });
    await aMoment();

    const again = await pageOf(agent);
    await again.follow(centre, list.cursor);
    await again.follow(`case/${id}`, one.cursor);
    await until(() => again.casesOf(centre).includes(other) && again.casesOf(centre).includes(id));
    await until(() => again.events(`case/${id}`).length === 1);
    expect(again.events(`case/${id}`)[0]).toMatchObject({ cursor: '2', body: { version: 2 } });

    const third = await pageOf(agent);
    expect(await third.follow(`case/${id}`, '2')).toMatchObject({ cursor: '2' });
    const cursor = again.events(centre).at(-1)?.cursor;
    await third.follow(centre, cursor);
    await aMoment();
    expect(third.events(`case/${id}`)).toEqual([]);
    expect(third.resets(centre)).toEqual([]);
  });

  it('is told to fetch anew where what it missed is not known any more, or never was', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const page = await pageOf(await web.officer('agent1'));
    const id = await opened(whale.id);
    await page.follow(centre, '3');
    await until(() => page.resets(centre).length === 1);
    await page.follow(centre, '99999999999999999999');
    await until(() => page.resets(centre).length === 2);
    await page.follow(`case/${id}`, '77');
    await until(() => page.resets(`case/${id}`).length === 1);
  });

  it('misses nothing, whatever is written while it subscribes', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const agent = await web.officer('agent1');
    const page = await pageOf(agent);
    const ids: string[] = [];
    const stop = new AbortController();
    const writer = (async () => {
      while (!stop.signal.aborted) ids.push(await opened(whale.id, { todo: true }));
    })();
    const seen = new Set<string>();
    let after: string | undefined;
    for (let round = 0; round < 12; round += 1) {
      const answer = await page.follow(centre, after);
      if (answer.type === 'refused') throw new Error('refused');
      await aMoment(40);
      page.say({ type: 'unsubscribe', topic: centre });
      page.say({ type: 'ping' });
      const told = page.heard.filter((message) => 'cursor' in message && message.topic === centre).at(-1);
      after = told && 'cursor' in told ? told.cursor : answer.cursor;
      if (round === 0) ids.length = 0;
    }
    stop.abort();
    await writer;
    await page.follow(centre, after);
    for (const id of page.casesOf(centre)) seen.add(id);
    await until(() => {
      for (const id of page.casesOf(centre)) seen.add(id);
      return ids.every((id) => seen.has(id));
    });
    expect(page.resets(centre)).toEqual([]);
  });
});

describe('who may open it', () => {
  it('opens by a ticket alone, in time, and by no other path', async () => {
    const silent = kept(new LivePage(addressOf()));
    const forged = kept(await LivePage.open(addressOf(), 'x.y.z'));
    const elsewhere = kept(new LivePage(addressOf('/api/other')));
    await until(() => silent.closed === 4_401 && forged.closed === 4_401 && elsewhere.closed !== null);
    const whale = await web.taxpayer('li-xue-whale');
    const token = kept(await LivePage.open(addressOf(), (whale['authorization'] ?? '').slice(7)));
    const early = kept(new LivePage(addressOf()));
    await once(early.socket, 'open');
    early.say({ type: 'subscribe', topic: centre });
    await until(() => token.closed === 4_401 && early.closed === 4_401);
    expect((await web.ask('POST', '/api/live/tickets', { body: {} })).status).toBe(401);
  });

  it('takes a ticket once, even when it is shown twice at the same moment', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const ticket = await ticketFor(whale);
    const both = await Promise.all([LivePage.open(addressOf(), ticket), LivePage.open(addressOf(), ticket)]);
    both.forEach(kept);
    await until(() => both.filter(({ ready }) => ready).length === 1 && both.filter(({ closed }) => closed === 4_401).length === 1);
    const later = kept(await LivePage.open(addressOf(), ticket));
    await until(() => later.closed === 4_401);
  });

  it('closes a person everywhere at a word over the bus, and their unused tickets with them', async () => {
    const [whale, other] = [await web.taxpayer('li-xue-whale'), await web.taxpayer('zhao-min')];
    const [tab, second, bystander] = [await pageOf(whale), await pageOf(whale), await pageOf(other)];
    const unused = await ticketFor(whale);
    await web.deps.closePerson({ kind: 'taxpayer', id: whale.id });
    await until(() => tab.closed === 4_000 && second.closed === 4_000);
    const late = kept(await LivePage.open(addressOf(), unused));
    await until(() => late.closed === 4_401);
    expect((await pageOf(whale)).ready).toBe(true);
    expect(bystander.closed).toBeNull();
  });

  it('lets go of who does not answer any more, and of one tab too many', async () => {
    const mute = await pageOf(await web.taxpayer('zhao-min'), { autoPong: false });
    await until(() => mute.closed === 1_006);
    const whale = await web.taxpayer('chen-zhiqiang-whale');
    for (let i = 0; i < 3; i += 1) await pageOf(whale);
    const fourth = await pageOf(whale);
    await until(() => fourth.closed === 1_013);
  });
});

describe('what it stands', () => {
  it('answers a heart-beat with the position, and closes at what it does not understand', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const page = await pageOf(whale);
    page.say({ type: 'ping' });
    await until(() => page.heard[1]?.type === 'pong');
    page.say('not json');
    await until(() => page.closed === 1_008);
    const twice = await pageOf(whale);
    twice.say({ type: 'auth', ticket: await ticketFor(whale) });
    await until(() => twice.closed === 1_008);
    const long = await pageOf(whale);
    long.say('x'.repeat(20_000));
    await until(() => long.closed === 1_009);
  });

  it('survives a flood: of commands, of subscriptions, of sockets without a ticket', async () => {
    const loud = await pageOf(await web.taxpayer('li-xue-whale'));
    for (let i = 0; i < 500; i += 1) loud.say({ type: 'subscribe', topic: `case/${randomUUID()}` });
    await until(() => loud.closed === 1_008);
    const crowd = Array.from({ length: 40 }, () => kept(new LivePage(addressOf())));
    await until(() => crowd.filter(({ closed }) => closed !== null).length >= 30);
    await until(() => crowd.every(({ closed }) => closed !== null));
    const calm = await pageOf(await web.officer('agent1'));
    expect((await calm.follow(centre)).type).toBe('subscribed');
    const text = await server.registry.metrics();
    expect(text).toContain('live_subscriptions{kind="worklist"} 1');
    expect(text).toMatch(/live_messages_total\{kind="case",type="refused"\} \d+/);
  });

  it('loses nothing when its connection to the database breaks, and renews every page', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const page = await pageOf(whale);
    const topic = `identity/${whale.id}`;
    const answer = await page.follow(topic);
    if (answer.type === 'refused') throw new Error('refused');
    const admin = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await admin.connect();
    const name = new URL(web.databaseUrl).pathname.slice(1);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2`, [
      name,
      busName,
    ]);
    await admin.end();
    const id = await opened(whale.id);
    await until(() => page.closed === 4_000);
    const again = await pageOf(whale);
    await again.follow(topic, answer.cursor);
    await until(() => [...page.casesOf(topic), ...again.casesOf(topic)].includes(id));
  });

  it('takes announcements that are none for what they are', async () => {
    const before = troubles.length;
    await web.knex.raw('SELECT pg_notify(?, ?)', [busChannel, 'nonsense']);
    await until(() => troubles.length > before);
  });
});
