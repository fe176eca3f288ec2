import { describe, expect, it } from '@jest/globals';

import type { WorkOrderDefinition } from '../../../../../../domain/work-order/type.ts';
import { moved } from '../../../admin/type-draft.ts';
import { bodyOf, draftOf, emptyDraft, newField, newStage, type TypeDraft } from './type-draft.ts';

const stage = (key: string, limitMinutes: number, backTo: string[] = []) => ({
  key,
  name: key,
  nameEn: key,
  groupId: 'front',
  limitMinutes,
  backTo,
  tellTaxpayer: true,
  finish: 'holder' as const,
  terminable: false,
});
const definition: WorkOrderDefinition = {
  fields: [
    { key: 'kind', name: '类型', nameEn: 'Kind', kind: 'choice', required: true, choices: ['甲', '乙'] },
    { key: 'amount', name: '金额', nameEn: 'Amount', kind: 'number', required: false, choices: [] },
  ],
  papers: [{ key: 'proof', name: '证明', nameEn: 'Proof', required: true }],
  stages: [stage('accept', 90), stage('handle', 960, ['accept']), stage('review', 100, ['accept', 'handle'])],
};
const type = { name: '跨区迁移', nameEn: 'Moving districts', active: false, definition };
const limits = ({ stages }: TypeDraft) => stages.map(({ limit, unit }) => [limit, unit]);
const backOf = (draft: TypeDraft) => bodyOf(draft).definition.stages.map(({ key, backTo }) => [key, backTo]);

describe('a draft', () => {
  it('shown and sent again says what it said', () => {
    expect(bodyOf(draftOf(type))).toEqual(type);
  });

  it('shows each limit in the largest unit that says it plainly', () => {
    expect(limits(draftOf(type))).toEqual([
      ['1.5', 'hour'],
      ['2', 'day'],
      ['100', 'minute'],
    ]);
  });

  it.each([0.5, 1, 30, 60, 61, 99.999, 240, 480, 720, 1_440, 525_600])('a limit of %s minutes stays so', (minutes) => {
    const draft = draftOf({ ...type, definition: { ...definition, stages: [stage('handle', minutes)] } });
    expect(bodyOf(draft).definition.stages[0]?.limitMinutes).toBe(minutes);
  });

  it('takes the digits of a Chinese keyboard', () => {
    const draft = { ...emptyDraft(), stages: [{ ...newStage([]), limit: ' １．５ ' }] };
    expect(bodyOf(draft).definition.stages[0]?.limitMinutes).toBe(90);
  });

  it('sends each choice once, without blanks, and none where there is nothing to choose', () => {
    const field = { ...newField([]), choices: ' 甲 \n\n乙\n甲' };
    const draft = { ...emptyDraft(), fields: [{ ...field, kind: 'choice' as const }, field] };
    expect(bodyOf(draft).definition.fields.map(({ choices }) => choices)).toEqual([['甲', '乙'], []]);
  });
});

describe('moves back', () => {
  it('follow a stage whose key is changed', () => {
    const draft = draftOf(type);
    draft.stages = draft.stages.map((row) => (row.key === 'accept' ? { ...row, key: 'begin' } : row));
    expect(backOf(draft)).toEqual([
      ['begin', []],
      ['handle', ['begin']],
      ['review', ['begin', 'handle']],
    ]);
  });

  it('count only while they lead to an earlier stage', () => {
    const draft = draftOf(type);
    const up = { ...draft, stages: moved(draft.stages, 2, -1) };
    expect(backOf(up)).toEqual([
      ['accept', []],
      ['review', ['accept']],
      ['handle', ['accept']],
    ]);
    // Moving it back restores the original.
    expect(backOf({ ...up, stages: moved(up.stages, 1, 1) })).toEqual(backOf(draft));
  });

  it('are gone with the stage to which they lead', () => {
    const draft = draftOf(type);
    expect(backOf({ ...draft, stages: draft.stages.filter(({ key }) => key !== 'accept') })).toEqual([
      ['handle', []],
      ['review', ['handle']],
    ]);
  });
});

describe('a row', () => {
  it('is moved by one place', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
  });

  it('stays where it is when there is no further place', () => {
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 7, 1)).toEqual(['a', 'b']);
  });

  it('has a key of its own from the beginning', () => {
    const first = newStage([]);
    const second = newStage([first]);
    expect([first.key, second.key]).toEqual(['stage-1', 'stage-2']);
    // The first was removed.
    expect(newStage([second]).key).toBe('stage-3');
  });

  it('a first stage can finish, those after it not until it is said', () => {
    expect(emptyDraft().stages.map(({ finish }) => finish)).toEqual(['holder']);
    expect(newStage([newStage([])]).finish).toBe('nobody');
  });
});
