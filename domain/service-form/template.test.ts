import { describe, expect, it } from '@jest/globals';

import { formDefinition } from '../../tests/support/service-form.ts';
import type { PaperSpec } from '../papers.ts';
import { chosenPapers, formDefinitionFaults, mostFormPapers, paperChoiceFaults, type PaperChoice } from './template.ts';

const paper = (key: string): PaperSpec => ({ key, name: key, nameEn: key, required: true });

describe('what is wrong with a template', () => {
  it.each<[string, PaperSpec[], ReturnType<typeof formDefinitionFaults>]>([
    ['nothing', formDefinition.papers, []],
    ['no paper', [], [{ path: 'papers', code: 'required' }]],
    ['a paper twice', [paper('a'), paper('b'), paper('a')], [{ path: 'papers.2.key', code: 'duplicate' }]],
    [
      'a paper three times, another twice: all at once, the first of each is good',
      [paper('a'), paper('a'), paper('b'), paper('a'), paper('b')],
      [1, 3, 4].map((i) => ({ path: `papers.${String(i)}.key`, code: 'duplicate' })),
    ],
  ])('%s', (_, papers, faults) => {
    expect(formDefinitionFaults({ papers })).toEqual(faults);
  });
});

describe('the papers of one form', () => {
  const definition = { papers: [paper('a'), paper('more-1'), paper('c')] };
  const choice = (change: Partial<PaperChoice> = {}): PaperChoice => ({ without: [], more: [], ...change });

  it('are those of the template, without some and with others, whose keys no template has', () => {
    expect(chosenPapers(definition, choice())).toEqual(definition.papers);
    const more = [
      { name: '授权书', required: true },
      { name: '承诺书', required: false },
    ];
    expect(chosenPapers(definition, choice({ without: ['a'], more })).map(({ key, name, required }) => [key, name, required])).toEqual([
      ['more-1', 'more-1', true],
      ['c', 'c', true],
      ['more-2', '授权书', true],
      ['more-3', '承诺书', false],
    ]);
  });

  it.each<[string, Partial<PaperChoice>, ReturnType<typeof paperChoiceFaults>]>([
    ['nothing', { without: ['a', 'c'], more: [{ name: '授权书', required: true }] }, []],
    ['one left out that is not there', { without: ['c', 'x'] }, [{ path: 'without.1', code: 'not-a-choice' }]],
    ['none left', { without: ['a', 'more-1', 'c'] }, [{ path: 'without', code: 'required' }]],
    ['all others', { without: ['a', 'more-1', 'c'], more: [{ name: '授权书', required: true }] }, []],
    [
      'names twice: of the template, and of each other',
      { more: ['a', '授权书', '授权书'].map((name) => ({ name, required: true })) },
      [0, 2].map((i) => ({ path: `more.${String(i)}.name`, code: 'duplicate' })),
    ],
    ['the name of one that is left out is free', { without: ['a'], more: [{ name: 'a', required: true }] }, []],
    [
      'too many',
      { more: Array.from({ length: mostFormPapers - 2 }, (_, i) => ({ name: `n${String(i)}`, required: true })) },
      [{ path: 'more', code: 'out-of-range' }],
    ],
  ])('what is wrong: %s', (_, change, faults) => {
    expect(paperChoiceFaults(definition, choice(change))).toEqual(faults);
  });
});
