import { describe, expect, it } from '@jest/globals';

import {
  afterAsking,
  afterConfirming,
  afterHandIn,
  afterVerdicts,
  areKnown,
  handInFault,
  isStillWanted,
  isUnsettled,
  isWanted,
  judgementFault,
  missingPapers,
  paperStatuses,
  unsettledPapers,
  wantedPapers,
  type Paper,
  type PaperStatus,
  type Verdict,
} from './papers.ts';

const paper = (key: string, status: PaperStatus, required = true): Paper => {
  const handed = status !== 'missing' && status !== 'waived';
  return { key, required, status, revision: handed ? 1 : 0, uploadIds: handed ? ['first'] : [] };
};
/** One that stands in every way, its status its key. */
const papers = paperStatuses.map((status) => paper(status, status));
const statusOf = (list: Paper[], key: string) => list.find((candidate) => candidate.key === key)?.status;

describe('what is wanted', () => {
  it('is all of it, before anything is handed in', () => {
    expect(
      wantedPapers([
        { key: 'contract', required: true },
        { key: 'licence', required: false },
      ]),
    ).toEqual([paper('contract', 'missing'), paper('licence', 'missing', false)]);
  });
  it.each<[PaperStatus, wanted: boolean, unsettled: boolean]>([
    ['missing', true, true],
    ['handed-in', false, true],
    ['accepted', false, false],
    ['returned', true, true],
    ['waived', false, false],
  ])('%s: waits for the taxpayer %p, stands in the way %p', (status, wanted, unsettled) => {
    expect(isWanted(paper('contract', status))).toBe(wanted);
    expect(isUnsettled(paper('contract', status))).toBe(unsettled);
    expect(unsettledPapers([paper('contract', status)])).toEqual(unsettled ? ['contract'] : []);
    expect(unsettledPapers([paper('contract', status, false)])).toEqual([]);
  });
});

describe('without what nothing goes on', () => {
  it.each<[PaperStatus, required: boolean, optional: boolean]>([
    ['missing', true, false],
    ['handed-in', false, false],
    ['accepted', false, false],
    // Whoever was told to correct it has to say that it will not come.
    ['returned', true, true],
    ['waived', false, false],
  ])('%s: a required one %p, an optional one %p', (status, required, optional) => {
    expect([isStillWanted(paper('contract', status)), isStillWanted(paper('contract', status, false))]).toEqual([required, optional]);
  });
  it.each<[PaperStatus, string[]]>([
    ['missing', ['contract']],
    ['handed-in', []],
    ['accepted', []],
    ['returned', ['contract']],
    ['waived', []],
  ])('the taxpayer owes a required one that is %s: %p, an optional one never', (status, owed) => {
    expect(missingPapers([paper('contract', status), paper('licence', status, false)])).toEqual(owed);
  });
});

describe('which ones are meant', () => {
  it.each<[string, string[], boolean]>([
    ['one', ['missing'], true],
    ['several', ['waived', 'missing', 'accepted'], true],
    ['none', [], false],
    ['an unknown one', ['unheard-of'], false],
    ['an unknown one among them', ['missing', 'unheard-of'], false],
    ['one twice', ['missing', 'accepted', 'missing'], false],
  ])('%s', (_, keys, known) => {
    expect(areKnown(papers, keys)).toBe(known);
  });
});

describe('handing in (rules 1 and 3)', () => {
  it.each<[PaperStatus, ReturnType<typeof handInFault>]>([
    ['missing', null],
    ['handed-in', 'paper-settled'],
    ['accepted', 'paper-settled'],
    ['returned', null],
    ['waived', 'paper-settled'],
  ])('one that is %s: %p', (key, fault) => {
    expect(handInFault(papers, [{ key, uploadIds: ['file'] }])).toBe(fault);
  });
  it.each<[string, Parameters<typeof handInFault>[1], ReturnType<typeof handInFault>]>([
    ['nothing', [], null],
    ['one that nobody wants', [{ key: 'unheard-of', uploadIds: ['file'] }], 'paper-unknown'],
    ['one without a file', [{ key: 'missing', uploadIds: [] }], 'paper-empty'],
    [
      'one twice',
      [
        { key: 'missing', uploadIds: ['file'] },
        { key: 'missing', uploadIds: ['other'] },
      ],
      'paper-unknown',
    ],
    [
      'a good one and a bad one',
      [
        { key: 'missing', uploadIds: ['file'] },
        { key: 'accepted', uploadIds: ['other'] },
      ],
      'paper-settled',
    ],
  ])('%s', (_, handed, fault) => {
    expect(handInFault(papers, handed)).toBe(fault);
  });
  it('makes a new revision with the new files, and leaves the others', () => {
    const after = afterHandIn(papers, [
      { key: 'missing', uploadIds: ['a', 'b'] },
      { key: 'returned', uploadIds: ['second'] },
    ]);
    expect(after).toEqual(
      papers.map((before) =>
        before.key === 'missing'
          ? { ...before, status: 'handed-in', revision: 1, uploadIds: ['a', 'b'] }
          : before.key === 'returned'
            ? { ...before, status: 'handed-in', revision: 2, uploadIds: ['second'] }
            : before,
      ),
    );
  });
});

describe('verdicts (rules 2 and 5)', () => {
  it.each<[PaperStatus, Record<Verdict['verdict'], ReturnType<typeof judgementFault>>]>([
    ['missing', { accepted: 'paper-not-handed-in', returned: 'paper-not-handed-in', waived: null }],
    ['handed-in', { accepted: null, returned: null, waived: null }],
    ['accepted', { accepted: 'paper-not-handed-in', returned: 'paper-not-handed-in', waived: 'paper-settled' }],
    ['returned', { accepted: 'paper-not-handed-in', returned: 'paper-not-handed-in', waived: null }],
    ['waived', { accepted: 'paper-not-handed-in', returned: 'paper-not-handed-in', waived: 'paper-settled' }],
  ])('on one that is %s', (key, faults) => {
    const revision = papers.find((candidate) => candidate.key === key)?.revision ?? 0;
    for (const [verdict, fault] of Object.entries(faults) as [Verdict['verdict'], string | null][])
      expect([verdict, judgementFault(papers, { verdicts: [{ key, verdict, revision }], reasonId: 'why' })]).toEqual([verdict, fault]);
  });
  it.each<[string, Verdict[]]>([
    ['an unknown one', [{ key: 'unheard-of', verdict: 'waived', revision: 0 }]],
    [
      'one twice, with different words',
      [
        { key: 'handed-in', verdict: 'accepted', revision: 1 },
        { key: 'handed-in', verdict: 'returned', revision: 1 },
      ],
    ],
  ])('cannot be given to %s', (_, given) => {
    expect(judgementFault(papers, { verdicts: given, reasonId: 'why' })).toBe('paper-unknown');
  });
  it.each<[Verdict['verdict'], number]>([
    ['accepted', 0],
    ['returned', 0],
    ['waived', 0],
    ['accepted', 2],
  ])('that are %s say nothing of files that were not looked at (revision %d)', (verdict, revision) => {
    expect(judgementFault(papers, { verdicts: [{ key: 'handed-in', verdict, revision }], reasonId: 'why' })).toBe('paper-replaced');
  });
  it('are at least one', () => {
    expect(judgementFault(papers, { verdicts: [], reasonId: 'why' })).toBe('paper-unknown');
  });
  it.each<[Verdict['verdict'], own: string | undefined, common: string | null, ReturnType<typeof judgementFault>]>([
    ['returned', undefined, null, 'reason-missing'],
    ['waived', undefined, null, 'reason-missing'],
    ['accepted', undefined, null, null],
    ['returned', 'blurred', null, null],
    ['waived', undefined, 'on file', null],
    ['returned', 'blurred', 'on file', null],
  ])('that are %s, with the reason %s of its own and %s of all (rule 7)', (verdict, own, common, fault) => {
    const given: Verdict = { key: 'handed-in', verdict, revision: 1, ...(own !== undefined && { reasonId: own }) };
    expect(judgementFault(papers, { verdicts: [given], reasonId: common })).toBe(fault);
  });
  it('need a reason each, not one of them', () => {
    const verdicts: Verdict[] = [
      { key: 'handed-in', verdict: 'returned', revision: 1, reasonId: 'blurred' },
      { key: 'missing', verdict: 'waived', revision: 0 },
    ];
    expect(judgementFault(papers, { verdicts, reasonId: null })).toBe('reason-missing');
  });
  it('change what they name, and keep its files', () => {
    const after = afterVerdicts(papers, [
      { key: 'handed-in', verdict: 'returned', revision: 1 },
      { key: 'missing', verdict: 'waived', revision: 0 },
    ]);
    expect(after.map(({ key, status }) => [key, status])).toEqual([
      ['missing', 'waived'],
      ['handed-in', 'returned'],
      ['accepted', 'accepted'],
      ['returned', 'returned'],
      ['waived', 'waived'],
    ]);
    expect(after.map(({ revision, uploadIds }) => ({ revision, uploadIds }))).toEqual(
      papers.map(({ revision, uploadIds }) => ({ revision, uploadIds })),
    );
  });
});

describe('asking anew (rule 4)', () => {
  it.each<[PaperStatus, PaperStatus]>([
    ['missing', 'missing'],
    ['handed-in', 'returned'],
    ['accepted', 'returned'],
    ['returned', 'returned'],
    // Nobody can return what was done without and never came.
    ['waived', 'missing'],
  ])('for one that is %s leaves it %s', (key, status) => {
    const after = afterAsking(papers, [key]);
    expect(statusOf(after, key)).toBe(status);
    expect(after.filter((candidate) => candidate.key !== key)).toEqual(papers.filter((candidate) => candidate.key !== key));
  });
  it('returns one that was handed in before it was waived', () => {
    const handedIn = afterVerdicts([paper('contract', 'handed-in')], [{ key: 'contract', verdict: 'waived', revision: 1 }]);
    expect(statusOf(afterAsking(handedIn, ['contract']), 'contract')).toBe('returned');
  });
});

describe('handing in all at once (rule 6)', () => {
  const optional = paperStatuses.map((status) => paper(status, status, false));

  it('does without an optional one that was returned and does not come again, and touches nothing else', () => {
    expect(afterConfirming(optional, [])).toEqual(optional.map((each) => (each.key === 'returned' ? { ...each, status: 'waived' } : each)));
  });
  it('leaves a required one returned', () => {
    expect(afterConfirming(papers, [])).toEqual(papers);
  });
  it('takes those that come as new revisions', () => {
    const handed = ['returned', 'missing'].map((key) => ({ key, uploadIds: ['second'] }));
    for (const list of [papers, optional]) expect(afterConfirming(list, handed)).toEqual(afterHandIn(list, handed));
  });
});
