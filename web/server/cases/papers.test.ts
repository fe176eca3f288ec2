import { describe, expect, it } from '@jest/globals';

import { CaseEvent, Text, Upload } from '../../../db/models/index.ts';
import type { Story } from '../../../db/story.ts';
import type { Paper, PaperStatus } from '../../../domain/papers.ts';
import { presentPapers } from './papers.ts';

const specs = [
  { key: 'contract', name: '合同', nameEn: 'Contract', required: true },
  { key: 'statement', name: '明细', nameEn: 'Statement', required: false },
];
const paper = (status: PaperStatus, revision: number, key = 'contract'): Paper => ({
  key,
  required: key === 'contract',
  status,
  revision,
  uploadIds: [],
});

const event = (type: string, data: Record<string, unknown>): CaseEvent =>
  Object.assign(new CaseEvent(), { case_id: 'case', type, at: new Date(0), actor_kind: 'officer', actor_id: 'o', data });
const handsIn = (key: string, ...uploadIds: string[]) => event('supplemented', { papers: [{ key, uploadIds }], uploadIds });
const fills = (key: string, ...uploadIds: string[]) => event('confirmed', { papers: [{ key, uploadIds }], uploadIds });
const judged = (key: string, verdict: string, reasonId: string | null = null) =>
  event('papers-reviewed', { verdicts: [{ key, verdict, revision: 1 }], reasonId });
const asked = (key: string, textId: string) => event('papers-asked', { keys: [key], textId });

function storyOf(...events: CaseEvent[]): Story {
  events.forEach((one, i) => (one.version = i + 1));
  const ids = events.flatMap(({ data }) => (data['uploadIds'] as string[] | undefined) ?? []);
  const said = events.flatMap(({ data }) => [data['textId'], data['reasonId']].filter((id) => typeof id === 'string'));
  return {
    events,
    texts: new Map(said.map((id) => [id, Object.assign(new Text(), { id, body: `${id}。` })])),
    uploads: new Map(ids.map((id) => [id, Object.assign(new Upload(), { id, name: `${id}.pdf`, size: 1, media_type: 'application/pdf' })])),
    officers: new Map(),
    centres: new Map(),
  };
}

/** One paper in short: present files, replaced files with the reason, and the present reason. */
function shown(papers: Paper[], story: Story, forOfficers = true) {
  return presentPapers(papers, specs, story, { forOfficers, language: 'zh-CN', linkTo: (id) => `/files/${id}` }).map(
    ({ key, status, files, earlier, reason }) => ({
      key,
      status,
      files: files.map(({ id }) => id),
      earlier: earlier.map((one) => [one.revision, one.files.map(({ id }) => id), one.reason]),
      reason,
    }),
  );
}

describe('papers', () => {
  it('go by the name in the reader’s language, or by their key when this version of the type has none', () => {
    const named = (language: 'zh-CN' | 'en', key: string) =>
      presentPapers([paper('missing', 0, key)], specs, storyOf(), { forOfficers: false, language, linkTo: String })[0]?.name;
    expect([named('zh-CN', 'contract'), named('en', 'contract'), named('en', 'gone')]).toEqual(['合同', 'Contract', 'gone']);
  });

  it.each([
    ['nothing was handed in', 'missing', [], { files: [], earlier: [], reason: null }],
    ['it was handed in to an order', 'handed-in', [handsIn('contract', 'a', 'b')], { files: ['a', 'b'], earlier: [], reason: null }],
    ['it was handed in with a form', 'handed-in', [fills('contract', 'a')], { files: ['a'], earlier: [], reason: null }],
    ['another one was handed in', 'missing', [handsIn('statement', 'a')], { files: [], earlier: [], reason: null }],
    [
      'it is good',
      'accepted',
      [handsIn('contract', 'a'), judged('contract', 'accepted', 'fine')],
      { files: ['a'], earlier: [], reason: null },
    ],
    [
      'it was returned',
      'returned',
      [handsIn('contract', 'a'), judged('contract', 'returned', 'blurred')],
      { files: ['a'], earlier: [], reason: 'blurred。' },
    ],
    [
      'it was returned without a word',
      'returned',
      [handsIn('contract', 'a'), judged('contract', 'returned')],
      { files: ['a'], earlier: [], reason: null },
    ],
    ['it need not come', 'waived', [judged('contract', 'waived', 'known')], { files: [], earlier: [], reason: 'known。' }],
    [
      'it was accepted and then asked for anew',
      'returned',
      [handsIn('contract', 'a'), judged('contract', 'accepted'), asked('contract', 'newer')],
      { files: ['a'], earlier: [], reason: 'newer。' },
    ],
    [
      'it was returned and handed in again',
      'handed-in',
      [handsIn('contract', 'a'), judged('contract', 'returned', 'blurred'), handsIn('contract', 'b')],
      { files: ['b'], earlier: [[1, ['a'], 'blurred。']], reason: null },
    ],
    [
      'it was returned twice, for different reasons',
      'returned',
      [
        handsIn('contract', 'a'),
        judged('contract', 'returned', 'blurred'),
        handsIn('contract', 'b'),
        judged('contract', 'returned', 'incomplete'),
      ],
      { files: ['b'], earlier: [[1, ['a'], 'blurred。']], reason: 'incomplete。' },
    ],
    [
      'it was corrected before anybody judged it',
      'handed-in',
      [handsIn('contract', 'a'), handsIn('contract', 'b')],
      { files: ['b'], earlier: [[1, ['a'], null]], reason: null },
    ],
  ] as const)('when %s', (_, status, events, expected) => {
    const story = storyOf(...events);
    expect(shown([paper(status, 1)], story)).toEqual([{ key: 'contract', status, ...expected }]);
    // A taxpayer sees the same, except what no longer counts.
    expect(shown([paper(status, 1)], story, false)).toEqual([{ key: 'contract', status, ...expected, earlier: [] }]);
  });

  it('each have their own files and reasons', () => {
    const story = storyOf(
      handsIn('contract', 'a'),
      handsIn('statement', 'b'),
      judged('contract', 'returned', 'blurred'),
      judged('statement', 'returned', 'old'),
    );
    expect(shown([paper('returned', 1), paper('returned', 1, 'statement')], story).map(({ files, reason }) => [files, reason])).toEqual([
      [['a'], 'blurred。'],
      [['b'], 'old。'],
    ]);
  });

  it('lack files that the case does not have', () => {
    const story = storyOf(handsIn('contract', 'a'));
    story.uploads.clear();
    expect(shown([paper('handed-in', 1)], story)[0]?.files).toEqual([]);
  });
});
