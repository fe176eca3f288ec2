import { describe, expect, it } from '@jest/globals';

import { CaseEvent, Centre, Text, Upload } from '../../../db/models/index.ts';
import type { Story } from '../../../db/story.ts';
import { caseKinds, type CaseKind } from '../../../domain/case.ts';
import type { AnyEventRules, Meaning } from '../../../domain/events.ts';
import { kinds } from '../../../domain/kinds.ts';
import { presentStory, type StoryReader } from './story.ts';

const at = new Date('2026-03-02T01:00:00Z');
const dueAt = '2026-03-03T01:00:00.000Z';
/** Value of a field for each meaning, recognizable in what a reader is told. */
const held: Record<Meaning, (name: string) => unknown> = {
  text: (name) => `text:${name}`,
  files: (name) => [`file:${name}`],
  case: () => 'other-case',
  officer: () => 'officer',
  centre: () => 'centre',
  stage: () => ({ stageKey: 'stage', clock: { dueAt: Date.parse(dueAt) } }),
  papers: () => [{ key: 'paper', uploadIds: [], verdict: 'accepted' }],
  clock: () => ({ dueAt: Date.parse(dueAt) }),
  value: (name) => `value:${name}`,
};
const rulesOf = (kind: CaseKind) => kinds[kind].events as AnyEventRules;

function eventOf(kind: CaseKind, type: string, version = 1, changes: object = {}): CaseEvent {
  const data = Object.fromEntries(Object.entries(rulesOf(kind)[type]?.fields ?? {}).map(([name, { is }]) => [name, held[is](name)]));
  const stored = { case_id: 'case', version, type, at, actor_kind: 'officer', actor_id: 'officer', data: { ...data, ...changes } };
  return Object.assign(new CaseEvent(), stored);
}

/** A map that has a value for every id. */
class Anything<T> extends Map<string, T> {
  readonly #made: (id: string) => T;
  constructor(made: (id: string) => T) {
    super();
    this.#made = made;
  }
  override get(id: string): T {
    return this.#made(id);
  }
}
const storyOf = (...events: CaseEvent[]): Story => ({
  events,
  texts: new Anything((id) => Object.assign(new Text(), { id, body: `body of ${id}` })),
  uploads: new Anything((id) => Object.assign(new Upload(), { id, name: `${id}.pdf`, size: 1, media_type: 'application/pdf' })),
  officers: new Anything((id) => ({ id, name: '王芳', centre_name: '第一运营中心', centre_name_en: 'Centre 1' })),
  centres: new Anything((id) => Object.assign(new Centre(), { id, name: '第二运营中心', name_en: 'Centre 2' })),
});
const reader = (kind: StoryReader['kind']): StoryReader => ({
  kind,
  language: 'zh-CN',
  taxpayerName: '滨海科技有限公司',
  linkTo: (id) => `/files/${id}`,
  names: {
    stages: new Map([['stage', '受理']]),
    papers: new Map([['paper', '合同']]),
    numbers: new Map([['other-case', '202603029000001']]),
  },
});

/** By event type: the fields that the taxpayer and officers are told, or that it happened at all. */
const audience: Record<CaseKind, readonly (readonly [type: string, taxpayer: string, officers: string])[]> = {
  message: [
    ['submitted', 'text files number due', 'text files number due'],
    ['assigned', '(that it was)', 'officer'],
    ['claimed', 'as assigned', 'officer'],
    ['released', '-', '“noteId”'],
    ['handed-over', '-', '“noteId” officer centre'],
    ['reassigned', 'as assigned', '“noteId” officer'],
    ['replied', 'text files due', 'text files due'],
    ['asked-back', 'text files due', 'text files due'],
    ['supplemented', 'text files due', 'text files due'],
    ['followed-up', 'text files due', 'text files due'],
    ['recounted', 'due', 'due'],
    ['warned', '-', 'purpose'],
    ['escalated', '-', 'purpose'],
    ['withdrawn', '(that it was)', '(that it was)'],
    ['converted', 'number', 'number'],
    ['rated', 'text resolved stars', 'text resolved stars'],
    ['closed', '“reasonId” outcome', '“reasonId” outcome'],
  ],
  'work-order': [
    ['opened', 'text files stage number due', 'text files stage number due'],
    ['assigned', '(that it was)', 'officer'],
    ['claimed', 'as assigned', 'officer'],
    ['released', '-', '“noteId”'],
    ['handed-over', '-', '“noteId” officer'],
    ['reassigned', 'as assigned centre due', '“noteId” officer centre due'],
    ['advanced', 'stage due', '“noteId” stage due'],
    ['sent-back', 'stage due', '“reasonId” stage due'],
    ['papers-asked', 'text papers due', 'text papers due'],
    ['supplemented', 'text files papers due', 'text files papers due'],
    ['papers-reviewed', '“reasonId” papers due', '“reasonId” papers due'],
    ['disputed', '-', '“reasonId” officer centre due'],
    ['dispatched', '-', '“noteId” officer centre due'],
    ['form-sent', 'number due', 'number due'],
    ['form-ended', 'outcome number due', 'outcome number due'],
    ['urged', '(that it was)', '(that it was)'],
    ['merged', 'number', 'number'],
    ['recounted', 'due', 'due'],
    ['warned', '-', 'purpose'],
    ['escalated', '-', 'purpose'],
    ['finished', 'text files', 'text files'],
    ['closed', '“reasonId” outcome due', '“reasonId” outcome due'],
    ['rated', 'text resolved stars', 'text resolved stars'],
    ['evaluation-elapsed', '(that it was)', '(that it was)'],
  ],
  'service-form': [
    ['sent', 'text files number due', 'text files officer number due'],
    ['assigned', '(that it was)', 'officer'],
    ['claimed', 'as assigned', 'officer'],
    ['released', '-', '“noteId”'],
    ['handed-over', '-', '“noteId” officer'],
    ['reassigned', 'as assigned', '“noteId” officer'],
    ['saved', '-', '-'],
    ['confirmed', 'text files papers due', 'text files papers due'],
    ['papers-reviewed', '“reasonId” papers due', '“reasonId” papers due'],
    ['papers-asked', 'text papers due', 'text papers due'],
    ['reminded', '(that it was)', '(that it was)'],
    ['recounted', 'due', 'due'],
    ['warned', '-', 'purpose'],
    ['escalated', '-', 'purpose'],
    ['completed', 'text files', 'text files'],
    ['closed', '“reasonId” outcome', '“reasonId” outcome'],
  ],
  conversation: [
    ['begun', '(that it was)', '(that it was)'],
    ['appointed', 'number', 'officer number'],
    ['requested', 'cause', 'cause'],
    ['sought', '-', '-'],
    ['offered', '-', 'officer'],
    ['connected', '(that it was)', 'officer'],
    ['accepted', '(that it was)', '(that it was)'],
    ['declined', '-', 'officer'],
    ['offer-elapsed', '-', 'officer'],
    ['claimed', '-', 'officer'],
    ['reassigned', '-', '“noteId” officer'],
    ['released', '(that it was)', '“noteId”'],
    ['handed-over', 'centre', '“noteId” officer centre'],
    ['officer-lost', '(that it was)', 'officer'],
    ['queue-left', '(that it was)', '(that it was)'],
    ['queue-lapsed', '(that it was)', '(that it was)'],
    ['wait-long', '(that it was)', '(that it was)'],
    ['prioritised', '-', '(that it was)'],
    ['supervisor-asked', '-', '“noteId”'],
    ['joined', '(that it was)', 'officer'],
    ['left', '(that it was)', 'officer'],
    ['answer-late', '-', 'due'],
    ['heard', '-', '-'],
    ['idle-warned', 'due', 'due'],
    ['call-asked', 'way', 'way'],
    ['call-invited', 'way', 'way'],
    ['call-consented', 'uses', 'uses'],
    ['call-refused', 'by', 'by'],
    ['call-missed', 'by', 'by'],
    ['call-connected', '(that it was)', '(that it was)'],
    ['call-ended', 'by seconds', 'by seconds'],
    ['recording-asked', 'days', 'days'],
    ['recording-consented', '(that it was)', '(that it was)'],
    ['recording-refused', 'by', 'by'],
    ['recording-begun', '(that it was)', '(that it was)'],
    ['recording-ended', 'by seconds', 'by seconds'],
    ['recording-incomplete', '(that it was)', '(that it was)'],
    ['closed', '“reasonId” outcome', '“summaryId” outcome'],
    ['rated', 'text resolved stars', 'text resolved stars'],
    ['rating-elapsed', '-', '-'],
  ],
  appointment: [
    ['requested', 'text files number', 'text files number'],
    ['booked', 'startsAt endsAt', 'startsAt endsAt'],
    ['move-requested', '-', '-'],
    ['moved', 'startsAt endsAt', 'startsAt endsAt'],
    ['reminded', '(that it was)', '(that it was)'],
    ['neared', '-', '(that it was)'],
    ['assigned', '(that it was)', 'officer'],
    ['claimed', 'as assigned', 'officer'],
    ['released', '-', '“noteId”'],
    ['handed-over', '-', '“noteId” officer'],
    ['reassigned', 'as assigned', '“noteId” officer'],
    ['taken-over', '(that it was)', 'officer'],
    ['checked-in', 'side evidence', 'side evidence'],
    ['opened', '(that it was)', '(that it was)'],
    ['officer-late', '-', '(that it was)'],
    ['started', 'number', 'number'],
    ['interaction-ended', '(that it was)', '(that it was)'],
    ['result-late', '-', '(that it was)'],
    ['held', 'text files', 'text files'],
    ['missed', '(that it was)', '(that it was)'],
    ['officer-failed', '(that it was)', '(that it was)'],
    ['cancelled', '“reasonId” cause', '“reasonId” cause'],
    ['rated', 'text resolved stars', 'text resolved stars'],
    ['rating-elapsed', '-', '-'],
    ['appealed', 'text', 'text'],
    ['miss-lifted', '“noteId”', '“noteId”'],
    ['miss-upheld', '“reasonId”', '“reasonId”'],
    ['appeal-elapsed', '-', '-'],
  ],
  invitation: [
    ['proposed', 'text files number', 'text files officer number'],
    ['sent', '-', '-'],
    ['assigned', '(that it was)', 'officer'],
    ['claimed', 'as assigned', 'officer'],
    ['released', '-', '“noteId”'],
    ['handed-over', '-', '“noteId” officer'],
    ['reassigned', 'as assigned', '“noteId” officer'],
    ['reminded', '(that it was)', '(that it was)'],
    ['counter-requested', '“noteId”', '“noteId”'],
    ['countered', '-', '-'],
    ['counter-declined', '“reasonId”', '“reasonId”'],
    ['accepted', 'startsAt endsAt number', 'startsAt endsAt number'],
    ['rejected', '“reasonId”', '“reasonId”'],
    ['withdrawn', '“reasonId” outcome', '“reasonId” outcome'],
    ['expired', '(that it was)', '(that it was)'],
  ],
};

/** Returns what a reader is told of one event, in the table's notation. */
function told(kind: CaseKind, type: string, who: StoryReader['kind']): string {
  const [shown, ...more] = presentStory(rulesOf(kind), storyOf(eventOf(kind, type)), reader(who));
  expect(more).toEqual([]);
  if (!shown) return '-';
  const name = shown.text?.replace('body of text:', '');
  const parts = [
    shown.type === type ? [] : [`as ${shown.type}`],
    name === undefined ? [] : [name === 'textId' ? 'text' : `“${name}”`],
    shown.attachments.length === 0 ? [] : ['files'],
    Object.keys(shown.data).map((field) => (field === 'dueAt' ? 'due' : field)),
  ].flat();
  return parts.length === 0 ? '(that it was)' : parts.join(' ');
}

describe.each(caseKinds)('the story of a %s', (kind) => {
  it('has a row for every type of event', () => {
    expect(audience[kind].map(([type]) => type)).toEqual(Object.keys(rulesOf(kind)));
  });
  it.each(audience[kind])('tells of %s its taxpayer: %s; officers: %s', (type, taxpayer, officers) => {
    expect([told(kind, type, 'taxpayer'), told(kind, type, 'officer')]).toEqual([taxpayer, officers]);
  });
});

describe('a story', () => {
  const message = rulesOf('message');
  const present = (who: Partial<StoryReader> & Pick<StoryReader, 'kind'>, ...events: CaseEvent[]) =>
    presentStory(message, storyOf(...events), { ...reader(who.kind), ...who });
  const as = (event: CaseEvent, kind: 'taxpayer' | 'officer' | 'system', id: string | null = kind === 'system' ? null : kind) =>
    Object.assign(event, { actor_kind: kind, actor_id: id });

  it('puts what ids and keys mean into the reader’s language', () => {
    const [order] = presentStory(rulesOf('work-order'), storyOf(eventOf('work-order', 'reassigned')), reader('taxpayer'));
    expect(order?.data).toEqual({ centre: '第二运营中心', dueAt });
    expect(present({ kind: 'officer', language: 'en' }, eventOf('message', 'handed-over'))[0]?.data).toMatchObject({ centre: 'Centre 2' });
    const papers = new Map([
      ['paper', 'Contract'],
      ['other', 'Statement'],
    ]);
    const asked = eventOf('work-order', 'papers-asked', 1, { keys: ['paper', 'other', 'unnamed'] });
    const english = { ...reader('taxpayer'), language: 'en' as const, names: { ...reader('taxpayer').names, papers } };
    expect(presentStory(rulesOf('work-order'), storyOf(asked), english)[0]?.data['papers']).toBe('Contract, Statement, unnamed');
  });
  it('names people to officers, and to a taxpayer the centre alone', () => {
    const reply = (kind: 'taxpayer' | 'officer' | 'system') => as(eventOf('message', 'replied'), kind);
    expect((['taxpayer', 'officer', 'system'] as const).map((kind) => present({ kind: 'officer' }, reply(kind))[0]?.actor)).toEqual([
      { kind: 'taxpayer', id: 'taxpayer', name: '滨海科技有限公司' },
      { kind: 'officer', id: 'officer', name: '王芳' },
      { kind: 'system', id: null, name: null },
    ]);
    expect((['taxpayer', 'officer', 'system'] as const).map((kind) => present({ kind: 'taxpayer' }, reply(kind))[0]?.actor)).toEqual([
      { kind: 'taxpayer', id: 'taxpayer', name: null },
      { kind: 'officer', id: null, name: '第一运营中心' },
      { kind: 'system', id: null, name: null },
    ]);
  });
  it('tells a taxpayer once that their matter was taken up, and not by whom', () => {
    const events = ['submitted', 'claimed', 'released', 'reassigned', 'claimed', 'replied'].map((type, i) =>
      eventOf('message', type, i + 1),
    );
    const shown = present({ kind: 'taxpayer' }, ...events);
    expect(shown.map(({ type }) => type)).toEqual(['submitted', 'assigned', 'replied']);
    expect(shown[1]?.actor).toEqual({ kind: 'system', id: null, name: '第一运营中心' });
    expect(present({ kind: 'officer' }, ...events).map(({ type }) => type)).toEqual(events.map(({ type }) => type));
  });
  it('says the number of another case only to whom that case is known', () => {
    const names = { ...reader('taxpayer').names, numbers: new Map<string, string>() };
    expect(present({ kind: 'taxpayer', names }, eventOf('message', 'converted'))[0]?.data).toEqual({});
  });
  it('shows a taxpayer those files of a paper that count still, and officers all of them', () => {
    const handed = (version: number, id: string) =>
      eventOf('work-order', 'supplemented', version, { papers: [{ key: 'paper', uploadIds: [id] }], uploadIds: [id] });
    const filesFor = (kind: StoryReader['kind']) =>
      presentStory(rulesOf('work-order'), storyOf(handed(1, 'first'), handed(2, 'second')), reader(kind)).map(({ attachments }) =>
        attachments.map(({ id }) => id),
      );
    expect(filesFor('taxpayer')).toEqual([[], ['second']]);
    expect(filesFor('officer')).toEqual([['first'], ['second']]);
  });
  it('of an older version lacks what was not known then, and of a newer one tells nothing that no rule knows', () => {
    const bare = Object.assign(eventOf('message', 'replied'), { data: {} });
    expect(present({ kind: 'officer' }, bare)[0]).toMatchObject({ type: 'replied', text: null, attachments: [], data: {} });
    const unknown = Object.assign(eventOf('message', 'replied'), { type: 'not-known-yet' });
    expect([present({ kind: 'officer' }, unknown), present({ kind: 'taxpayer' }, unknown)]).toEqual([[], []]);
    const more = eventOf('message', 'replied', 1, { secret: 'value:secret' });
    expect(JSON.stringify(present({ kind: 'officer' }, more))).not.toContain('secret');
  });
});
