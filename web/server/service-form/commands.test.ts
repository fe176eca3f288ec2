import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { sweepUnadopted } from '../../../db/contents.ts';
import { serviceFormCommandTypes } from '../../../domain/service-form/decide.ts';
import { accepted, formDesk, required, returned, waived, type Filled } from '../../../tests/support/form-desk.ts';
import { eventually } from '../../../tests/support/message.ts';
import { codeOf, content, detailsOf, faultsOf, note, outcome, type Login } from '../../../tests/support/order-desk.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
const the = formDesk(web);
const { accepts, completed, events, fills, filled, form, officer, onForm, readForm, recalled, submitted, taxpayer, upload } = the;

const papersOf = async (id: string, as: Who = taxpayer()) => (await readForm(id, as)).form.papers;
const draftsOf = async (id: string) =>
  Object.fromEntries((await papersOf(id)).map(({ key, draft }) => [key, draft.map((file) => file.id)]));
const uploadsOf = ({ papers }: Filled, key: string): string[] => papers.find((paper) => paper.key === key)?.uploadIds ?? [];
const idsOf = ({ papers }: Filled): string[] => papers.flatMap(({ uploadIds }) => uploadIds);
/** Files and texts that the form's events refer to and nothing has adopted. */
const letGo = async (id: string): Promise<string[]> => {
  const named = web.knex('case_events').where({ case_id: id }).select(web.knex.raw(`jsonb_array_elements_text(data -> 'uploadIds')::uuid`));
  const files = await web.knex('uploads').whereNull('case_id').whereIn('id', named).pluck<string[]>('id');
  const texts = await web.knex('texts').where({ case_id: id, adopted_at: null }).pluck<string[]>('id');
  return [...files, ...texts].toSorted();
};

describe('a form', () => {
  it('is carried to its end: filled in, confirmed, returned, corrected, accepted, with its result', async () => {
    const id = await form();
    expect((await readForm(id, taxpayer())).actions).toEqual(['view', 'save', 'confirm']);
    await fills(id, 'save', taxpayer(), { ...(await filled('application')), note: note('还差一份') });
    const filledIn = await filled(...required, 'industry');
    await fills(id, 'confirm', taxpayer(), { ...filledIn, note: note('材料齐了') });
    expect((await readForm(id, taxpayer())).actions).toEqual(['view']);

    const desk = await readForm(id, officer('agent1'));
    expect([desk.status, desk.form.note, desk.clock?.purpose]).toEqual(['submitted', '材料齐了', 'review']);
    expect(desk.actions).toEqual(expect.arrayContaining(['reviewPapers', 'askPapers', 'recall', 'handOver']));
    expect(desk.actions).not.toContain('complete');
    await fills(id, 'reviewPapers', officer('agent1'), {
      verdicts: [accepted('application'), returned('account'), returned('industry')],
      reason: note('证明没有盖章'),
    });
    expect(await papersOf(id)).toMatchObject([
      { key: 'application', status: 'accepted', reason: null },
      { key: 'account', status: 'returned', reason: '证明没有盖章' },
      { key: 'industry', status: 'returned', reason: '证明没有盖章' },
      { key: 'input', status: 'missing', required: false },
    ]);
    // An optional paper that is not handed in again is left out.
    const corrected = await filled('account');
    await fills(id, 'confirm', taxpayer(), corrected);
    expect((await papersOf(id)).map(({ status }) => status)).toEqual(['accepted', 'handed-in', 'waived', 'missing']);
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('account', 2)] });
    const paper = await upload(officer('agent1'), 'officer');
    await fills(id, 'complete', officer('agent1'), { ...content('退税款已退至账户。'), uploadIds: [paper] });

    for (const reader of [taxpayer(), officer('agent2')]) {
      const page = await readForm(id, reader);
      expect(page).toMatchObject({ status: 'completed', outcome: 'completed', clock: null });
      expect(page.form.result).toMatchObject({ text: '退税款已退至账户。', files: [{ id: paper }] });
      expect(page.actions).toEqual(['view']);
    }
    expect(await events(id)).toEqual([...['sent', 'saved', 'confirmed', 'papers-reviewed', 'confirmed', 'papers-reviewed', 'completed']]);
    const audited = await web.knex('audit_log').where({ object_kind: 'case', object_id: id }).whereNot({ action: 'view' }).pluck('action');
    expect(audited).toEqual(['sendForm', 'save', 'confirm', 'reviewPapers', 'confirm', 'reviewPapers', 'complete']);
    const notices = await web.knex('notices').where({ case_id: id }).orderBy('version').pluck('kind');
    expect(notices).toEqual(['form-sent', 'form-returned', 'form-accepted', 'form-completed']);
  });

  it('that is recalled while it is confirmed is one of the two, and the other is told who did what', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await form();
      const papers = await filled(...required);
      const both = [
        () => onForm(id, 'confirm', taxpayer(), papers),
        () => onForm(id, 'recall', officer('agent1'), { reason: note('改由窗口办理') }),
      ];
      const [a, b] = await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((act) => act()));
      const outcomes = [a, b].map((answer) => answer && outcome(answer)).toSorted();
      // A confirmed form can still be recalled; a recalled one cannot be confirmed.
      expect([
        ['409 form-recalled', 'recalled'],
        ['recalled', 'submitted'],
      ]).toContainEqual(outcomes);
      const told = await events(id);
      expect(told).toEqual(outcomes.includes('submitted') ? ['sent', 'confirmed', 'closed'] : ['sent', 'closed']);
    }
  });

  it('that nobody holds can be claimed once, also by two at once', async () => {
    const id = await form();
    await fills(id, 'release', officer('agent1'), { note: note('请他人接手') });
    const answers = await Promise.all((['agent1', 'agent2'] as const).map((login) => onForm(id, 'claim', officer(login))));
    expect(answers.map(outcome).toSorted()).toEqual(['409 already-claimed', 'sent']);
    const holder = answers[0]?.status === 200 ? 'agent1' : 'agent2';
    expect((await readForm(id, officer('agent3'))).assignee?.id).toBe(officer(holder).id);
  });

  it('that is released when it is to be judged goes to an agent who knows it and is on duty', async () => {
    const id = await form();
    await submitted(id);
    await web.knex('officers').where({ login: 'agent3' }).update({ status: 'online' });
    await fills(id, 'release', officer('agent1'));
    await web.knex('officers').update({ status: 'away' });
    expect((await readForm(id, officer('agent2'))).assignee?.id).toBe(officer('agent3').id);
    expect(await events(id)).toEqual(['sent', 'confirmed', 'released', 'assigned']);
  });

  it('is handed over within its centre only, and by a supervisor to anybody there', async () => {
    const id = await form();
    const to = (login: Login) => ({ to: { officerId: officer(login).id }, note: note() });
    for (const login of ['agent4', 'agent6', 'admin'] as const) {
      const answer = await onForm(id, 'handOver', officer('agent1'), to(login));
      expect([outcome(answer), faultsOf(answer)]).toEqual(['422 officer-unknown', { 'to.officerId': 'not-a-choice' }]);
    }
    expect(outcome(await onForm(id, 'handOver', officer('agent1'), { ...to('agent2'), to: { officerId: taxpayer().id } }))).toBe(
      '422 officer-unknown',
    );
    expect(outcome(await onForm(id, 'handOver', officer('agent2'), to('agent3')))).toBe('409 not-assignee');
    await fills(id, 'handOver', officer('agent1'), to('agent2'));
    await fills(id, 'reassign', officer('supervisor1'), { officerId: officer('agent3').id });
    expect((await readForm(id, officer('agent1'))).assignee?.id).toBe(officer('agent3').id);
    // The sender has handed it over.
    expect(outcome(await onForm(id, 'recall', officer('agent1'), { reason: note() }))).toBe('409 not-assignee');
  });

  it('can be asked for anew before its result is written', async () => {
    const id = await form();
    await submitted(id);
    await accepts(id);
    expect((await readForm(id, officer('agent1'))).actions).toEqual(expect.arrayContaining(['complete', 'askPapers']));
    await fills(id, 'askPapers', officer('agent1'), { keys: ['application', 'input'], note: note('请换成新版表样') });
    expect(await papersOf(id)).toMatchObject([
      { key: 'application', status: 'returned', reason: '请换成新版表样', revision: 1 },
      { key: 'account', status: 'accepted' },
      { key: 'industry', status: 'missing' },
      { key: 'input', status: 'missing', revision: 0 },
    ]);
    expect(outcome(await onForm(id, 'complete', officer('agent1'), content()))).toBe('409 awaiting-taxpayer');
    await fills(id, 'confirm', taxpayer(), await filled('application', 'input'));
    expect(await papersOf(id)).toMatchObject([{ status: 'handed-in', revision: 2 }, {}, {}, { status: 'handed-in', revision: 1 }]);
  });
});

describe('what is filled in', () => {
  it('half is kept, wherever it is opened again, and is nobody else’s to see', async () => {
    const id = await form();
    const half = await filled('application');
    await fills(id, 'save', taxpayer(), { ...half, note: note('写了一半') });
    const again = await readForm(id, await web.taxpayer('li-xue-whale'));
    expect(again.form).toMatchObject({ note: '写了一半', saved: true });
    expect(again.form.papers[0]).toMatchObject({ key: 'application', status: 'missing', files: [] });
    expect(await draftsOf(id)).toEqual({ application: uploadsOf(half, 'application'), account: [], industry: [], input: [] });

    for (const login of ['agent1', 'supervisor1'] as const) {
      const page = await readForm(id, officer(login));
      expect(page.form).toMatchObject({ note: null, saved: true });
      expect(page.story.map(({ type }) => type)).toEqual(['sent']);
      for (const hidden of ['写了一半', ...uploadsOf(half, 'application')]) expect(JSON.stringify(page)).not.toContain(hidden);
    }
    expect((await readForm(id, taxpayer())).story.map(({ type }) => type)).toEqual(['sent']);
  });

  it('can be saved again and again: changed, as it was before, and with nothing in it', async () => {
    const id = await form();
    const [first, second] = [await filled('application'), await filled('application', 'account')];
    const words = note('第一稿');
    for (const [wanted, body] of [
      [first, { ...first, note: words }],
      [second, { ...second, note: null }],
      // The same text under the same id, with another draft in between; also with other files.
      [first, { ...first, note: words }],
      [second, { ...second, note: words }],
    ] as const) {
      await fills(id, 'save', taxpayer(), body);
      expect((await readForm(id, taxpayer())).form.note).toBe(body.note?.text ?? null);
      expect((await draftsOf(id))['account']).toEqual(uploadsOf(wanted, 'account'));
      expect((await draftsOf(id))['application']).toEqual(uploadsOf(wanted, 'application'));
    }
    await fills(id, 'save', taxpayer(), { papers: [{ key: 'application', uploadIds: [] }] });
    expect(await draftsOf(id)).toEqual({ application: [], account: [], industry: [], input: [] });
    expect((await readForm(id, taxpayer())).form).toMatchObject({ note: null, saved: true });
    expect(await events(id)).toEqual(['sent', 'saved', 'saved', 'saved', 'saved', 'saved']);
  });

  it('starts the time to hand in anew', async () => {
    const id = await form();
    const due = async () => (await web.knex('cases').where({ id }).first<{ state: { clock: { startedAt: number } } }>('state')).state.clock;
    const before = await due();
    await fills(id, 'save', taxpayer(), { papers: [] });
    expect((await due()).startedAt).toBeGreaterThan(before.startedAt);
  });

  it('is confirmed with the files and the words that were saved', async () => {
    const id = await form();
    const draft = { ...(await filled(...required)), note: note('请审核') };
    await fills(id, 'save', taxpayer(), draft);
    // Equal contents: only the command type differs.
    await fills(id, 'confirm', taxpayer(), draft);
    expect(await events(id)).toEqual(['sent', 'saved', 'confirmed']);
    expect(await papersOf(id, officer('agent1'))).toMatchObject([
      { key: 'application', status: 'handed-in', files: [{ id: uploadsOf(draft, 'application')[0] }] },
      { key: 'account', status: 'handed-in', files: [{ id: uploadsOf(draft, 'account')[0] }] },
      { status: 'missing' },
      { status: 'missing' },
    ]);
    expect((await readForm(id, officer('agent1'))).form.note).toBe('请审核');
    expect((await readForm(id, taxpayer())).form).toMatchObject({ saved: false, note: '请审核' });
    expect(await draftsOf(id)).toEqual({ application: [], account: [], industry: [], input: [] });
  });

  it('and is wanted no more is let go, to be removed: what counts, and what was handed in once, stays', async () => {
    const [id, other] = [await form(), await form()];
    const [first, second, third] = [await filled('application'), await filled(...required), await filled('account')];
    const [old, kept] = [note('第一稿'), note('第二稿')];
    await fills(other, 'save', taxpayer(), { ...(await filled('application')), note: note('另一张') });
    await fills(id, 'save', taxpayer(), { ...first, note: old });
    expect(await letGo(id)).toEqual([]);
    await fills(id, 'save', taxpayer(), { ...second, note: kept });
    expect(await letGo(id)).toEqual([...idsOf(first), old.id].toSorted());
    await fills(id, 'confirm', taxpayer(), { ...second, note: kept });
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('application'), returned('account')], reason: note() });
    await fills(id, 'save', taxpayer(), third);
    expect(await letGo(id)).toEqual([...idsOf(first), old.id].toSorted());
    await recalled(id);
    expect(await letGo(id)).toEqual([...idsOf(first), old.id, ...idsOf(third)].toSorted());
    expect((await papersOf(id, officer('agent1')))[1]?.files).toMatchObject([{ id: uploadsOf(second, 'account')[0] }]);
    await sweepUnadopted(web.knex, new Date(Date.now() + 60_000), () => Promise.resolve());
    expect(await web.knex('uploads').whereIn('id', [...idsOf(first), ...idsOf(third)])).toEqual([]);
    expect(await web.knex('uploads').whereIn('id', idsOf(second))).toHaveLength(2);
    expect((await readForm(other, taxpayer())).form).toMatchObject({ note: '另一张', saved: true });
  });

  it('may hold again a file that was returned, and one that is of another paper', async () => {
    const id = await form();
    const papers = await submitted(id);
    await fills(id, 'reviewPapers', officer('agent1'), {
      verdicts: [accepted('application'), returned('account')],
      reason: note('请核对后重新提交'),
    });
    const again = { papers: [{ key: 'account', uploadIds: uploadsOf(papers, 'account') }] };
    await fills(id, 'save', taxpayer(), again);
    await fills(id, 'confirm', taxpayer(), again);
    expect((await papersOf(id))[1]).toMatchObject({ status: 'handed-in', revision: 2, files: [{ id: uploadsOf(papers, 'account')[0] }] });
  });

  it('holds one’s own files only, none twice, as many for a paper as the region allows', async () => {
    const [id, otherForm] = [await form(), await form()];
    const zhao = await web.taxpayer('zhao-min');
    const [mine, second, theirs, officers] = await Promise.all([upload(), upload(), upload(zhao), upload(officer('agent1'), 'officer')]);
    const taken = uploadsOf(await submitted(otherForm), 'application')[0] ?? '';
    for (const type of ['save', 'confirm']) {
      const send = (...papers: object[]) => onForm(id, type, taxpayer(), { papers });
      const refused = await send(
        { key: 'application', uploadIds: [mine, theirs] },
        { key: 'account', uploadIds: [officers, mine, randomUUID(), taken] },
      );
      expect([outcome(refused), faultsOf(refused)]).toEqual([
        '422 upload-unknown',
        {
          'papers.0.uploadIds.1': 'upload-unknown',
          'papers.1.uploadIds.0': 'upload-unknown',
          'papers.1.uploadIds.1': 'upload-unknown',
          'papers.1.uploadIds.2': 'upload-unknown',
          'papers.1.uploadIds.3': 'upload-unknown',
        },
      ]);
      await the.withSetting('upload.maxFiles', 1, async () => {
        expect(faultsOf(await send({ key: 'application', uploadIds: [mine, second] }))).toEqual({
          'papers.0.uploadIds': 'upload-too-many',
        });
        // The limit is per paper, not in total.
        if (type === 'save')
          await fills(id, 'save', taxpayer(), {
            papers: [
              { key: 'application', uploadIds: [mine] },
              { key: 'account', uploadIds: [second] },
            ],
          });
      });
      expect(outcome(await send({ key: 'licence', uploadIds: [mine] }))).toBe('409 paper-unknown');
      expect(outcome(await send({ key: 'account', uploadIds: [mine] }, { key: 'account', uploadIds: [second] }))).toBe('409 paper-unknown');
      expect(faultsOf(await send({ key: 'Ä!', uploadIds: [mine] }))).toEqual({ 'papers.0.key': 'invalid' });
    }
    expect(await events(id)).toEqual(['sent', 'saved']);
  });

  it('is no longer taken once it is confirmed', async () => {
    const id = await form();
    const papers = await submitted(id);
    expect(outcome(await onForm(id, 'save', taxpayer(), papers))).toBe('409 form-submitted');
    expect(outcome(await onForm(id, 'save', taxpayer(), { papers: [] }))).toBe('409 form-submitted');
    await accepts(id);
    expect(outcome(await onForm(id, 'save', taxpayer(), { papers: [] }))).toBe('409 form-submitted');
  });

  it('has of a returned form only what is wanted still', async () => {
    const id = await form();
    await submitted(id);
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('application'), returned('account')], reason: note() });
    expect(outcome(await onForm(id, 'save', taxpayer(), await filled('application')))).toBe('409 paper-settled');
    expect(outcome(await onForm(id, 'confirm', taxpayer(), await filled('application', 'account')))).toBe('409 paper-settled');
    await fills(id, 'save', taxpayer(), await filled('account', 'industry'));
  });
});

describe('confirming', () => {
  it('with required papers missing is refused, and says which', async () => {
    const id = await form();
    const attempts: [string[], string][] = [
      [[], 'application,account'],
      [['industry'], 'application,account'],
      [['account'], 'application'],
    ];
    for (const [keys, missing] of attempts) {
      const answer = await onForm(id, 'confirm', taxpayer(), await filled(...keys));
      expect([outcome(answer), detailsOf(answer)]).toEqual(['409 papers-missing', { keys: missing }]);
    }
    // Saved entries do not count for a confirmation.
    await fills(id, 'save', taxpayer(), await filled('application'));
    expect(detailsOf(await onForm(id, 'confirm', taxpayer(), await filled('account')))).toEqual({ keys: 'application' });
    const empty = await onForm(id, 'confirm', taxpayer(), { papers: [{ key: 'application', uploadIds: [] }] });
    expect([empty.status, faultsOf(empty)]).toEqual([422, { 'papers.0.uploadIds': 'required' }]);
    expect(await events(id)).toEqual(['sent', 'saved']);
  });

  it('twice under one key is one, also at once; under another it is over', async () => {
    const id = await form();
    const body = { ...(await filled(...required)), note: note('请审核') };
    const key = randomUUID();
    const send = () => onForm(id, 'confirm', taxpayer(), body, key);
    const [first, second] = await Promise.all([send(), send()]);
    expect([outcome(first), second.body]).toEqual(['submitted', first.body]);
    expect((await send()).body).toEqual(first.body);
    expect(outcome(await onForm(id, 'confirm', taxpayer(), body))).toBe('409 form-submitted');
    expect(await events(id)).toEqual(['sent', 'confirmed']);
  });

  it('at once under two keys is one of them', async () => {
    const id = await form();
    const bodies = await Promise.all([filled(...required), filled(...required)]);
    const answers = await Promise.all(bodies.map((body) => onForm(id, 'confirm', taxpayer(), body)));
    expect(answers.map(outcome).toSorted()).toEqual(['409 form-submitted', 'submitted']);
    const won = bodies[answers.findIndex(({ status }) => status === 200)] ?? { papers: [] };
    expect((await papersOf(id))[0]?.files.map((file) => file.id)).toEqual(uploadsOf(won, 'application'));
  });
});

describe('judging', () => {
  it('is about the revision that was looked at', async () => {
    const id = await form();
    await submitted(id);
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('application'), returned('account')], reason: note() });
    await fills(id, 'confirm', taxpayer(), await filled('account'));
    expect(outcome(await onForm(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('account')] }))).toBe('409 paper-replaced');
    expect(outcome(await onForm(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('account', 3)] }))).toBe('409 paper-replaced');
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('account', 2)] });
  });

  it('is refused of papers that are not there, not handed in, settled, or twice, and without a reason where one is owed', async () => {
    const id = await form();
    const judge = async (verdicts: object[], reason: object | null = note()) =>
      outcome(await onForm(id, 'reviewPapers', officer('agent1'), { verdicts, reason }));
    expect(await judge([accepted('application')])).toBe('409 awaiting-taxpayer');
    await submitted(id);
    expect(await judge([accepted('licence')])).toBe('409 paper-unknown');
    expect(await judge([accepted('application'), returned('application')])).toBe('409 paper-unknown');
    expect(await judge([accepted('industry', 0)])).toBe('409 paper-not-handed-in');
    expect(await judge([returned('application')], null)).toBe('409 reason-missing');
    expect(await judge([waived('industry')], null)).toBe('409 reason-missing');
    expect(await judge([waived('industry')])).toBe('submitted');
    expect(await judge([waived('industry')])).toBe('409 paper-settled');
    expect(outcome(await onForm(id, 'complete', officer('agent1'), content()))).toBe('409 papers-unjudged');
    expect(await judge([accepted('application')], null)).toBe('submitted');
    expect(outcome(await onForm(id, 'complete', officer('agent1'), content()))).toBe('409 papers-unjudged');
    expect(await judge([accepted('account')], null)).toBe('accepted');
    expect(outcome(await onForm(id, 'reviewPapers', officer('agent2'), { verdicts: [waived('input')], reason: note() }))).toBe(
      '409 not-assignee',
    );
  });

  it('by two at once is one of them', async () => {
    const id = await form();
    await submitted(id);
    const verdicts = [{ verdicts: [accepted('application')] }, { verdicts: [returned('application')], reason: note() }];
    const answers = await Promise.all(verdicts.map((body) => onForm(id, 'reviewPapers', officer('agent1'), body)));
    expect(answers.map(outcome).toSorted()).toEqual(['409 paper-not-handed-in', 'submitted']);
  });
});

describe('who sees which files', () => {
  it('officers see what was handed in before, the taxpayer what counts, and nobody but the taxpayer a draft', async () => {
    const id = await form();
    const first = await submitted(id);
    await fills(id, 'reviewPapers', officer('agent1'), {
      verdicts: [accepted('application'), returned('account')],
      reason: note('不清晰'),
    });
    const second = await filled('account');
    await fills(id, 'confirm', taxpayer(), second);
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [returned('account', 2)], reason: note('仍不清晰') });
    const draft = await filled('account');
    await fills(id, 'save', taxpayer(), draft);
    const [old, now, unsent] = [first, second, draft].map((papers) => uploadsOf(papers, 'account')[0] ?? '');

    const mine = await readForm(id, taxpayer());
    expect(mine.form.papers[1]).toMatchObject({
      revision: 2,
      files: [{ id: now }],
      earlier: [],
      draft: [{ id: unsent }],
      reason: '仍不清晰',
    });
    expect(JSON.stringify(mine)).not.toContain(old);
    const desk = await readForm(id, officer('agent2'));
    expect(desk.form.papers[1]).toMatchObject({
      files: [{ id: now }],
      earlier: [{ revision: 1, files: [{ id: old }], reason: '不清晰' }],
      draft: [],
    });
    expect(JSON.stringify(desk)).not.toContain(unsent);
  });

  it('a file is opened by the link that one was given, and the link is one file’s alone', async () => {
    const id = await form();
    const handedIn = await submitted(id);
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [returned('account')], reason: note() });
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [accepted('application')] });
    const draft = uploadsOf(await filled('account'), 'account')[0] ?? '';
    await fills(id, 'save', taxpayer(), { papers: [{ key: 'account', uploadIds: [draft] }] });
    const known = uploadsOf(handedIn, 'account')[0] ?? '';
    const [, account] = (await readForm(id, officer('agent1'))).form.papers;
    const link = account?.files[0]?.url ?? '';
    expect(link).toContain(known);
    // Another id with the same signature opens nothing; nor does the address without a signature, or the upload's address.
    expect(outcome(await web.ask('GET', link.replace(known, draft), { as: officer('agent1') }))).toBe('404 not-found');
    expect((await web.ask('GET', `/api/files/${draft}`, { as: officer('agent1') })).status).toBe(422);
    const head = await fetch(`${web.origin}/api/uploads/${draft}`, {
      method: 'HEAD',
      headers: { 'tus-resumable': '1.0.0', cookie: officer('agent1')['cookie'] ?? '', origin: web.origin },
    });
    expect(head.status).toBe(404);
    const taken = { ...content(), uploadIds: [draft] };
    expect(outcome(await onForm(id, 'complete', officer('agent1'), taken))).toBe('422 upload-unknown');
  });
});

describe('after the end', () => {
  const asks = async (id: string): Promise<[string, Who, object][]> => [
    ['save', taxpayer(), await filled('application')],
    ['confirm', taxpayer(), { ...(await filled(...required)), note: note() }],
    ['reviewPapers', officer('agent1'), { verdicts: [accepted('application')] }],
    ['askPapers', officer('agent1'), { keys: ['application'], note: note() }],
    ['complete', officer('agent1'), content()],
    ['recall', officer('agent1'), { reason: note() }],
    ['claim', officer('agent2'), {}],
    ['release', officer('agent1'), {}],
    ['handOver', officer('agent1'), { to: { officerId: officer('agent2').id }, note: note() }],
    ['reassign', officer('supervisor1'), { officerId: officer('agent2').id }],
    ['end', officer('supervisor1'), { reason: note(`结束 ${id}`) }],
  ];
  const ends: [string, (id: string) => Promise<void>, string, string][] = [
    ['completed', (id) => completed(id), '409 form-completed', 'officer'],
    ['recalled', (id) => recalled(id), '409 form-recalled', 'officer'],
    ['ended by the supervisor', (id) => fills(id, 'end', officer('supervisor1'), { reason: note() }), '409 form-recalled', 'officer'],
  ];
  it.each(ends)('of one that was %s everything is refused, and who did it is told', async (_, end, refusal, by) => {
    const id = await form();
    await end(id);
    const before = await events(id);
    const all = await asks(id);
    expect(all.map(([type]) => type).toSorted()).toEqual(serviceFormCommandTypes.filter((type) => type !== 'orderEnded').toSorted());
    for (const [type, as, body] of all) {
      const answer = await onForm(id, type, as, body);
      expect([type, outcome(answer), detailsOf(answer)]).toEqual([type, refusal, { by }]);
    }
    expect(await events(id)).toEqual(before);
    for (const reader of [taxpayer(), officer('agent1'), officer('supervisor1')])
      expect(
        (await readForm(id, reader)).actions.filter((action) => action !== 'view' && action !== 'inspect' && action !== 'retry'),
      ).toEqual([]);
  });

  it('of one that ran out of time the system did it', async () => {
    const id = await the.dayAndNight(() => the.withSetting('form.handInMinutes', 0.01, () => form()));
    await eventually(
      () => events(id),
      (types) => types.includes('closed'),
      20_000,
    );
    const page = await readForm(id, taxpayer());
    expect(page).toMatchObject({ status: 'expired', outcome: 'expired' });
    for (const [type, as, body] of await asks(id)) {
      const answer = await onForm(id, type, as, body);
      expect([type, outcome(answer), detailsOf(answer)]).toEqual([type, '409 form-expired', { by: 'system' }]);
    }
  });

  it('the last command again, word for word, has the first answer', async () => {
    const id = await form();
    const reason = { reason: note('不再需要') };
    const first = await onForm(id, 'recall', officer('agent1'), reason);
    expect((await onForm(id, 'recall', officer('agent1'), reason)).body).toEqual(first.body);
    expect(outcome(await onForm(id, 'recall', officer('agent1'), { reason: { ...reason.reason, text: '别的' } }))).toBe('422 key-reused');
  });

  it('nothing that was saved is left to fill in', async () => {
    const id = await form();
    await fills(id, 'save', taxpayer(), { ...(await filled('application')), note: note('写了一半') });
    await recalled(id);
    expect((await readForm(id, taxpayer())).form).toMatchObject({ saved: false, note: null });
    expect(await draftsOf(id)).toEqual({ application: [], account: [], industry: [], input: [] });
  });
});

describe('a command sent again', () => {
  it('with the same contents gives the same answer, also under another key; with others it is refused', async () => {
    const id = await form();
    await submitted(id);
    const ask = { keys: ['application'], note: note('请换新版') };
    const first = await onForm(id, 'askPapers', officer('agent1'), ask);
    expect((await onForm(id, 'askPapers', officer('agent1'), ask)).body).toEqual(first.body);
    expect(outcome(await onForm(id, 'askPapers', officer('agent1'), { ...ask, keys: ['account'] }))).toBe('422 key-reused');
    expect(outcome(await onForm(id, 'askPapers', officer('agent1'), { ...ask, note: { ...ask.note, text: '别的' } }))).toBe(
      '422 key-reused',
    );
    expect(outcome(await onForm(id, 'recall', officer('agent1'), { reason: ask.note }))).toBe('422 key-reused');
    // An officer's text cannot be used by the taxpayer either.
    expect(outcome(await onForm(id, 'save', taxpayer(), { papers: [], note: ask.note }))).toBe('422 key-reused');
    expect((await events(id)).filter((type) => type === 'papers-asked')).toHaveLength(1);
  });
});

describe('texts of commands', () => {
  // Markup, four-byte characters, a composed emoji, and right-to-left text.
  const written = `𠮷野家 <script>alert('1')</script> &amp; 👩‍👩‍👧‍👦 \u202Eשלום\u202C مرحبا ${'𠮷'.repeat(4_900)}`;

  it('are told as they were written, all of them', async () => {
    const id = await form({ text: written });
    await fills(id, 'save', taxpayer(), { papers: [], note: note(written) });
    expect((await readForm(id, taxpayer())).form.note).toBe(written);
    await fills(id, 'confirm', taxpayer(), { ...(await filled(...required)), note: note(written) });
    expect((await readForm(id, officer('agent1'))).form.note).toBe(written);
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [returned('application')], reason: note(written) });
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: [returned('account')], reason: note(written) });
    expect((await papersOf(id))[0]?.reason).toBe(written);
    await submitted(id);
    await fills(id, 'handOver', officer('agent1'), { to: { officerId: officer('agent2').id }, note: note(written) });
    await fills(id, 'handOver', officer('agent2'), { to: { officerId: officer('agent1').id }, note: note(written) });
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: required.map((key) => accepted(key, 2)) });
    await fills(id, 'complete', officer('agent1'), content(written));
    const [mine, desk] = [await readForm(id, taxpayer()), await readForm(id, officer('agent2'))];
    expect([mine.story[0]?.text, mine.form.result?.text]).toEqual([written, written]);
    // Notes among officers are not shown to the taxpayer.
    expect(mine.story.map(({ type }) => type)).not.toContain('handed-over');
    expect(desk.story.filter(({ type }) => type === 'handed-over').map(({ text }) => text)).toEqual([written, written]);
  });

  it('are 5,000 characters at most, there at all where they must, and such as can be kept', async () => {
    const id = await form();
    for (const [text, code] of [
      ['𠮷'.repeat(5_001), 'too-long'],
      ['  ', 'required'],
      ['a\0b', 'invalid'],
      ['\ud800', 'invalid'],
    ] as const) {
      expect(faultsOf(await onForm(id, 'save', taxpayer(), { papers: [], note: note(text) }))).toEqual({ 'note.text': code });
      expect(faultsOf(await onForm(id, 'recall', officer('agent1'), { reason: note(text) }))).toEqual({ 'reason.text': code });
      expect(faultsOf(await onForm(id, 'complete', officer('agent1'), content(text)))).toEqual({ text: code });
    }
  });

  it('are not lost with the key or the shape', async () => {
    const id = await form();
    const answer = await web.ask('POST', `/api/cases/${id}/commands/handOver`, {
      as: officer('agent1'),
      body: { to: { officerId: 'me' } },
    });
    expect(faultsOf(answer)).toEqual({ 'to.officerId': 'invalid', note: 'required', 'Idempotency-Key': 'required' });
    expect((await onForm(id, 'orderEnded', taxpayer())).status).toBe(404);
    expect(codeOf(await onForm(randomUUID(), 'save', taxpayer(), { papers: [] }))).toBe('not-found');
    // For a 留言 or an order, those who may see it are told that nobody may do this, whatever the body; others get not-found.
    for (const other of [await the.message(), await the.order()]) {
      expect(codeOf(await onForm(other, 'recall', officer('agent2'), { reason: 7 }))).toBe('not-allowed');
      expect(codeOf(await onForm(other, 'recall', officer('agent6'), { reason: 7 }))).toBe('not-found');
    }
  });
});

describe('who may send which command to a form of binhai-1', () => {
  const bodies: Record<string, () => Promise<object> | object> = {
    claim: () => ({}),
    release: () => ({}),
    handOver: () => ({ to: { officerId: officer('agent2').id }, note: note() }),
    save: () => ({ papers: [] }),
    confirm: () => filled(...required),
    reviewPapers: () => ({ verdicts: [waived('input')], reason: note() }),
    askPapers: () => ({ keys: ['input'], note: note() }),
    complete: () => content(),
    reassign: () => ({ officerId: officer('agent2').id }),
    recall: () => ({ reason: note() }),
    end: () => ({ reason: note() }),
  };
  const taxpayersOnly = ['save', 'confirm'];
  const supervisorsOnly = ['reassign', 'end'];
  /** 403: may see it, but not do this. 404: it does not exist for them. Otherwise the rule decides. */
  const refused: Record<string, (type: string) => number | null> = {
    'its taxpayer': (type) => (taxpayersOnly.includes(type) ? null : 403),
    'another identity of the same person': () => 404,
    'another person of the same company': () => 404,
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
    'its taxpayer': () => Promise.resolve(taxpayer()),
    'another identity of the same person': () => web.taxpayer('li-xue'),
    'another person of the same company': () => web.taxpayer('chen-zhiqiang-whale'),
    'another taxpayer': () => web.taxpayer('zhao-min'),
    'an agent of the centre': 'agent2',
    'a supervisor of the centre': 'supervisor1',
    'an agent of another centre': 'agent4',
    'a supervisor of another centre': 'supervisor2',
    'an agent of another region': 'agent6',
    'the administrator of the region': 'admin',
    nobody: () => Promise.resolve({}),
  };

  it('asks of every command', () => {
    expect(Object.keys(bodies).toSorted()).toEqual(serviceFormCommandTypes.filter((type) => type !== 'orderEnded').toSorted());
  });

  it.each(Object.keys(refused))('%s', async (name) => {
    const who = people[name] ?? 'agent1';
    const as = typeof who === 'string' ? officer(who) : await who();
    const id = await form();
    for (const [type, body] of Object.entries(bodies)) {
      const { status } = await onForm(id, type, as, await body());
      const expected = refused[name]?.(type) ?? null;
      if (expected === null) expect([type, [200, 409].includes(status)]).toEqual([type, true]);
      else expect([type, status]).toEqual([type, expected]);
    }
    if (name !== 'its taxpayer' && name !== 'a supervisor of the centre' && name !== 'an agent of the centre')
      expect(await events(id)).toEqual(['sent']);
  });
});
