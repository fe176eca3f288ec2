/** What a kind of case lacks, the compiler names; tried out with the one that there is in tests only. */
import { afterAll, describe, expect, it } from '@jest/globals';

import { checkoutWithKind, checkoutWithName, kindFiles } from './support/made-up/checkout.ts';
import { complaints } from './support/made-up/compiler.ts';
import { registries } from './support/made-up/registries.ts';

const [complete, named] = [checkoutWithKind(), checkoutWithName()];
afterAll(() => {
  complete.remove();
  named.remove();
});
const registered = registries.map(({ file }) => file);

/** Nearly all of it is the types of packages, read and compared by one core. */
const limitMs = 240_000;

describe('the compiler', () => {
  it(
    'finds nothing wrong with a kind that has its folders and is named in every registry',
    () => {
      const sources = kindFiles.filter((file) => file.endsWith('.ts'));
      expect(complaints(complete.folder, [...sources, ...registered])).toEqual({});
    },
    limitMs,
  );

  it(
    'names the registries in which a kind is missing, when nothing but its name is known',
    () => {
      expect(Object.keys(complaints(named.folder, registered))).toEqual([
        'domain/kinds.ts',
        'web/api/kinds.ts',
        'web/server/kinds.ts',
        'web/src/lib/kinds/index.ts',
        'web/src/lib/kinds/desk.ts',
        'web/src/lib/kinds/places.ts',
        'web/src/lib/kinds/window.ts',
      ]);
    },
    limitMs,
  );
});
