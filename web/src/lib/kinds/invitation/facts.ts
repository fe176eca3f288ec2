/** Facts of an invitation, as the pages of both sides show them. */
import { windowWords } from '#lib/kinds/appointment/facts.ts';
import { t } from '#lib/i18n.svelte.ts';
import { instant } from '#lib/time.ts';
import { minuteOf } from '../../../../../domain/shanghai.ts';
import type { InvitationPart } from '../../../../api/invitation/invitation.ts';

interface NamedFact {
  readonly name: string;
  readonly value: string;
}

export const invitationFacts = ({ way, category, proposed, counter, accepted, answerUntil }: InvitationPart): NamedFact[] => [
  { name: t('invitation:facts.way'), value: t(`appointment:way.${way}`) },
  { name: t('invitation:facts.category'), value: category.name },
  { name: t('invitation:facts.proposed'), value: proposed.map(windowWords).join('; ') },
  ...(counter === null ? [] : [{ name: t('invitation:facts.counter'), value: windowWords(counter) }]),
  ...(accepted === null ? [] : [{ name: t('invitation:facts.accepted'), value: windowWords(accepted) }]),
  ...(answerUntil === null ? [] : [{ name: t('invitation:facts.answerUntil'), value: minuteOf(instant(answerUntil)) }]),
];
