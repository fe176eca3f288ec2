import type { MessageFormChoices } from '../../../db/message-form.ts';
import type { OwnMessageRow } from '../../../db/own-messages.ts';
import type { OwnMessage } from '../../api/cases.ts';
import type { MessageForm } from '../../api/entry.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from './names.ts';

/** Centres stand below their bureau, in the order that the region gave them. */
export function presentForm({ centres, types }: MessageFormChoices, language: Language): Pick<MessageForm, 'bureaus' | 'types'> {
  const byBureau = Map.groupBy(centres, ({ bureau }) => bureau);
  return {
    bureaus: [...byBureau.values()].map((group) => ({
      name: nameIn(language, group[0]?.bureau ?? null, group[0]?.bureau_en ?? null),
      centres: group.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) })),
    })),
    types: types.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) })),
  };
}

export const presentOwnMessage = (row: OwnMessageRow, language: Language): OwnMessage => ({
  id: row.id,
  kind: 'message',
  number: row.number,
  status: row.status,
  version: row.version,
  centre: { id: row.centre_id, name: nameIn(language, row.centre_name, row.centre_name_en) },
  type: { id: row.type_id, name: nameIn(language, row.type_name, row.type_name_en) },
  openedAt: row.opened_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  answeredAt: row.answered_at?.toISOString() ?? null,
  closedAt: row.closed_at?.toISOString() ?? null,
  outcome: row.outcome,
  excerpt: row.excerpt ?? '',
});
