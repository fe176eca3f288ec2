import { describe, expect, it } from '@jest/globals';

import { formDefinition } from '../../tests/support/service-form.ts';
import type { PaperSpec } from '../papers.ts';
import { formDefinitionFaults } from './template.ts';

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
