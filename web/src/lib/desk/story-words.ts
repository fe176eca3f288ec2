/** What happened to a case, as a sentence for officers. */
import { t } from '#lib/i18n.svelte.ts';
import type { StoryEvent } from '../../../api/cases.ts';
import { messageEventTypes } from '../../../../domain/message.ts';

const outcomes = ['rated', 'follow-up-elapsed', 'supplement-elapsed', 'ended'] as const;

/** The name of who did it. */
const actorName = ({ actor }: Pick<StoryEvent, 'actor'>): string =>
  actor.name ?? t(actor.kind === 'system' ? 'desk:story.system' : actor.kind === 'taxpayer' ? 'role.taxpayer' : 'desk:story.someone');

const textIn = (data: StoryEvent['data'], ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
};

/** 王芳 转办给 第二税务所. */
export const storySentence = (event: Pick<StoryEvent, 'type' | 'actor' | 'data'>): string => {
  const { data } = event;
  const who = actorName(event);
  const officer = textIn(data, 'officer') ?? t('desk:story.someone');
  const to = textIn(data, 'officer', 'centre') ?? t('desk:story.someone');
  const type = messageEventTypes.find((known) => known === event.type);
  return type === undefined ? t('desk:story.other', { who, type: event.type }) : t(`desk:story.${type}`, { who, officer, to });
};

/** What is told beside the sentence: how many stars, in which way it ended. */
export const storyAside = ({ type, data }: Pick<StoryEvent, 'type' | 'data'>): string | undefined => {
  if (type === 'rated' && typeof data['stars'] === 'number') {
    return t('desk:case.stars', {
      stars: data['stars'],
      resolved: t(data['resolved'] === true ? 'desk:case.resolved' : 'desk:case.unresolved'),
    });
  }
  const outcome = type === 'closed' ? outcomes.find((known) => known === data['outcome']) : undefined;
  return outcome === undefined ? undefined : t(`message:outcome.${outcome}`);
};

/** Words that officers say among themselves: the taxpayer is never shown them. */
export const isInner = (type: string): boolean => type === 'released' || type === 'handed-over' || type === 'reassigned';
