/** Sentences for officers about the events of a case. */
import { t } from '#lib/i18n.svelte.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import type { StoryEvent } from '../../../../api/cases.ts';
import { pageKinds } from '#lib/kinds/index.ts';
import { textIn } from '#lib/kinds/page-kind.ts';

/** Name of the actor. */
const actorName = ({ actor }: Pick<StoryEvent, 'actor'>): string =>
  actor.name ?? t(actor.kind === 'system' ? 'desk:story.system' : actor.kind === 'taxpayer' ? 'role.taxpayer' : 'desk:story.someone');

/** For example: 王芳 转办给 第二税务所. */
export const storySentence = (kind: CaseKind, event: Pick<StoryEvent, 'type' | 'actor' | 'data'>): string => {
  const named = { who: actorName(event), officer: textIn(event.data, 'officer') ?? t('desk:story.someone') };
  return pageKinds[kind].deskSentence(event, named) ?? t('desk:story.other', { who: named.who, type: event.type });
};

/** Details beside the sentence: stars, outcome, papers, receiver. */
export const storyAside = (kind: CaseKind, { type, data }: Pick<StoryEvent, 'type' | 'data'>): string | undefined => {
  if (type === 'rated' && typeof data['stars'] === 'number') {
    return t('desk:case.stars', {
      count: data['stars'],
      resolved: t(data['resolved'] === true ? 'desk:case.resolved' : 'desk:case.unresolved'),
    });
  }
  if (type === 'closed') return pageKinds[kind].outcome(data['outcome']);
  const own = pageKinds[kind].deskAside?.({ type, data });
  return own === undefined ? textIn(data, 'papers', 'number') : own.words;
};

const inner = ['released', 'handed-over', 'reassigned', 'advanced', 'sent-back', 'disputed', 'dispatched'] as const;

/** True for events whose texts only officers see. */
export const isInner = (type: string): boolean => inner.some((known) => known === type);
