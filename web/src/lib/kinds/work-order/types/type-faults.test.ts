import { describe, expect, it } from '@jest/globals';

import { newPaper } from '../../../admin/type-draft.ts';
import { controlOf } from '../../../admin/type-faults.ts';
import { bodyOf, draftOf, emptyDraft, newField, newStage, type StageDraft, type TypeDraft } from './type-draft.ts';
import { faultsOf } from './type-faults.ts';

const named = <Row extends { name: string; nameEn: string }>(row: Row, name: string): Row => ({ ...row, name, nameEn: name });
const stage = (others: readonly StageDraft[], rest: Partial<StageDraft> = {}): StageDraft => ({
  ...named(newStage(others), 'x'),
  groupId: 'front',
  limit: '1',
  ...rest,
});
const good = (): TypeDraft => ({ ...named(emptyDraft(), '跨区迁移'), stages: [stage([])] });
const found = (draft: TypeDraft) => faultsOf(bodyOf(draft)).map(({ path, code }) => [path, code]);

describe('what is wrong with a type', () => {
  it('is nothing when it can be sent', () => {
    expect(found(good())).toEqual([]);
  });

  it('is much with a new one that nobody has filled in, in the order of the form', () => {
    const draft = emptyDraft();
    draft.fields = [{ ...newField([]), kind: 'choice' }];
    draft.papers = [{ ...newPaper([]), key: '' }];
    expect(found(draft)).toEqual([
      ['name', 'required'],
      ['nameEn', 'required'],
      ['definition.fields.0.name', 'required'],
      ['definition.fields.0.nameEn', 'required'],
      ['definition.fields.0.choices', 'no-choices'],
      ['definition.papers.0.name', 'required'],
      ['definition.papers.0.nameEn', 'required'],
      ['definition.papers.0.key', 'required'],
      ['definition.stages.0.name', 'required'],
      ['definition.stages.0.nameEn', 'required'],
      ['definition.stages.0.groupId', 'required'],
      ['definition.stages.0.limitMinutes', 'invalid'],
    ]);
  });

  it.each<[string, Partial<TypeDraft>, [string, string][]]>([
    ['no stage', { stages: [] }, [['definition.stages', 'required']]],
    ['nobody may finish', { stages: [stage([], { finish: 'nobody' })] }, [['definition.stages.0.finish', 'no-end']]],
    ['a key twice', { stages: [stage([], { key: 'a' }), stage([], { key: 'a ' })] }, [['definition.stages.1.key', 'duplicate']]],
    ['a key in Chinese', { stages: [stage([], { key: '受理' })] }, [['definition.stages.0.key', 'invalid']]],
    ['a name too long', { name: '长'.repeat(41) }, [['name', 'too-long']]],
    ['a name of astral signs, as people count them', { name: '𠀀'.repeat(40) }, []],
    ['an English name of blanks', { nameEn: '  ' }, [['nameEn', 'required']]],
    ['more than a year', { stages: [stage([], { limit: '1096', unit: 'day' })] }, [['definition.stages.0.limitMinutes', 'out-of-range']]],
    ...['', '0', '-1', '1e3', '2 3', 'two'].map((limit): [string, Partial<TypeDraft>, [string, string][]] => [
      `a limit of “${limit}”`,
      { stages: [stage([], { limit })] },
      [['definition.stages.0.limitMinutes', 'invalid']],
    ]),
    [
      'too many choices, and one too long',
      {
        fields: [Array.from({ length: 51 }, (_, i) => String(i)).join('\n'), '长'.repeat(61)].map((choices, i) => ({
          ...named(newField([]), 'x'),
          key: `f${String(i)}`,
          kind: 'choice',
          choices,
        })),
      },
      [
        ['definition.fields.0.choices', 'too-long'],
        ['definition.fields.1.choices', 'too-long'],
      ],
    ],
  ])('%s', (_, change, faults) => {
    expect(found({ ...good(), ...change })).toEqual(faults);
  });
});

it.each([
  ['name', 'type-name'],
  ['definition.stages', 'type-definition-stages'],
  ['definition.stages.1.groupId', 'type-definition-stages-1-groupId'],
  ['definition.stages.1.backTo.0', 'type-definition-stages-1-backTo'],
  ['definition.fields.12.choices.3', 'type-definition-fields-12-choices'],
])('%s is written in %s', (path, id) => {
  expect(controlOf(path)).toBe(id);
});

it('a type that is there has nothing wrong with it', () => {
  const draft = good();
  expect(faultsOf(bodyOf(draftOf({ name: 'x', nameEn: 'x', active: true, definition: bodyOf(draft).definition as never })))).toEqual([]);
});
