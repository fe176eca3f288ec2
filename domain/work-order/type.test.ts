import { describe, expect, it } from '@jest/globals';

import type { PaperSpec } from '../papers.ts';
import { definitionFaults, type FieldSpec, type StageSpec, type WorkOrderDefinition } from './type.ts';

const named = (key: string) => ({ key, name: key, nameEn: key });
const stage = (key: string, rest: Partial<StageSpec> = {}): StageSpec => ({
  ...named(key),
  groupId: 'front',
  limitMinutes: 480,
  backTo: [],
  tellTaxpayer: false,
  finish: 'nobody',
  terminable: true,
  ...rest,
});
const field = (key: string, rest: Partial<FieldSpec> = {}): FieldSpec => ({
  ...named(key),
  kind: 'text',
  required: true,
  choices: [],
  ...rest,
});
const paper = (key: string): PaperSpec => ({ ...named(key), required: true });
const good: WorkOrderDefinition = {
  fields: [field('amount', { kind: 'number' }), field('tax', { kind: 'choice', choices: ['vat'] })],
  papers: [paper('contract'), paper('licence')],
  stages: [
    stage('accept'),
    stage('handle', { backTo: ['accept'] }),
    stage('review', { backTo: ['accept', 'handle'], finish: 'supervisor' }),
  ],
};

describe('what is wrong with a type of work order', () => {
  it.each<[string, WorkOrderDefinition]>([
    ['one with fields, papers and moves back', good],
    ['one stage and nothing else', { fields: [], papers: [], stages: [stage('handle', { finish: 'holder' })] }],
    ['the same key in different lists', { ...good, fields: [field('contract')] }],
    ['one that can be finished early', { ...good, stages: [stage('accept', { finish: 'holder' }), stage('handle', { finish: 'holder' })] }],
  ])('nothing: %s', (_, definition) => {
    expect(definitionFaults(definition)).toEqual([]);
  });

  it.each<[string, Partial<WorkOrderDefinition>, { path: string; code: string }[]]>([
    ['no stage', { stages: [] }, [{ path: 'stages', code: 'required' }]],
    [
      'a key twice in each list',
      {
        fields: [field('amount'), field('amount')],
        papers: [paper('contract'), paper('licence'), paper('contract')],
        stages: [stage('accept'), stage('accept', { finish: 'holder' })],
      },
      [
        { path: 'fields.1.key', code: 'duplicate' },
        { path: 'papers.2.key', code: 'duplicate' },
        { path: 'stages.1.key', code: 'duplicate' },
      ],
    ],
    [
      'a key three times',
      { papers: [paper('a'), paper('a'), paper('a')] },
      [1, 2].map((i) => ({ path: `papers.${i}.key`, code: 'duplicate' })),
    ],
    [
      'a circle: a move to itself',
      { stages: [stage('accept', { backTo: ['accept'], finish: 'holder' })] },
      [{ path: 'stages.0.backTo', code: 'not-earlier' }],
    ],
    [
      'a circle: a move back to a later stage',
      { stages: [stage('accept', { backTo: ['handle'] }), stage('handle', { backTo: ['accept'], finish: 'holder' })] },
      [{ path: 'stages.0.backTo', code: 'not-earlier' }],
    ],
    [
      'a move to a stage that does not exist, beside a good one',
      { stages: [stage('accept'), stage('handle', { backTo: ['accept', 'nowhere'], finish: 'holder' })] },
      [{ path: 'stages.1.backTo', code: 'not-earlier' }],
    ],
    [
      'no end: nobody may finish at the last stage',
      { stages: [stage('accept', { finish: 'holder' }), stage('handle')] },
      [{ path: 'stages.1.finish', code: 'no-end' }],
    ],
    ['a choice of nothing', { fields: [field('tax', { kind: 'choice' })] }, [{ path: 'fields.0.choices', code: 'no-choices' }]],
    ...[0, -1, Number.NaN].map((limitMinutes): [string, Partial<WorkOrderDefinition>, { path: string; code: string }[]] => [
      `a limit of ${String(limitMinutes)} minutes`,
      { stages: [stage('handle', { limitMinutes, finish: 'holder' })] },
      [{ path: 'stages.0.limitMinutes', code: 'invalid' }],
    ]),
  ])('%s', (_, change, faults) => {
    expect(definitionFaults({ ...good, ...change })).toEqual(faults);
  });

  it('says all of it at once', () => {
    const definition = {
      ...good,
      fields: [field('tax', { kind: 'choice' })],
      stages: [stage('accept', { backTo: ['accept'], limitMinutes: 0 })],
    };
    expect(definitionFaults(definition).map(({ code }) => code)).toEqual(['not-earlier', 'invalid', 'no-end', 'no-choices']);
  });
});
