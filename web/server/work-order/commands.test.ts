import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { eventually } from '../../../tests/support/message.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import {
  codeOf,
  content,
  detailsOf,
  faultsOf,
  note,
  opening,
  orderDesk,
  outcome,
  question,
  type Login,
} from '../../../tests/support/order-desk.ts';

const web = testWeb({ workers: true });
const the = orderDesk(web);
const { does, events, officer, onOrder, order, read, upload } = the;

const minute = 60_000;
const accepted = (key: string, revision = 1) => ({ key, verdict: 'accepted', revision });
const returned = (key: string, revision = 1) => ({ key, verdict: 'returned', revision });
const waived = (key: string, revision = 0) => ({ key, verdict: 'waived', revision });
const waiveAll = () => ({ verdicts: [waived('contract'), waived('statement')], reason: note('本次免予提交') });

/** An order at 办理, held by agent3. */
async function atWork(): Promise<string> {
  const id = await order();
  await does(id, 'advance', officer('agent1'));
  await does(id, 'claim', officer('agent3'));
  return id;
}
/** An order at 办结, held by agent2, with its papers unchanged. */
async function atTheEnd(id: string): Promise<string> {
  await does(id, 'advance', officer('agent3'));
  await does(id, 'claim', officer('agent1'));
  await does(id, 'advance', officer('agent1'));
  await does(id, 'claim', officer('agent2'));
  return id;
}
/** Hands in one file for each of these papers, and returns their ids. */
async function handIn(id: string, ...keys: string[]): Promise<string[]> {
  const papers = await Promise.all(keys.map(async (key) => ({ key, uploadIds: [await upload(the.taxpayer())] })));
  await does(id, 'supplement', the.taxpayer(), { papers });
  return papers.flatMap(({ uploadIds }) => uploadIds);
}
async function finished(): Promise<string> {
  const id = await order(question());
  await does(id, 'finish', officer('agent1'), content());
  return id;
}

describe('a work order', () => {
  it('is carried to its end: papers asked, sent, returned, corrected, reviewed, finished, rated', async () => {
    const id = await order();
    await does(id, 'advance', officer('agent1'), { note: note() });
    await does(id, 'claim', officer('agent3'));
    await does(id, 'askPapers', officer('agent3'), { keys: ['contract', 'statement'], note: note('请提供合同和开票明细') });
    expect((await read(id, the.taxpayer())).actions).toEqual(expect.arrayContaining(['supplement', 'urge', 'terminate']));
    await handIn(id, 'contract', 'statement');
    const review = { verdicts: [accepted('contract'), returned('statement')], reason: note('缺少八月份的明细') };
    await does(id, 'reviewPapers', officer('agent3'), review);
    expect((await read(id, the.taxpayer())).order.papers).toMatchObject([
      { key: 'contract', status: 'accepted' },
      { key: 'statement', status: 'returned', reason: '缺少八月份的明细' },
      { key: 'bank', status: 'missing' },
    ]);
    await handIn(id, 'statement');
    await does(id, 'reviewPapers', officer('agent3'), { verdicts: [accepted('statement', 2)] });
    await does(id, 'advance', officer('agent3'));
    await does(id, 'claim', officer('agent1'));
    expect((await read(id, the.taxpayer())).actions).not.toContain('terminate');
    await does(id, 'advance', officer('agent1'));
    await does(id, 'claim', officer('agent2'));
    await does(id, 'finish', officer('agent2'), content('额度已调整为 50 万元,次月生效。'));
    for (const who of [the.taxpayer(), officer('agent2')]) {
      const { stages } = (await read(id, who)).order;
      expect(stages.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed', 'passed']);
      const moved = await web
        .knex('case_events')
        .where({ case_id: id })
        .whereIn('type', ['advanced', 'closed'])
        .orderBy('version')
        .pluck<Date[]>('at');
      expect(stages.map(({ leftAt }) => leftAt)).toEqual(moved.map((at) => at.toISOString()));
      expect(stages.slice(1).map(({ enteredAt }) => enteredAt)).toEqual(stages.slice(0, -1).map(({ leftAt }) => leftAt));
    }
    await does(id, 'rate', the.taxpayer(), { resolved: true, stars: 5, comment: null });
    expect(await events(id)).toEqual([
      ...['opened', 'claimed', 'advanced', 'claimed', 'papers-asked', 'supplemented', 'papers-reviewed', 'supplemented', 'papers-reviewed'],
      ...['advanced', 'claimed', 'advanced', 'claimed', 'finished', 'closed', 'rated'],
    ]);
    const audited = await web.knex('audit_log').where({ object_kind: 'case', object_id: id }).whereNot({ action: 'view' }).pluck('action');
    expect(audited).toEqual([
      ...['open', 'claim', 'advance', 'claim', 'askPapers', 'supplement', 'reviewPapers', 'supplement', 'reviewPapers'],
      ...['advance', 'claim', 'advance', 'claim', 'finish', 'rate'],
    ]);
  });

  it('is terminated by the taxpayer or finished by the officer who acts at the same moment, and the other is told who did what', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await order(question());
      const both = [
        () => onOrder(id, 'terminate', the.taxpayer(), { reason: note('不再需要') }),
        () => onOrder(id, 'finish', officer('agent1'), content()),
      ];
      const answers = await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((act) => act()));
      const [winner] = answers.filter(({ status }) => status === 200);
      const [loser] = answers.filter(({ status }) => status !== 200);
      expect(loser && [outcome(loser), detailsOf(loser)]).toEqual(
        winner?.body['status'] === 'completed' ? ['409 order-completed', { by: 'officer' }] : ['409 order-terminated', { by: 'taxpayer' }],
      );
      expect((await events(id)).filter((type) => type === 'closed')).toHaveLength(1);
    }
  }, 60_000);

  it('is not terminated under 复核', async () => {
    const id = await atWork();
    await does(id, 'advance', officer('agent3'));
    const refused = await onOrder(id, 'terminate', the.taxpayer(), { reason: note() });
    expect([outcome(refused), detailsOf(refused)]).toEqual(['409 stage-not-terminable', { stage: 'review' }]);
  });

  it('waits where its stage has no officer at all, for anybody of the centre to claim it', async () => {
    const members = await web.knex('group_members').where({ group_id: 'binhai-1-handle' }).select('*');
    await web.knex('group_members').where({ group_id: 'binhai-1-handle' }).delete();
    await web.knex('officers').update({ status: 'online' });
    try {
      const id = await order(opening(), null);
      const [holder] = await web.knex('cases').where({ id }).pluck<string[]>('assignee_id');
      await does(id, 'advance', officer(holder === officer('agent1').id ? 'agent1' : 'agent2'));
      expect(await web.knex('cases').where({ id }).pluck('assignee_id')).toEqual([null]);
      expect(await read(id, officer('agent1'))).toMatchObject({ order: { handlers: [] }, actions: expect.arrayContaining(['claim']) });
      expect(outcome(await onOrder(id, 'finish', officer('agent1'), content()))).toBe('409 stage-not-final');
      await does(id, 'claim', officer('agent1'));
    } finally {
      await web.knex('officers').update({ status: 'away' });
      await web.knex('group_members').insert(members);
    }
  });

  it.each([
    ['onward', 'review'],
    ['to where it stands', 'handle'],
    ['to no stage at all', 'nowhere'],
  ])('does not go back %s', async (_, to) => {
    const id = await atWork();
    const refused = await onOrder(id, 'sendBack', officer('agent3'), { to, reason: note() });
    expect([outcome(refused), detailsOf(refused)]).toEqual(['409 move-not-allowed', { to }]);
    expect(await events(id)).not.toContain('sent-back');
  });

  it('goes back as its type allows, and on again', async () => {
    const id = await atWork();
    await does(id, 'sendBack', officer('agent3'), { to: 'accept', reason: note('受理要素不全') });
    for (const who of [the.taxpayer(), officer('agent1')])
      expect((await read(id, who)).order.stages).toMatchObject([
        { state: 'here', enteredAt: expect.any(String), leftAt: null },
        ...['handle', 'review', 'conclude'].map((key) => ({ key, state: 'ahead', enteredAt: null, leftAt: null })),
      ]);
    expect(outcome(await onOrder(id, 'sendBack', officer('agent1'), { to: 'handle', reason: note() }))).toBe('409 not-assigned');
    await does(id, 'claim', officer('agent1'));
    expect(outcome(await onOrder(id, 'sendBack', officer('agent1'), { to: 'handle', reason: note() }))).toBe('409 move-not-allowed');
    await does(id, 'advance', officer('agent1'));
    expect((await read(id, officer('agent1'))).order.stages.map(({ state }) => state)).toEqual(['passed', 'here', 'ahead', 'ahead']);
  });

  it('is given to nobody who does not work where its stage is handled', async () => {
    const id = await order();
    for (const officerId of [officer('agent4').id, officer('agent6').id, officer('admin').id, randomUUID()]) {
      expect(outcome(await onOrder(id, 'handOver', officer('agent1'), { to: { officerId }, note: note() }))).toBe('422 officer-unknown');
      expect(outcome(await onOrder(id, 'reassign', officer('supervisor1'), { officerId }))).toBe('422 officer-unknown');
    }
    await does(id, 'handOver', officer('agent1'), { to: { officerId: officer('agent2').id }, note: note() });
    await does(id, 'reassign', officer('supervisor1'), { officerId: officer('agent3').id });
  });
});

describe('催办', () => {
  it('twice at once counts once, and says when the next is possible', async () => {
    const id = await order();
    const before = Date.now();
    const answers = await Promise.all([onOrder(id, 'urge', the.taxpayer()), onOrder(id, 'urge', the.taxpayer())]);
    expect(answers.map(outcome).toSorted()).toEqual(['409 urge-limit', 'in-progress']);
    const refused = answers.find(({ status }) => status === 409);
    const nextAt = Date.parse((refused && detailsOf(refused)?.['nextAt']) ?? '');
    expect(nextAt).toBeGreaterThanOrEqual(before + 1_440 * minute);
    expect(nextAt).toBeLessThanOrEqual(Date.now() + 1_440 * minute);
    expect((refused?.body['error'] as { sentence: string }).sentence).toMatch(/20\d\d.*\d\d:\d\d.*后可再次催办/);
    const page = await read(id, the.taxpayer());
    expect(page.actions).not.toContain('urge');
    expect(page.order).toMatchObject({ urges: 1, priority: 'urgent', nextUrgeAt: new Date(nextAt).toISOString() });
  });

  it('is limited by what its centre allows', async () => {
    await the.withSetting('order.urge.most', 3, async () => {
      const id = await order();
      const answers = await Promise.all(Array.from({ length: 5 }, () => onOrder(id, 'urge', the.taxpayer())));
      expect(answers.map(outcome).toSorted()).toEqual(['409 urge-limit', '409 urge-limit', 'in-progress', 'in-progress', 'in-progress']);
      expect(await web.knex('tasks').where({ case_id: id }).pluck('urges')).toEqual([3]);
    });
  });

  it('sent again under its key counts once', async () => {
    await the.withSetting('order.urge.most', 3, async () => {
      const id = await order();
      const key = randomUUID();
      const answers = await Promise.all([1, 2, 3].map(() => onOrder(id, 'urge', the.taxpayer(), {}, key)));
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect((await events(id)).filter((type) => type === 'urged')).toHaveLength(1);
    });
  });

  it('is refused after the end, with who ended it', async () => {
    const completed = await onOrder(await finished(), 'urge', the.taxpayer());
    expect([outcome(completed), detailsOf(completed)]).toEqual(['409 order-completed', { by: 'officer' }]);
    const id = await order();
    await does(id, 'terminate', the.taxpayer(), { reason: note() });
    const terminated = await onOrder(id, 'urge', the.taxpayer());
    expect([outcome(terminated), detailsOf(terminated)]).toEqual(['409 order-terminated', { by: 'taxpayer' }]);
    // After the rating its workflow has ended; the image gives the same answer.
    await does(id, 'rate', the.taxpayer(), { resolved: false, stars: 1 });
    const over = await onOrder(id, 'urge', the.taxpayer());
    expect([outcome(over), detailsOf(over)]).toEqual(['409 order-terminated', { by: 'taxpayer' }]);
  });
});

describe('papers', () => {
  it('that are required and missing stand in the way of the end, by name', async () => {
    const id = await atTheEnd(await atWork());
    const refused = await onOrder(id, 'finish', officer('agent2'), content());
    expect([outcome(refused), detailsOf(refused)]).toEqual(['409 papers-missing', { keys: 'contract,statement' }]);
    await does(id, 'reviewPapers', officer('agent2'), waiveAll());
    expect((await read(id, the.taxpayer())).order.papers).toMatchObject([
      { status: 'waived', reason: '本次免予提交' },
      { status: 'waived', reason: '本次免予提交' },
      { key: 'bank', status: 'missing', reason: null },
    ]);
    await does(id, 'finish', officer('agent2'), content());
  });

  it('replaced while an officer looks at one are not judged unseen', async () => {
    const id = await atWork();
    await does(id, 'askPapers', officer('agent3'), { keys: ['contract'], note: note() });
    const [first = ''] = await handIn(id, 'contract');
    const looking = (await read(id, officer('agent3'))).order.papers[0];
    expect(looking).toMatchObject({ revision: 1, files: [{ id: first }] });
    await does(id, 'askPapers', officer('agent3'), { keys: ['contract'], note: note('请换成盖章的') });
    const [second = ''] = await handIn(id, 'contract');
    for (const verdict of [accepted('contract'), returned('contract'), waived('contract')])
      expect(outcome(await onOrder(id, 'reviewPapers', officer('agent3'), { verdicts: [verdict], reason: note() }))).toBe(
        '409 paper-replaced',
      );
    expect((await read(id, officer('agent3'))).order.papers[0]).toMatchObject({
      ...{ status: 'handed-in', revision: 2, files: [{ id: second }], earlier: [{ revision: 1, files: [{ id: first }] }] },
    });
    await does(id, 'reviewPapers', officer('agent3'), { verdicts: [accepted('contract', 2)] });
  });

  it('are judged by the revision that was looked at, which must be told', async () => {
    const id = await atWork();
    const answer = await onOrder(id, 'reviewPapers', officer('agent3'), {
      verdicts: [{ key: 'contract', verdict: 'waived' }],
      reason: note(),
    });
    expect([answer.status, faultsOf(answer)]).toEqual([422, { 'verdicts.0.revision': 'required' }]);
  });

  it('asked for anew say why, not what was said of another one', async () => {
    const id = await atWork();
    await does(id, 'askPapers', officer('agent3'), { keys: ['contract', 'statement'], note: note() });
    await handIn(id, 'contract', 'statement');
    const review = { verdicts: [accepted('contract'), returned('statement')], reason: note('缺少八月份的明细') };
    await does(id, 'reviewPapers', officer('agent3'), review);
    await handIn(id, 'statement');
    await does(id, 'askPapers', officer('agent3'), { keys: ['contract'], note: note('合同已过期,请换成新签的') });
    expect((await read(id, the.taxpayer())).order.papers).toMatchObject([
      { key: 'contract', status: 'returned', reason: '合同已过期,请换成新签的' },
      { key: 'statement', status: 'handed-in', reason: null },
      { key: 'bank' },
    ]);
  });

  it('are handed in before anybody asks for them, each is returned for a reason of its own, and the same review again is one', async () => {
    const id = await atWork();
    expect((await read(id, the.taxpayer())).actions).toContain('supplement');
    await handIn(id, 'contract', 'statement');
    expect(await read(id, the.taxpayer())).toMatchObject({ status: 'in-progress' });
    const verdicts = [
      { ...returned('contract'), reason: note('合同没有盖章') },
      { ...returned('statement'), reason: note('缺少八月份的明细') },
      waived('bank'),
    ];
    const partly = await onOrder(id, 'reviewPapers', officer('agent3'), { verdicts });
    expect(outcome(partly)).toBe('409 reason-missing');
    const review = { verdicts: verdicts.slice(0, 2) };
    await does(id, 'reviewPapers', officer('agent3'), review);
    await does(id, 'reviewPapers', officer('agent3'), review);
    for (const who of [the.taxpayer(), officer('agent3')]) {
      const seen = await read(id, who);
      expect(seen.order.papers).toMatchObject([
        { status: 'returned', reason: '合同没有盖章' },
        { status: 'returned', reason: '缺少八月份的明细' },
        { status: 'missing', reason: null },
      ]);
      const told = seen.story.filter(({ type }) => type === 'papers-reviewed').map(({ text }) => text?.split('\n') ?? []);
      expect(told).toEqual([[expect.stringMatching(/：合同没有盖章$/), expect.stringMatching(/：缺少八月份的明细$/)]]);
    }
    const adopted = await web
      .knex('texts')
      .where({ case_id: id })
      .whereIn('body', ['合同没有盖章', '缺少八月份的明细'])
      .pluck('adopted_at');
    expect(adopted.every((at) => at !== null)).toBe(true);
  });

  it('by the two hundred are more than an order can want', async () => {
    const id = await atWork();
    const keys = Array.from({ length: 200 }, (_, i) => `paper-${String(i)}`);
    const asked = await onOrder(id, 'askPapers', officer('agent3'), { keys, note: note() });
    expect([asked.status, faultsOf(asked)]).toEqual([422, { keys: 'too-long' }]);
    const judged = await onOrder(id, 'reviewPapers', officer('agent3'), { verdicts: keys.map((key) => accepted(key)) });
    expect([judged.status, faultsOf(judged)]).toEqual([422, { verdicts: 'too-long' }]);
    const papers = keys.map((key) => ({ key, uploadIds: [randomUUID()] }));
    const handedIn = await onOrder(id, 'supplement', the.taxpayer(), { papers });
    expect([handedIn.status, faultsOf(handedIn)]).toEqual([422, { papers: 'too-long' }]);
  });

  it('are handed in with one’s own files, once, as many as the region allows, and each fault has its place', async () => {
    const id = await atWork();
    await does(id, 'askPapers', officer('agent3'), { keys: ['contract', 'statement'], note: note() });
    const [mine, other, theirs, officers] = await Promise.all([
      upload(the.taxpayer()),
      upload(the.taxpayer()),
      web.taxpayer('zhao-min').then((somebody) => upload(somebody)),
      upload(officer('agent3'), 'officer'),
    ]);
    const send = (...papers: object[]) => onOrder(id, 'supplement', the.taxpayer(), { papers });
    const foreign = await send(
      { key: 'contract', uploadIds: [mine, theirs] },
      { key: 'statement', uploadIds: [officers, mine, randomUUID()] },
    );
    expect([outcome(foreign), faultsOf(foreign)]).toEqual([
      '422 upload-unknown',
      {
        'papers.0.uploadIds.1': 'upload-unknown',
        'papers.1.uploadIds.0': 'upload-unknown',
        'papers.1.uploadIds.1': 'upload-unknown',
        'papers.1.uploadIds.2': 'upload-unknown',
      },
    ]);
    expect(faultsOf(await send({ key: 'contract', uploadIds: [] }))).toEqual({ 'papers.0.uploadIds': 'required' });
    await the.withSetting('upload.maxFiles', 1, async () => {
      expect(faultsOf(await send({ key: 'contract', uploadIds: [mine, other] }))).toEqual({ 'papers.0.uploadIds': 'upload-too-many' });
      const result = { ...content(), uploadIds: [randomUUID(), randomUUID()] };
      expect(faultsOf(await onOrder(id, 'finish', officer('agent3'), result))).toEqual({ uploadIds: 'upload-too-many' });
    });
    expect(outcome(await send({ key: 'licence', uploadIds: [mine] }))).toBe('409 paper-unknown');
    expect(outcome(await send({ key: 'contract', uploadIds: [mine] }, { key: 'contract', uploadIds: [other] }))).toBe('409 paper-unknown');
    expect(outcome(await send({ key: 'contract', uploadIds: [mine] }))).toBe('in-progress');
    await does(id, 'askPapers', officer('agent3'), { keys: ['statement'], note: note() });
    expect(outcome(await send({ key: 'statement', uploadIds: [other, mine] }))).toBe('422 upload-unknown');
    expect(outcome(await send({ key: 'contract', uploadIds: [other] }))).toBe('409 paper-settled');
  });
});

describe('evaluation', () => {
  const rating = { resolved: true, stars: 4, comment: null };

  it('is given once: the same again is the same answer, any other is too much', async () => {
    const id = await finished();
    expect(outcome(await onOrder(id, 'rate', the.taxpayer(), rating))).toBe('completed');
    expect(outcome(await onOrder(id, 'rate', the.taxpayer(), rating))).toBe('completed');
    for (const other of [{ stars: 5 }, { resolved: false }, { comment: note('补充几句') }])
      expect(outcome(await onOrder(id, 'rate', the.taxpayer(), { ...rating, ...other }))).toBe('409 already-rated');
    expect((await events(id)).filter((type) => type === 'rated')).toHaveLength(1);
    expect((await read(id, the.taxpayer())).actions).toEqual(['view']);
  });

  it('twice at once is one', async () => {
    const id = await finished();
    const answers = await Promise.all([4, 5].map((stars) => onOrder(id, 'rate', the.taxpayer(), { ...rating, stars })));
    expect(answers.map(outcome).toSorted()).toEqual(['409 already-rated', 'completed']);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(await web.knex('cases').where({ id }).pluck('stars')).toEqual([[4, 5][won]]);
  });

  it('comes after the end, within its days, of orders that were terminated too', async () => {
    const id = await order();
    expect(outcome(await onOrder(id, 'rate', the.taxpayer(), rating))).toBe('409 not-ended-yet');
    await does(id, 'end', officer('supervisor1'), { reason: note('重复申请') });
    expect(outcome(await onOrder(id, 'rate', the.taxpayer(), rating))).toBe('terminated');
    const late = await the.withSetting('order.evaluationDays', 0.000_02, finished);
    await eventually(
      () => events(late),
      (types) => types.includes('evaluation-elapsed'),
      20_000,
    );
    expect(outcome(await onOrder(late, 'rate', the.taxpayer(), rating))).toBe('409 evaluation-over');
  });

  it('is its taxpayer’s own', async () => {
    const id = await finished();
    expect((await onOrder(id, 'rate', await web.taxpayer('zhao-min'), rating)).status).toBe(404);
    // Another identity of the same person, and another person of the same company.
    for (const identity of ['li-xue', 'chen-zhiqiang-whale'])
      expect((await onOrder(id, 'rate', await web.taxpayer(identity), rating)).status).toBe(404);
    expect(outcome(await onOrder(id, 'rate', officer('agent1'), rating))).toBe('403 not-allowed');
  });
});

describe('a command sent again', () => {
  it('with the same contents gives the same answer, also under another key', async () => {
    const id = await atWork();
    const ask = { keys: ['contract'], note: note() };
    const first = await onOrder(id, 'askPapers', officer('agent3'), ask);
    expect((await onOrder(id, 'askPapers', officer('agent3'), ask)).body).toEqual(first.body);
    // Without a text, its files identify the repetition.
    const papers = [{ key: 'contract', uploadIds: [await upload()] }];
    const sent = await onOrder(id, 'supplement', the.taxpayer(), { papers });
    expect((await onOrder(id, 'supplement', the.taxpayer(), { papers })).body).toEqual(sent.body);
    expect(await events(id)).toEqual(['opened', 'claimed', 'advanced', 'claimed', 'papers-asked', 'supplemented']);
  });

  it('with other contents is refused', async () => {
    const id = await atWork();
    const reason = note('缺少八月份的明细');
    const ask = { keys: ['contract', 'statement'], note: note() };
    await does(id, 'askPapers', officer('agent3'), ask);
    expect(outcome(await onOrder(id, 'askPapers', officer('agent3'), { ...ask, keys: ['bank'] }))).toBe('422 key-reused');
    expect(outcome(await onOrder(id, 'askPapers', officer('agent3'), { ...ask, note: { ...ask.note, text: '别的' } }))).toBe(
      '422 key-reused',
    );
    const files = await handIn(id, 'contract', 'statement');
    const swapped = [
      { key: 'statement', uploadIds: files.slice(0, 1) },
      { key: 'contract', uploadIds: files.slice(1) },
    ];
    expect(outcome(await onOrder(id, 'supplement', the.taxpayer(), { papers: swapped }))).toBe('422 key-reused');
    await does(id, 'reviewPapers', officer('agent3'), { verdicts: [returned('contract')], reason });
    expect(outcome(await onOrder(id, 'reviewPapers', officer('agent3'), { verdicts: [returned('statement')], reason }))).toBe(
      '422 key-reused',
    );
    // A text of one command cannot be used by another.
    const result = { textId: reason.id, text: reason.text };
    expect(outcome(await onOrder(id, 'finish', officer('agent3'), result))).toBe('422 key-reused');
    // Nor can another person's text.
    expect(outcome(await onOrder(id, 'release', officer('agent1'), { note: reason }))).toBe('422 key-reused');
  });
});

describe('a key used again', () => {
  it('is refused for another command of the same person, which is not carried out, with a text or without', async () => {
    const id = await order();
    const key = randomUUID();
    const asked = { keys: ['contract'], note: note() };
    expect(outcome(await onOrder(id, 'askPapers', officer('agent1'), asked, key))).toBe('awaiting-materials');
    for (const [type, body] of [
      ['release', {}],
      ['finish', content()],
    ] as const)
      expect([type, outcome(await onOrder(id, type, officer('agent1'), body, key))]).toEqual([type, '422 key-reused']);
    expect(await events(id)).toEqual(['opened', 'claimed', 'papers-asked']);
    // With a new key the command succeeds, and the first key still returns its answer.
    await handIn(id, 'contract');
    await does(id, 'release', officer('agent1'));
    expect(outcome(await onOrder(id, 'askPapers', officer('agent1'), asked, key))).toBe('in-progress');
    expect(await events(id)).toEqual(['opened', 'claimed', 'papers-asked', 'supplemented', 'released']);
  });

  it('of another person carries out their own command', async () => {
    const id = await order();
    const key = randomUUID();
    expect(outcome(await onOrder(id, 'advance', officer('agent1'), {}, key))).toBe('in-progress');
    await does(id, 'claim', officer('agent3'));
    expect(outcome(await onOrder(id, 'release', officer('agent3'), {}, key))).toBe('in-progress');
    expect(await events(id)).toEqual(['opened', 'claimed', 'advanced', 'claimed', 'released']);
  });

  it('is refused for the same command to another person', async () => {
    const id = await order();
    const key = randomUUID();
    const reassign = (login: Login) => onOrder(id, 'reassign', officer('supervisor1'), { officerId: officer(login).id }, key);
    expect(outcome(await reassign('agent2'))).toBe('in-progress');
    expect(outcome(await reassign('agent3'))).toBe('422 key-reused');
    expect(outcome(await reassign('agent2'))).toBe('in-progress');
    expect(await events(id)).toEqual(['opened', 'claimed', 'reassigned']);
  });

  it('of two different commands at once lets one through', async () => {
    const id = await order();
    const key = randomUUID();
    const ask = (type: string) => onOrder(id, type, officer('agent1'), {}, key);
    expect((await Promise.all([ask('advance'), ask('release')])).map(outcome).toSorted()).toEqual(['422 key-reused', 'in-progress']);
    expect(await events(id)).toHaveLength(3);
  });
});

describe('texts of commands', () => {
  it('are told as they were written', async () => {
    const id = await order(question());
    const text = `𠮷野家 <script>alert('1')</script> 👩‍💼 ${'𠮷'.repeat(4_900)}`;
    await does(id, 'finish', officer('agent1'), content(text));
    expect((await read(id, the.taxpayer())).story.find(({ type }) => type === 'finished')?.text).toBe(text);
  });
  it('are 5,000 characters at most, there at all, and such as can be kept', async () => {
    const id = await order(question());
    for (const [text, code] of [
      ['𠮷'.repeat(5_001), 'too-long'],
      ['  ', 'required'],
      ['a\0b', 'invalid'],
      ['\ud800', 'invalid'],
    ] as const)
      expect(faultsOf(await onOrder(id, 'finish', officer('agent1'), content(text)))).toEqual({ text: code });
    await does(id, 'finish', officer('agent1'), content('𠮷'.repeat(5_000)));
  });
  it('are not lost with the key or the shape', async () => {
    const id = await order(question());
    const answer = await web.ask('POST', `/api/cases/${id}/commands/sendBack`, { as: officer('agent1'), body: { to: 'Ä!' } });
    expect(faultsOf(answer)).toEqual({ to: 'invalid', reason: 'required', 'Idempotency-Key': 'required' });
    expect((await onOrder(id, 'explode', the.taxpayer())).status).toBe(404);
    expect(codeOf(await onOrder(randomUUID(), 'urge', the.taxpayer()))).toBe('not-found');
    // Commands of orders only are not allowed on a 留言.
    expect(codeOf(await onOrder(await the.message(), 'advance', officer('agent2')))).toBe('not-allowed');
  });
});

describe('派单异议', () => {
  it('comes back to whoever opened the order, and the taxpayer hears nothing of it', async () => {
    const id = await order(opening(), null);
    await does(id, 'claim', officer('agent1'));
    await does(id, 'dispute', officer('agent1'), { reason: note('不属于本组职责') });
    expect((await read(id, officer('agent2'))).actions).toContain('dispatch');
    expect(outcome(await onOrder(id, 'dispatch', officer('agent1')))).toBe('409 not-assignee');
    await does(id, 'dispatch', officer('agent2'), { officerId: officer('agent1').id, note: note('仍请受理') });
    const [mine, theirs] = [await read(id, the.taxpayer()), await read(id, officer('agent3'))];
    expect(mine.story.map(({ type }) => type)).toEqual(['opened', 'assigned']);
    expect(mine.order.disputes).toBe(0);
    expect(theirs.story.map(({ type }) => type)).toEqual(['opened', 'claimed', 'disputed', 'dispatched']);
    expect([theirs.story[2]?.text, theirs.order.disputes]).toEqual(['不属于本组职责', 1]);
    for (const hidden of ['不属于本组职责', '仍请受理']) expect(JSON.stringify(mine)).not.toContain(hidden);
  });
});

describe('who may send which command to an order of binhai-1', () => {
  const bodies: Record<string, () => object> = {
    claim: () => ({}),
    release: () => ({}),
    handOver: () => ({ to: { officerId: officer('agent2').id }, note: note() }),
    advance: () => ({}),
    sendBack: () => ({ to: 'accept', reason: note() }),
    askPapers: () => ({ keys: ['contract'], note: note() }),
    supplement: () => ({ papers: [{ key: 'contract', uploadIds: [handed] }] }),
    reviewPapers: () => ({ verdicts: [waived('bank')], reason: note() }),
    finish: content,
    dispute: () => ({ reason: note() }),
    dispatch: () => ({}),
    urge: () => ({}),
    terminate: () => ({ reason: note() }),
    rate: () => ({ resolved: true, stars: 5 }),
    reassign: () => ({ officerId: officer('agent2').id }),
    end: () => ({ reason: note() }),
  };
  let handed = '';
  const taxpayersOnly = ['supplement', 'urge', 'terminate', 'rate'];
  const supervisorsOnly = ['reassign', 'end'];
  /** 403: may see it, but not do this. 404: it does not exist for them. Otherwise the rule decides. */
  const refused: Record<string, (type: string) => number | null> = {
    'its taxpayer': (type) => (taxpayersOnly.includes(type) ? null : 403),
    'another identity of the same person': () => 404,
    'another taxpayer': () => 404,
    'an agent of the centre': (type) => (taxpayersOnly.includes(type) || supervisorsOnly.includes(type) ? 403 : null),
    'a supervisor of the centre': (type) => (taxpayersOnly.includes(type) ? 403 : null),
    'an agent of another centre': () => 404,
    'a supervisor of another centre': () => 404,
    'an agent of another region': () => 404,
    'the administrator of the region': () => 403,
    nobody: () => 401,
  };
  const people: Record<string, (() => Promise<Who>) | Login> = {
    'its taxpayer': () => Promise.resolve(the.taxpayer()),
    'another identity of the same person': () => web.taxpayer('li-xue'),
    'another taxpayer': () => web.taxpayer('zhao-min'),
    'an agent of the centre': 'agent1',
    'a supervisor of the centre': 'supervisor1',
    'an agent of another centre': 'agent4',
    'a supervisor of another centre': 'supervisor2',
    'an agent of another region': 'agent6',
    'the administrator of the region': 'admin',
    nobody: () => Promise.resolve({}),
  };

  it.each(Object.keys(refused))(
    '%s',
    async (name) => {
      const who = people[name] ?? 'agent1';
      const as = typeof who === 'string' ? officer(who) : await who();
      const id = await order(opening(), null);
      // Commands that end an order come last, so that the others meet a running one.
      const last = ['terminate', 'end'];
      for (const type of [...Object.keys(bodies).filter((type) => !last.includes(type)), ...last]) {
        if (type === 'supplement') handed = await upload();
        const { status } = await onOrder(id, type, as, bodies[type]?.());
        const expected = refused[name]?.(type) ?? null;
        if (expected === null) expect([type, [200, 409].includes(status)]).toEqual([type, true]);
        else expect([type, status]).toEqual([type, expected]);
      }
    },
    30_000,
  );
});
