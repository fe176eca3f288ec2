/** Sends a command that needs no dialog. Its idempotency key is reused for every click on the same action until one succeeds. */
import { problemOf } from '#lib/api/problem.ts';
import { newKey } from '#lib/api/request.ts';
import type { Offer } from '#lib/kinds/desk-kind.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import type { CaseDoing } from './case-doing.svelte.ts';

type Begin = Offer<CaseKind>['begin'];
type AtOnce = Extract<Begin, { readonly command: unknown }>;

/** True for an action that begins without a dialog. */
export const isAtOnce = (begin: Begin): begin is AtOnce => typeof begin === 'object' && 'command' in begin;

interface Sender {
  /** Action of the command that is being sent. */
  readonly sending: string | undefined;
  readonly send: (action: string, begin: AtOnce, number: string) => Promise<void>;
}

/** Call during component setup. */
export const commandsAtOnce = (doing: () => CaseDoing): Sender => {
  let sending = $state<string>();
  let tried: { readonly action: string; readonly key: string } | undefined;
  return {
    get sending() {
      return sending;
    },
    send: async (action, { command, done }, number) => {
      if (sending !== undefined) return;
      sending = action;
      tried = tried?.action === action ? tried : { action, key: newKey() };
      try {
        await doing().run(command, tried.key, done(number));
        tried = undefined;
      } catch (error) {
        toast(problemOf(error).message, 'bad');
      } finally {
        sending = undefined;
      }
    },
  };
};
