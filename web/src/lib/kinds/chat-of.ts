import type { Case } from '../../../api/kinds.ts';
import { pageKinds } from './index.ts';

/** Returns the id of the chat nearest to a case: its own, or that of a case of its thread; undefined when there is none. */
export const chatOf = (
  theCase: Pick<Case, 'id' | 'kind'> & { readonly thread: readonly Pick<Case, 'id' | 'kind'>[] },
): string | undefined => [theCase, ...theCase.thread].find(({ kind }) => pageKinds[kind].chat)?.id;
