/** Canned replies on the officers' pages, loaded once and after each change. */
import { ask } from '#lib/desk/shell/ask.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { CannedVariable } from '../../../../../../domain/canned-replies.ts';
import type { CannedReply } from '../../../../../api/conversation/canned-replies.ts';

const path = '/api/desk/canned-replies';
let items = $state.raw<readonly CannedReply[]>();

export const canned = {
  /** Undefined until loaded. */
  get items(): readonly CannedReply[] | undefined {
    return items;
  },
  /** @throws Problem */
  load: async (): Promise<void> => {
    items = (await ask<{ items: CannedReply[] }>(path)).items;
  },
  /** @throws Problem */
  keep: async ({ id, ...body }: CannedReply): Promise<void> => {
    await ask(`${path}/${id}`, { method: 'PUT', body });
    await canned.load();
  },
  /** @throws Problem */
  remove: async (id: string): Promise<void> => {
    await ask(`${path}/${id}`, { method: 'DELETE' });
    await canned.load();
  },
};

/** Names of the placeholders in the reader's language. */
export const variableNames = (): Readonly<Record<CannedVariable, string>> => ({
  taxpayer: t('conversation:desk.canned.variable.taxpayer'),
  officer: t('conversation:desk.canned.variable.officer'),
  number: t('conversation:desk.canned.variable.number'),
});
