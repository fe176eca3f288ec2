import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });

type Person = Who & { id: string };
let taxpayer: Person;
const officers: Record<string, Person> = {};

beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  for (const login of ['agent1', 'agent2', 'agent3', 'agent4', 'supervisor1', 'supervisor2', 'admin', 'agent6'])
    officers[login] = await web.officer(login);
  // Nobody is on duty, so cases wait to be claimed and the test decides who has them.
  await web.knex('officers').update({ status: 'away' });
}, 60_000);

const officer = (login: string): Person => officers[login] ?? ({} as never);
const command = (id: string, type: string, as: Who, body: object = {}, key: string = randomUUID()) =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key });
const errorCode = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const outcome = (answer: Answer) => (answer.status < 300 ? answer.body['status'] : `${String(answer.status)} ${String(errorCode(answer))}`);
const content = (text = '您好,红冲后可在开票业务模块重新开具。') => ({ textId: randomUUID(), text, uploadIds: [] });
const note = () => ({ id: randomUUID(), text: '请协助处理' });

async function submit(): Promise<string> {
  const id = randomUUID();
  const { status } = await web.ask('PUT', `/api/messages/${id}`, {
    as: taxpayer,
    body: { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '请问电子发票红冲以后如何重新开具?', reminder: 'inbox' },
  });
  expect(status).toBe(200);
  return id;
}
const events = (id: string) => web.knex('case_events').where({ case_id: id }).orderBy('version').pluck<string[]>('type');

describe('commands', () => {
  it('carry a message through its life', async () => {
    const id = await submit();
    expect(outcome(await command(id, 'claim', officer('agent1')))).toBe('assigned');
    expect(outcome(await command(id, 'askBack', officer('agent1'), content('请补充发票号码')))).toBe('asked-back');
    expect(outcome(await command(id, 'supplement', taxpayer, content('号码是 25')))).toBe('assigned');
    expect(outcome(await command(id, 'reply', officer('agent1'), content()))).toBe('replied');
    expect(outcome(await command(id, 'followUp', taxpayer, content('还是不行')))).toBe('assigned');
    expect(outcome(await command(id, 'reply', officer('agent1'), content()))).toBe('replied');
    expect(outcome(await command(id, 'rate', taxpayer, { resolved: true, stars: 5, comment: note() }))).toBe('closed');
    expect(await events(id)).toEqual([
      'submitted',
      'claimed',
      'asked-back',
      'supplemented',
      'replied',
      'followed-up',
      'replied',
      'rated',
      'closed',
    ]);
    const audited = await web.knex('audit_log').where({ object_kind: 'case', object_id: id }).pluck<string[]>('action');
    expect(audited.sort()).toEqual(['askBack', 'claim', 'followUp', 'rate', 'reply', 'reply', 'submit', 'supplement']);
  });

  it('let one officer claim of many who try at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await submit();
      const answers = await Promise.all(['agent1', 'agent2', 'agent3', 'supervisor1'].map((login) => command(id, 'claim', officer(login))));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(new Set(answers.filter(({ status }) => status !== 200).map(outcome))).toEqual(new Set(['409 already-claimed']));
    }
  }, 60_000);

  it('give the same answer to the same command: at once, later, and under another key', async () => {
    const id = await submit();
    await command(id, 'claim', officer('agent1'));
    const key = randomUUID();
    const body = content();
    const both = await Promise.all([
      command(id, 'reply', officer('agent1'), body, key),
      command(id, 'reply', officer('agent1'), body, key),
    ]);
    expect(both[0].body).toEqual(both[1].body);
    expect((await command(id, 'reply', officer('agent1'), body, key)).body).toEqual(both[0].body);
    expect((await command(id, 'reply', officer('agent1'), body)).body).toEqual(both[0].body);
    expect(await events(id)).toEqual(['submitted', 'claimed', 'replied']);
    const other = await command(id, 'reply', officer('agent1'), { ...body, text: '别的内容' });
    expect(outcome(other)).toBe('422 key-reused');
  });

  it('give the same answer when the case ended by them', async () => {
    const withdrawn = await submit();
    expect(outcome(await command(withdrawn, 'withdraw', taxpayer))).toBe('withdrawn');
    expect(outcome(await command(withdrawn, 'withdraw', taxpayer))).toBe('withdrawn');
    const rated = await submit();
    await command(rated, 'claim', officer('agent1'));
    await command(rated, 'reply', officer('agent1'), content());
    const rating = { resolved: false, stars: 2, comment: null };
    expect(outcome(await command(rated, 'rate', taxpayer, rating))).toBe('closed');
    expect(outcome(await command(rated, 'rate', taxpayer, rating))).toBe('closed');
    expect(outcome(await command(rated, 'rate', taxpayer, { ...rating, stars: 5 }))).toBe('409 already-rated');
  });

  it('refuse what comes after the end', async () => {
    const id = await submit();
    await command(id, 'claim', officer('agent1'));
    await command(id, 'withdraw', taxpayer);
    expect(outcome(await command(id, 'reply', officer('agent1'), content()))).toBe('409 case-withdrawn');
    const ended = await submit();
    expect(outcome(await command(ended, 'end', officer('supervisor1'), { reason: note() }))).toBe('closed');
    expect(outcome(await command(ended, 'claim', officer('agent1')))).toBe('409 case-closed');
    expect(outcome(await command(ended, 'followUp', taxpayer, content()))).toBe('409 case-closed');
  });

  it('refuse what the rules refuse, with their own codes', async () => {
    const id = await submit();
    expect(outcome(await command(id, 'reply', officer('agent1'), content()))).toBe('409 not-assigned');
    expect(outcome(await command(id, 'rate', taxpayer, { resolved: true, stars: 5 }))).toBe('409 not-answered-yet');
    expect(outcome(await command(id, 'supplement', taxpayer, content()))).toBe('409 not-asked-back');
    await command(id, 'claim', officer('agent1'));
    expect(outcome(await command(id, 'reply', officer('agent2'), content()))).toBe('409 not-assignee');
    await command(id, 'reply', officer('agent1'), content());
    expect(outcome(await command(id, 'withdraw', taxpayer))).toBe('409 already-answered');
  });

  it('hand over to colleagues of the centre and to other centres of the region, and to nobody else', async () => {
    const id = await submit();
    await command(id, 'claim', officer('agent1'));
    for (const to of [
      { officerId: officer('agent4').id },
      { officerId: officer('agent6').id },
      { officerId: officer('admin').id },
      { officerId: randomUUID() },
    ]) {
      expect(outcome(await command(id, 'handOver', officer('agent1'), { to, note: note() }))).toBe('422 officer-unknown');
    }
    for (const centreId of ['yunling-1', 'nowhere'])
      expect(outcome(await command(id, 'handOver', officer('agent1'), { to: { centreId }, note: note() }))).toBe('422 centre-unknown');
    expect(outcome(await command(id, 'handOver', officer('agent1'), { to: { centreId: 'binhai-1' }, note: note() }))).toBe(
      '409 same-centre',
    );
    expect(outcome(await command(id, 'handOver', officer('agent1'), { to: { officerId: officer('agent2').id }, note: note() }))).toBe(
      'assigned',
    );
    expect(outcome(await command(id, 'handOver', officer('agent2'), { to: { centreId: 'binhai-2' }, note: note() }))).toBe('submitted');
    expect(outcome(await command(id, 'claim', officer('agent2')))).toBe('404 not-found');
    expect(outcome(await command(id, 'claim', officer('agent4')))).toBe('assigned');
    await web
      .knex('officers')
      .where({ id: officer('agent3').id })
      .update({ active: false });
    const second = await submit();
    expect(outcome(await command(second, 'reassign', officer('supervisor1'), { officerId: officer('agent3').id }))).toBe(
      '422 officer-unknown',
    );
    await web
      .knex('officers')
      .where({ id: officer('agent3').id })
      .update({ active: true });
  });

  it('name what is wrong with a body, all at once, with the key that is missing', async () => {
    const id = await submit();
    const answer = await web.ask('POST', `/api/cases/${id}/commands/reply`, { as: officer('agent1'), body: { text: ' ' } });
    const { fields } = answer.body['error'] as { fields: { path: string; code: string }[] };
    expect(Object.fromEntries(fields.map(({ path, code }) => [path, code]))).toEqual({
      textId: 'required',
      text: 'required',
      'Idempotency-Key': 'required',
    });
    expect((await command(id, 'rate', taxpayer, { resolved: 'yes', stars: 9 })).status).toBe(422);
    expect((await command(id, 'explode', taxpayer)).status).toBe(404);
    expect((await command(randomUUID(), 'claim', officer('agent1'))).status).toBe(404);
  });

  it('with a file, sent twice, are answered alike when the case takes the file between the two looks of the second', async () => {
    const id = await submit();
    await command(id, 'claim', officer('agent1'));
    const file = {
      id: randomUUID(),
      author_kind: 'officer',
      author_id: officer('agent1').id,
      region_id: 'binhai',
      name: 'a.png',
      size: 1,
      status: 'ready',
    };
    await web.knex('uploads').insert(file);
    const said = { ...content(), uploadIds: [file.id] };
    const { answer } = await web.knex.transaction(async (trx) => {
      await trx.raw('LOCK TABLE uploads IN ACCESS EXCLUSIVE MODE');
      const second = command(id, 'reply', officer('agent1'), said);
      const waiting = () =>
        web
          .knex('pg_locks')
          .where({ granted: false, relation: web.knex.raw(`'uploads'::regclass`) })
          .first<unknown>('pid');
      while ((await waiting()) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      // As when the first is projected: the event and the file in one transaction.
      const [last] = await trx('case_events').where({ case_id: id }).max<{ version: number }[]>('version as version');
      const version = (last?.version ?? 0) + 1;
      const data = JSON.stringify({ textId: said.textId, uploadIds: said.uploadIds });
      await trx('case_events').insert({
        case_id: id,
        version,
        type: 'replied',
        at: new Date(),
        actor_kind: 'officer',
        actor_id: file.author_id,
        data,
      });
      await trx('uploads').where({ id: file.id }).update({ case_id: id, event_version: version });
      return { answer: second };
    });
    expect((await answer).status).toBe(200);
  });

  it('take uploads that are one’s own, and no others', async () => {
    const id = await submit();
    await command(id, 'claim', officer('agent1'));
    const row = (author: Person, kind: string) => ({
      id: randomUUID(),
      author_kind: kind,
      author_id: author.id,
      region_id: 'binhai',
      name: '办理指南.pdf',
      size: 3,
      status: 'ready',
      media_type: 'application/pdf',
    });
    const [mine, theirs] = [row(officer('agent1'), 'officer'), row(taxpayer, 'taxpayer')];
    await web.knex('uploads').insert([mine, theirs]);
    expect(outcome(await command(id, 'reply', officer('agent1'), { ...content(), uploadIds: [theirs.id] }))).toBe('422 upload-unknown');
    expect(outcome(await command(id, 'reply', officer('agent1'), { ...content(), uploadIds: [mine.id] }))).toBe('replied');
    expect(outcome(await command(id, 'reply', officer('agent1'), { ...content(), uploadIds: [mine.id] }))).toBe('422 upload-unknown');
  });

  it('carry no more files than the officer’s centre allows, and the refusal says how many', async () => {
    const id = await submit();
    const files = (n: number) => ({ ...content(), uploadIds: Array.from({ length: n }, () => randomUUID()) });
    const centre = (await web.knex('cases').where({ id }).first<{ centre_id: string }>('centre_id')).centre_id;
    await web.knex('settings').insert({ scope: 'centre', scope_id: centre, key: 'upload.maxFiles', value: '2' });
    try {
      const { status, body } = await command(id, 'reply', officer('agent1'), files(3));
      expect([status, body['error']]).toMatchObject([422, { fields: [{ path: 'uploadIds', code: 'upload-too-many', limit: 2 }] }]);
      // A taxpayer's limit is the region's.
      expect(outcome(await command(id, 'supplement', taxpayer, files(3)))).toBe('422 upload-unknown');
    } finally {
      await web.knex('settings').where({ scope: 'centre', key: 'upload.maxFiles' }).delete();
    }
    expect(outcome(await command(id, 'reply', officer('agent1'), files(3)))).toBe('422 upload-unknown');
  });

  it('lean on the cookie only from our own pages', async () => {
    const id = await submit();
    expect(outcome(await command(id, 'claim', { ...officer('agent1'), origin: 'https://elsewhere.example' }))).toBe('403 origin-refused');
    const { origin: _, ...withoutOrigin } = officer('agent1');
    expect(outcome(await command(id, 'claim', { ...withoutOrigin, 'sec-fetch-site': 'cross-site' }))).toBe('403 origin-refused');
    expect(outcome(await command(id, 'claim', officer('agent1')))).toBe('assigned');
  });
});

describe('who may send which command to a case of binhai-1', () => {
  const bodies: Record<string, () => object> = {
    claim: () => ({}),
    release: () => ({}),
    handOver: () => ({ to: { centreId: 'binhai-2' }, note: note() }),
    reply: content,
    askBack: content,
    supplement: content,
    followUp: content,
    withdraw: () => ({}),
    rate: () => ({ resolved: true, stars: 5 }),
    reassign: () => ({ officerId: officer('agent2').id }),
    end: () => ({ reason: note() }),
  };
  const officersOnly = ['claim', 'release', 'handOver', 'reply', 'askBack'];
  const taxpayersOnly = ['supplement', 'followUp', 'withdraw', 'rate'];
  const supervisorsOnly = ['reassign', 'end'];
  /** 403: may see it, but not do this. 404: it does not exist for them. Otherwise the rule decides. */
  const refused: Record<string, (type: string) => number | null> = {
    'its taxpayer': (type) => (taxpayersOnly.includes(type) ? null : 403),
    'another identity of the same person': () => 404,
    'another taxpayer': () => 404,
    'an agent of the centre': (type) => (officersOnly.includes(type) ? null : 403),
    'a supervisor of the centre': (type) => (taxpayersOnly.includes(type) ? 403 : null),
    'an agent of another centre': () => 404,
    'a supervisor of another centre': () => 404,
    'an agent of another region': () => 404,
    'the administrator of the region': () => 403,
    nobody: () => 401,
  };
  const everybody: Record<string, () => Promise<Who>> = {
    'its taxpayer': () => Promise.resolve(taxpayer),
    'another identity of the same person': () => web.taxpayer('li-xue'),
    'another taxpayer': () => web.taxpayer('zhao-min'),
    'an agent of the centre': () => Promise.resolve(officer('agent1')),
    'a supervisor of the centre': () => Promise.resolve(officer('supervisor1')),
    'an agent of another centre': () => Promise.resolve(officer('agent4')),
    'a supervisor of another centre': () => Promise.resolve(officer('supervisor2')),
    'an agent of another region': () => Promise.resolve(officer('agent6')),
    'the administrator of the region': () => Promise.resolve(officer('admin')),
    nobody: () => Promise.resolve({}),
  };
  const order = [
    ...officersOnly.filter((type) => type !== 'handOver'),
    ...supervisorsOnly.slice(0, 1),
    ...taxpayersOnly.filter((type) => type !== 'withdraw'),
    'handOver',
  ];

  it.each(Object.keys(refused))(
    '%s',
    async (who) => {
      const id = await submit();
      const as = await (everybody[who] as () => Promise<Who>)();
      for (const type of [...order, 'withdraw', 'end']) {
        const { status } = await command(id, type, as, (bodies[type] as () => object)());
        const expected = refused[who]?.(type) ?? null;
        if (expected === null) expect([type, [200, 409].includes(status)]).toEqual([type, true]);
        else expect([type, status]).toEqual([type, expected]);
        if (type === 'handOver' && status === 200) break;
      }
    },
    30_000,
  );
});
