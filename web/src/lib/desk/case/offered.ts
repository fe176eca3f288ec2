/** What can be done to the case on the page, out of what its kind offers. */
import type { CaseKind } from '../../../../../domain/case.ts';
import type { Case } from '../../../../api/kinds.ts';
import type { CaseAction } from '#lib/kinds/desk-kind.ts';
import type { CaseOf } from '../../../../api/kinds.ts';

/** Those that are allowed now, in the order in which the kind offers them. */
export const allowedOf = <Each extends { readonly action: CaseAction }>(
  each: readonly Each[],
  { actions }: Pick<CaseOf<CaseKind> | Case, 'actions'>,
): readonly Each[] => each.filter(({ action }) => actions.includes(action));

/** The keys that begin them; a key does nothing while its action is not allowed. */
export const keysOf = <Each extends { readonly letter: string }>(
  allowed: () => readonly Each[],
  begin: (one: Each) => void,
): Readonly<Record<string, () => boolean>> =>
  Object.fromEntries(
    Array.from('abcdefghijklmnopqrstuvwxyz').map((key) => [
      key,
      () => {
        const one = allowed().find(({ letter }) => letter.toLowerCase() === key);
        if (one !== undefined) begin(one);
        return one !== undefined;
      },
    ]),
  );
