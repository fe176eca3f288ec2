/** What happened to a case, as a sentence for officers. */
import { t } from '#lib/i18n.svelte.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import type { StoryEvent } from '../../../../api/cases.ts';
import { pageKinds } from '#lib/kinds/index.ts';
import { textIn } from '#lib/kinds/page-kind.ts';

/** The name of who did it. */
const actorName = ({ actor }: Pick<StoryEvent, 'actor'>): string =>
  actor.name ?? t(actor.kind === 'system' ? 'desk:story.system' : actor.kind === 'taxpayer' ? 'role.taxpayer' : 'desk:story.someone');

/** 王芳 转办给 第二税务所. */
export const storySentence = (kind: CaseKind, event: Pick<StoryEvent, 'type' | 'actor' | 'data'>): string => {
  const named = { who: actorName(event), officer: textIn(event.data, 'officer') ?? t('desk:story.someone') };
  return pageKinds[kind].deskSentence(event, named) ?? t('desk:story.other', { who: named.who, type: event.type });
};

/** What is told beside the sentence: how many stars, in which way it ended, which papers, to whom. */
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

/** Words that officers say among themselves: the taxpayer is never shown them. */
export const isInner = (type: string): boolean => inner.some((known) => known === type);
