import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { insertChat, insertTaxpayer, type ChatRow } from '../../tests/support/chat.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { seed } from '../../stack/demo/seed.ts';
import { markSeen, rateAnswer, recallMessage, sendMessage, type NewMessage, type Sent } from './messages.ts';
import { messagesOf } from './read.ts';

const { knex } = testDatabase();
let identityId = '';
let officerIds: string[] = [];
beforeAll(async () => {
  await seed(knex);
  identityId = await insertTaxpayer(knex);
  officerIds = await knex('officers').where({ centre_id: 'binhai-1', role: 'agent' }).orderBy('login').pluck<string[]>('id');
}, 120_000);

const [first, second] = [() => officerIds[0] ?? '', () => officerIds[1] ?? ''];
const begun = (row: ChatRow = {}) => insertChat(knex, identityId, row);
const message = (caseId: string, given: Partial<NewMessage> = {}): NewMessage => ({
  caseId,
  clientId: randomUUID(),
  speaker: 'taxpayer',
  speakerId: identityId,
  epoch: 1,
  audience: 'everybody',
  type: 'text',
  body: '请问如何申报?',
  data: {},
  quotes: null,
  ...given,
});
const byOfficer = (caseId: string, given: Partial<NewMessage> = {}) =>
  message(caseId, { speaker: 'officer', speakerId: first(), body: '您好', ...given });
const send = (given: NewMessage) => sendMessage(knex, given);
const outcomeOf = (sent: Sent) => (sent.kind === 'stored' ? sent.message.seq : sent.why);
const chat = (id: string) => knex('chats').where({ case_id: id }).first<Record<string, unknown>>();
const move = (id: string, row: ChatRow) => knex('chats').where({ case_id: id }).update(row);
async function upload(authorId = identityId): Promise<string> {
  const id = randomUUID();
  const row = { id, author_kind: 'taxpayer', author_id: authorId, region_id: 'binhai', name: '发票.png', size: 3, status: 'ready' };
  await knex('uploads').insert({ ...row, media_type: 'image/png', sha256: 'x' });
  return id;
}

describe('the floor', () => {
  it('belongs to the taxpayer with any epoch, to one officer and the robot with the present one', async () => {
    const id = await begun({ epoch: 7 });
    expect(outcomeOf(await send(message(id, { epoch: 2 })))).toBe(1);
    expect(outcomeOf(await send(message(id, { speakerId: randomUUID() })))).toBe('floor-changed');
    expect(outcomeOf(await send(message(id, { speaker: 'robot', speakerId: null, epoch: 6 })))).toBe('floor-changed');
    expect(outcomeOf(await send(message(id, { speaker: 'robot', speakerId: null, epoch: 7 })))).toBe(2);
    await move(id, { robot: false, officer_id: first(), epoch: 9 });
    expect(outcomeOf(await send(message(id, { speaker: 'robot', speakerId: null, epoch: 9 })))).toBe('floor-changed');
    expect(outcomeOf(await send(byOfficer(id, { epoch: 7 })))).toBe('floor-changed');
    expect(outcomeOf(await send(byOfficer(id, { epoch: 9, speakerId: second() })))).toBe('floor-changed');
    expect(outcomeOf(await send(byOfficer(id, { epoch: 9 })))).toBe(3);
    await move(id, { officer_id: null, taxpayer: false });
    expect(outcomeOf(await send(message(id)))).toBe('chat-closed');
    expect(outcomeOf(await send(byOfficer(id, { epoch: 9 })))).toBe('chat-closed');
    expect(outcomeOf(await send(byOfficer(id, { epoch: null, audience: 'officers' })))).toBe(4);
  });

  it('is lost at once: nobody writes after a hand-over, however many write at that moment', async () => {
    const id = await begun({ robot: false, officer_id: first(), epoch: 2 });
    let handedOver = false;
    const said: Promise<Sent>[] = [];
    for (let i = 0; i < 40; i += 1) {
      said.push(send(byOfficer(id, { epoch: 2 })));
      if (i === 20)
        said.push(
          move(id, { officer_id: second(), epoch: 3 }).then(() => {
            handedOver = true;
            return { kind: 'refused', why: 'floor-changed' };
          }),
        );
      if (i % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(said);
    expect(handedOver).toBe(true);
    expect(outcomeOf(await send(byOfficer(id, { epoch: 2 })))).toBe('floor-changed');
    const { rows } = await knex.raw<{ rows: { epoch: number; seq: number }[] }>(
      'SELECT epoch, seq FROM chat_messages WHERE case_id = ? ORDER BY seq',
      [id],
    );
    // Each was stored while its writer had the floor: none bears the next epoch.
    expect(rows.every(({ epoch }) => epoch === 2)).toBe(true);
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 1));
  });
});

describe('numbers', () => {
  it('have no gaps, whoever writes, is refused, or repeats at the same moment', async () => {
    const id = await begun({ officer_id: first(), epoch: 1 });
    const clientIds = Array.from({ length: 30 }, () => randomUUID());
    const sent = await Promise.all(
      clientIds.flatMap((clientId, i) => [
        send(message(id, { clientId })),
        send(message(id, { clientId })),
        send(byOfficer(id)),
        send(byOfficer(id, { epoch: 0 })),
        ...(i % 3 === 0 ? [send(message(id, { clientId, body: '别的' }))] : []),
      ]),
    );
    const seqs = await knex('chat_messages').where({ case_id: id }).orderBy('seq').pluck<number[]>('seq');
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect((await chat(id))['last_seq']).toBe(60);
    expect(sent.filter((one) => one.kind === 'stored' && one.anew)).toHaveLength(60);
    const others = await Promise.all(clientIds.map((clientId) => send(message(id, { clientId }))));
    const stored = await knex('chat_messages').where({ case_id: id, speaker: 'taxpayer' }).pluck<string[]>('body');
    expect(others.filter(({ kind }) => kind === 'stored')).toHaveLength(stored.filter((body) => body === '请问如何申报?').length);
  });

  it('are given once to one client id; other contents under it are refused', async () => {
    const id = await begun();
    const one = message(id);
    const sent = await send(one);
    const again = await send(one);
    expect(again).toEqual({ ...sent, anew: false });
    expect(outcomeOf(await send({ ...one, body: '别的' }))).toBe('key-reused');
    expect(outcomeOf(await send({ ...one, speakerId: randomUUID() }))).toBe('key-reused');
    // An accepted message stays accepted, even after the floor is gone.
    await move(id, { taxpayer: false });
    expect(await send(one)).toEqual({ ...sent, anew: false });
  });
});

describe('files', () => {
  it('are adopted by their message, or it is not stored', async () => {
    const id = await begun();
    const [own, foreign] = [await upload(), await upload(randomUUID())];
    const files = (uploadIds: string[]) => message(id, { type: 'files', body: '', data: { uploadIds } });
    expect(outcomeOf(await send(files([own, foreign])))).toBe('upload-unknown');
    expect((await chat(id))['last_seq']).toBe(0);
    const one = files([own]);
    expect(outcomeOf(await send(one))).toBe(1);
    expect(outcomeOf(await send(one))).toBe(1);
    expect(outcomeOf(await send(files([own])))).toBe('upload-unknown');
    expect(await knex('uploads').where({ id: own }).first('case_id')).toEqual({ case_id: id });
    expect((await chat(id))['owes_answer_to']).toBeNull();
    expect(await knex('audit_log').where({ object_id: own }).pluck('detail')).toEqual([{ seq: 1, caseId: id }]);
  });
});

describe('an answer of the robot', () => {
  it('is owed to the first text that has none, until an officer speaks', async () => {
    const id = await begun();
    await send(message(id));
    await send(message(id));
    expect((await chat(id))['owes_answer_to']).toBe(1);
    await move(id, { officer_id: first(), robot: false });
    await send(byOfficer(id, { audience: 'officers' }));
    expect((await chat(id))['owes_answer_to']).toBe(1);
    await send(byOfficer(id));
    expect((await chat(id))['owes_answer_to']).toBeNull();
    await send(message(id));
    expect((await chat(id))['owes_answer_to']).toBeNull();
  });
});

describe('a note among officers', () => {
  it('is not heard, and is neither shown to nor quoted by a taxpayer', async () => {
    const id = await begun();
    await send(message(id));
    const before = await chat(id);
    expect(outcomeOf(await send(byOfficer(id, { audience: 'officers', epoch: null })))).toBe(2);
    expect(await chat(id)).toEqual({ ...before, last_seq: 2 });
    expect(outcomeOf(await send(message(id, { quotes: 2 })))).toBe('quote-unknown');
    expect(outcomeOf(await send(message(id, { quotes: 9 })))).toBe('quote-unknown');
    expect(outcomeOf(await send(message(id, { quotes: 1 })))).toBe(3);
    expect((await messagesOf(knex, id, null, false, 10)).map(({ seq }) => seq)).toEqual([1, 3]);
    expect((await messagesOf(knex, id, { after: 1 }, true, 10)).map(({ seq, quoted }) => [seq, quoted?.seq])).toEqual([
      [2, undefined],
      [3, 1],
    ]);
  });
});

describe('a recalled message', () => {
  it('keeps its place and loses its content and files', async () => {
    const id = await begun();
    const file = await upload();
    const one = message(id, { type: 'files', body: '身份证', data: { uploadIds: [file] } });
    await send(one);
    const own = { kind: 'taxpayer', id: identityId } as const;
    expect(await recallMessage(knex, { kind: 'taxpayer', id: randomUUID() }, { caseId: id, seq: 1 }, 60_000)).toBeNull();
    expect(await recallMessage(knex, own, { caseId: id, seq: 1 }, 0)).toBe('over');
    expect(await recallMessage(knex, own, { caseId: id, seq: 1 }, 60_000)).toBe('recalled');
    expect(await recallMessage(knex, own, { caseId: id, seq: 1 }, 0)).toBe('recalled');
    const [left] = await messagesOf(knex, id, null, true, 10);
    expect(left).toMatchObject({ seq: 1, body: '', data: {} });
    expect(left?.recalledAt).toBeInstanceOf(Date);
    expect(await knex('uploads').where({ id: file }).first('case_id')).toEqual({ case_id: null });
    expect(outcomeOf(await send(one))).toBe(1);
  });
});

describe('marks and ratings', () => {
  it('marks move forward to the last message at most, for those who have the floor', async () => {
    const id = await begun({ officer_id: first() });
    for (let i = 0; i < 3; i += 1) await send(message(id));
    const mark = (kind: 'taxpayer' | 'officer', of: string, delivered: number, read: number) =>
      markSeen(knex, { kind, id: of }, id, { delivered, read });
    expect(await mark('officer', first(), 2, 1)).toBe(true);
    expect(await mark('officer', first(), 1, 1)).toBe(false);
    expect(await mark('officer', second(), 3, 3)).toBe(false);
    expect(await mark('taxpayer', identityId, 0, 99)).toBe(true);
    expect(await chat(id)).toMatchObject({ officer_delivered: 2, officer_read: 1, taxpayer_delivered: 3, taxpayer_read: 3 });
  });

  it('only answers are rated, and can be rated again', async () => {
    const id = await begun();
    await send(message(id));
    await send(message(id, { speaker: 'robot', speakerId: null, type: 'answer', answers: 1 }));
    expect(await rateAnswer(knex, id, 1, 'useful')).toBe(false);
    expect(await rateAnswer(knex, id, 2, 'useful')).toBe(true);
    expect(await rateAnswer(knex, id, 2, 'useless')).toBe(true);
    expect((await messagesOf(knex, id, null, false, 10)).map(({ rating }) => rating)).toEqual([null, 'useless']);
  });
});
