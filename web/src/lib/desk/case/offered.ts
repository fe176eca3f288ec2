/** Filters a kind's actions by what the case allows now. */
import type { CaseKind } from '../../../../../domain/case.ts';
import type { Case } from '../../../../api/kinds.ts';
import type { CaseAction } from '#lib/kinds/desk-kind.ts';
import type { CaseOf } from '../../../../api/kinds.ts';

/** Returns the actions that are allowed now, in the kind's order. */
export const allowedOf = <Each extends { readonly action: CaseAction }>(
  each: readonly Each[],
  { actions }: Pick<CaseOf<CaseKind> | Case, 'actions'>,
): readonly Each[] => each.filter(({ action }) => actions.includes(action));

/** Returns the shortcut keys of the actions; a key does nothing while its action is not allowed. */
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
