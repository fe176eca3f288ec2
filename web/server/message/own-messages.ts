import type { MessageFormChoices } from '../../../db/message/message-form.ts';
import type { OwnMessageRow } from '../../../db/message/own-messages.ts';
import type { OwnMessage } from '../../api/message/message.ts';
import type { MessageForm } from '../../api/entry.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';
import { presentBureaus } from '../cases/bureaus.ts';
import { presentOwnCase } from '../cases/own-cases.ts';

/** Centres are grouped by bureau, in the region's order. */
export function presentForm({ centres, types }: MessageFormChoices, language: Language): Pick<MessageForm, 'bureaus' | 'types'> {
  return {
    bureaus: presentBureaus(centres, language),
    types: types.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) })),
  };
}

export const presentOwnMessage = (row: OwnMessageRow, language: Language): OwnMessage => ({
  kind: 'message',
  ...presentOwnCase(row, language),
});
