/** The page of a case over HTTP, for cases carried by the real workflow. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { done, Message } from '../../../tests/support/message.ts';
import { stage } from '../../../tests/support/stage.ts';
import type { Case } from '../../api/kinds.ts';
import { codeOf, deskServer, type Answer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';

const the = stage();
let server: DeskServer;
/** A case with every event: handed over twice, asked back, answered. */
let long: Message;
let holder: Ask;
let supervisor: Ask;
let owner: Ask;
const west: Ask[] = [];
const upload = randomUUID();

const note = async (on: Message, body: string): Promise<string> => {
  const id = await on.text();
  await the.knex('texts').where({ id }).update({ body });
  return id;
};

beforeAll(async () => {
  server = await deskServer(the.knex, the.client, { taskQueue: the.taskQueue });
  const { people, knex } = the;
  [holder, supervisor, owner] = await Promise.all([
    server.officer(people.east[0]),
    server.officer(people.supervisor),
    server.taxpayer(people.taxpayer),
  ]);
  west.push(await server.officer(people.west[0]));
  await knex('uploads').insert({
    id: upload,
    author_kind: 'taxpayer',
    author_id: people.taxpayer,
    region_id: 'region',
    name: '发票 <1>.pdf',
    size: 1_234,
    status: 'ready',
    media_type: 'application/pdf',
    sha256: '-',
  });

  // One officer is on duty, so that the rule's choice on reassignment is known.
  const onDuty = (online: boolean) =>
    the
      .knex('officers')
      .where({ id: people.east[0] })
      .update({ status: online ? 'online' : 'away' });
  await onDuty(false);
  long = new Message(the);
  await long.submit();
  const first = await long.holder();
  const second = people.east.find((id) => id !== first) ?? '';
  await long.asOfficer(first, { type: 'handOver', to: { officerId: second }, noteId: await note(long, '内部说明:请你看看') });
  await long.asOfficer(second, { type: 'askBack', textId: await note(long, '请补充发票号码'), uploadIds: [] });
  await long.asTaxpayer({ type: 'supplement', textId: await note(long, '号码是 0001 <script>alert(1)</script> 🧾'), uploadIds: [upload] });
  await long.asOfficer(second, { type: 'release', noteId: null });
  done(await long.asOfficer(people.supervisor, { type: 'reassign', officerId: people.east[0], noteId: null }));
  await onDuty(true);
  await long.asOfficer(people.east[0], { type: 'reply', textId: await note(long, '已经处理'), uploadIds: [] });
}, 60_000);
afterAll(() => server.close());

const read = (who: Ask, id: string, headers: Record<string, string> = {}) => who<Case>('GET', `/api/cases/${id}`, undefined, headers);
const types = ({ body }: Answer<Case>): string[] => body.story.map(({ type }) => type);

describe('the story of a case', () => {
  it('is whole and by name for officers', async () => {
    const answer = await read(holder, long.id);
    expect(answer.status).toBe(200);
    // A released case is assigned again at once, so the story has an assignment by rule between.
    expect(types(answer).filter((type) => type !== 'assigned')).toEqual([
      'submitted',
      'handed-over',
      'asked-back',
      'supplemented',
      'released',
      'reassigned',
      'replied',
    ]);
    const [, , handedOver] = answer.body.story;
    expect(handedOver).toMatchObject({
      type: 'handed-over',
      actor: { kind: 'officer', name: 'agent' },
      text: '内部说明:请你看看',
      data: { officer: 'agent', centre: 'east' },
    });
    expect(answer.body).toMatchObject({
      status: 'replied',
      assignee: { id: the.people.east[0] },
      taxpayer: { id: the.people.taxpayer, personName: '测试' },
      clock: { purpose: 'follow-up' },
    });
  });

  it('keeps from the taxpayer who it was, and what officers said among themselves', async () => {
    const answer = await read(owner, long.id);
    expect(types(answer)).toEqual(['submitted', 'assigned', 'asked-back', 'supplemented', 'replied']);
    expect(answer.body).toMatchObject({ assignee: null, taxpayer: null, earlier: [], actions: ['view', 'followUp', 'rate'] });
    expect(answer.body.story[2]).toMatchObject({ actor: { kind: 'officer', id: null, name: 'east' }, text: '请补充发票号码' });
    const whole = JSON.stringify(answer.body);
    for (const hidden of ['内部说明', 'agent', ...the.people.east, the.people.supervisor]) expect(whole).not.toContain(hidden);
  });

  it('gives texts as they were written, and files by signed links', async () => {
    const supplemented = (await read(holder, long.id)).body.story.find(({ type }) => type === 'supplemented');
    expect(supplemented?.text).toBe('号码是 0001 <script>alert(1)</script> 🧾');
    expect(supplemented?.attachments).toEqual([
      {
        id: upload,
        name: '发票 <1>.pdf',
        size: 1_234,
        mediaType: 'application/pdf',
        preview: 'pdf',
        url: expect.stringMatching(new RegExp(`^/api/files/${upload}\\?.*signature=`)),
      },
    ]);
  });

  it('is found by the number too', async () => {
    const { body } = await read(holder, long.id);
    expect(body.number).toMatch(/^\d{15}$/);
    expect((await read(owner, body.number)).body.id).toBe(long.id);
  });

  it('speaks English to those who ask for it', async () => {
    expect((await read(owner, long.id, { 'accept-language': 'en' })).body.type.name).toBe('Invoices');
  });

  it('is written down at every look: a row for the first of a while, a count of the others', async () => {
    await the.knex('audit_looks').delete();
    const looks = () => the.knex('audit_log').where({ action: 'view', object_kind: 'case', object_id: long.id }).orderBy('id');
    const before = await looks();
    const began = Date.now();
    await read(owner, long.id);
    await read(supervisor, long.id);
    await read(supervisor, long.id);
    const [version] = await the.knex('cases').where({ id: long.id }).pluck<number[]>('version');
    const windows = 1 + Math.floor(Date.now() / 300_000) - Math.floor(began / 300_000);
    const rows = (await looks()).slice(before.length) as { actor_kind: string; actor_id: string; detail: object }[];
    expect(rows.slice(0, 2)).toMatchObject([
      { actor_kind: 'taxpayer', actor_id: the.people.taxpayer, detail: { versions: [version] } },
      { actor_kind: 'officer', actor_id: the.people.supervisor, detail: { versions: [version] } },
    ]);
    const further = await the.knex('audit_looks').where({ object_id: long.id }).pluck<number[]>('further');
    expect(further.reduce((sum, count) => sum + count, rows.length)).toBe(3);
    expect(rows.length).toBeLessThanOrEqual(1 + windows);
  });

  it('holds the telephone number masked; it is shown to officers with access on demand, and audited each time', async () => {
    await the.knex('identities').where({ id: the.people.taxpayer }).update({ phone: '13800000001' });
    const show = (who: Ask, id: string) => who<{ phone: string | null }>('POST', `/api/cases/${id}/telephone`);
    expect((await read(holder, long.id)).body.taxpayer?.phone).toBe('138****0001');
    for (const who of [holder, supervisor, holder]) expect((await show(who, long.id)).body).toEqual({ phone: '13800000001' });
    expect(codeOf(await show(owner, long.id))).toBe('not-allowed');
    expect(codeOf(await show(west[0] as Ask, long.id))).toBe('not-found');
    expect(codeOf(await show(holder, randomUUID()))).toBe('not-found');
    const shown = await the.knex('audit_log').where({ action: 'show-telephone', object_id: long.id }).pluck<string[]>('actor_id');
    expect(shown.sort()).toEqual([the.people.east[0], the.people.supervisor, the.people.east[0]].sort());
  });
});

describe('what may be done', () => {
  it('is what the policies and the case’s rules both allow', async () => {
    expect((await read(supervisor, long.id)).body.actions).toEqual(['view', 'inspect', 'retry', 'reassign', 'end']);
    const fresh = new Message(the);
    await fresh.submit();
    const own = await read(await server.officer(await fresh.holder()), fresh.id);
    expect(own.body.actions).toEqual(['view', 'release', 'handOver', 'reply', 'askBack', 'convert', 'sendForm', 'invite']);
    expect((await read(owner, fresh.id)).body.actions).toEqual(['view', 'withdraw']);
    expect((await read(owner, fresh.id)).body.clock).toMatchObject({
      purpose: 'first-answer',
      warnAt: null,
      warned: false,
      escalated: false,
    });
    await fresh.asTaxpayer({ type: 'withdraw' });
    expect((await read(owner, fresh.id)).body).toMatchObject({ status: 'withdrawn', actions: ['view'], clock: null });
  });

  it('offers a case of nobody to everybody of the centre', async () => {
    const pool = new Message(the);
    await pool.submit({}, { typeId: 'nobody' });
    expect((await read(holder, pool.id)).body.actions).toEqual(['view', 'claim']);
  });

  it('tells a taxpayer the reason when a supervisor ends a case', async () => {
    const ended = new Message(the);
    await ended.submit();
    await ended.asOfficer(the.people.supervisor, { type: 'end', reasonId: await note(ended, '重复留言') });
    const { body } = await read(owner, ended.id);
    expect(body).toMatchObject({ status: 'closed', outcome: 'ended' });
    expect(body.story.at(-1)).toMatchObject({
      type: 'closed',
      text: '重复留言',
      actor: { id: null, name: 'east' },
      data: { outcome: 'ended' },
    });
  });
});

describe('earlier cases', () => {
  it('are the same taxpayer’s, of the reader’s own centre', async () => {
    const other = new Message(the);
    await other.submit();
    const moved = new Message(the);
    await moved.submit();
    await moved.asOfficer(await moved.holder(), { type: 'handOver', to: { centreId: 'west' }, noteId: await note(moved, '属你处') });
    const { body } = await read(holder, long.id);
    const ids = body.earlier.map(({ id }) => id);
    expect(ids).toContain(other.id);
    expect(ids).not.toContain(moved.id);
    expect(ids).not.toContain(long.id);
    expect(body.earlier[0]?.excerpt).toBe('您好,请问怎么办理?');
    expect(types(await read(owner, moved.id))).toEqual(['submitted', 'assigned', 'handed-over']);
  });

  it('of a company are those that any of its people began, with a hint at what is probably asked again', async () => {
    const company = {
      region_id: 'region',
      kind: 'enterprise',
      company_name: '滨海测试有限公司',
      tax_number: '91110000MA00TEST7Q',
    } as const;
    const insert = async (row: object) =>
      (
        await the
          .knex('identities')
          .insert({ subject: randomUUID(), ...row })
          .returning<{ id: string }[]>('id')
      )[0]?.id ?? '';
    const manager = await insert({ ...company, role: 'legal-representative', person_name: '甲' });
    const clerk = await insert({ ...company, role: 'invoice-clerk', person_name: '乙' });
    const stranger = await insert({ ...company, tax_number: '91110000MA00TEST8Q', role: 'invoice-clerk', person_name: '丙' });
    const asked = async (identityId: string, words: string) => {
      const one = new Message(the);
      await one.submit();
      await the.knex('cases').where({ id: one.id }).update({ identity_id: identityId });
      await the.knex('texts').where({ case_id: one.id }).update({ body: words });
      return one;
    };
    const first = await asked(manager, '请问增值税留抵退税需要准备哪些材料，什么时候可以到账？');
    const again = await asked(clerk, '请问增值税留抵退税需要准备哪些材料，多久可以到账？');
    const else_ = await asked(clerk, '办税员变更怎么办理');
    const foreign = await asked(stranger, '请问增值税留抵退税需要准备哪些材料，什么时候可以到账？');

    const { body } = await read(await server.officer(the.people.supervisor), first.id);
    const seen = new Map(body.earlier.map((other) => [other.id, other]));
    expect(seen.get(again.id)).toMatchObject({ begunBy: '乙', likelyRepeat: true });
    expect(seen.get(else_.id)).toMatchObject({ begunBy: '乙', likelyRepeat: false });
    expect(seen.has(foreign.id)).toBe(false);
    expect((await read(await server.officer(the.people.supervisor), else_.id)).body.earlier).toContainEqual(
      expect.objectContaining({ id: first.id, begunBy: '甲', likelyRepeat: false }),
    );
  });
});

describe('what may not be seen does not exist', () => {
  it.each(['a case', 'no case', 'nonsense', 'a number of nobody', 'an injection'])('%s', async (what) => {
    const id =
      {
        'a case': long.id,
        'no case': randomUUID(),
        nonsense: 'abc',
        'a number of nobody': '202601019999999',
        'an injection': encodeURIComponent("' OR 1=1 --"),
      }[what] ?? '';
    const stranger = await the
      .knex('identities')
      .insert({ region_id: 'region', subject: randomUUID(), kind: 'natural-person', role: 'natural-person', person_name: '别人' })
      .returning<{ id: string }[]>('id');
    const [administrator] = await the
      .knex('officers')
      .insert({ region_id: 'region', role: 'administrator', login: randomUUID(), name: 'administrator', password_hash: '-' })
      .returning<{ id: string }[]>('id');
    const askers = [west[0], await server.taxpayer(stranger[0]?.id ?? ''), await server.officer(administrator?.id ?? '')].filter(
      (asker) => asker !== undefined,
    );
    expect(askers).toHaveLength(3);
    for (const asker of askers) {
      const answer = await asker('GET', `/api/cases/${id}`);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
      expect((answer.body['error'] as { sentence: string }).sentence).toBe(
        (await asker<{ error: { sentence: string } }>('GET', `/api/cases/${randomUUID()}`)).body.error.sentence,
      );
    }
  });

  it('and nobody sees anything without signing in', async () => {
    expect(codeOf(await server.stranger('GET', `/api/cases/${long.id}`))).toBe('not-signed-in');
  });

  it('another centre does see a case that was handed to it, and the first no longer', async () => {
    const moved = new Message(the);
    await moved.submit();
    await moved.asOfficer(await moved.holder(), { type: 'handOver', to: { centreId: 'west' }, noteId: await note(moved, '属你处') });
    expect((await west[0]?.('GET', `/api/cases/${moved.id}`))?.status).toBe(200);
    expect((await read(holder, moved.id)).status).toBe(404);
  });
});
