/** What happened to a case, as a sentence for officers. */
import { t } from '#lib/i18n.svelte.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import { messageEventTypes } from '../../../../../domain/message.ts';
import { serviceFormEventTypes } from '../../../../../domain/service-form/form.ts';
import { workOrderEventTypes } from '../../../../../domain/work-order/order.ts';
import type { StoryEvent } from '../../../../api/cases.ts';
import { outcomeWords } from '#lib/kinds/case-words.ts';

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
export const storySentence = (kind: CaseKind, event: Pick<StoryEvent, 'type' | 'actor' | 'data'>): string => {
  const { data } = event;
  const who = actorName(event);
  const officer = textIn(data, 'officer') ?? t('desk:story.someone');
  switch (kind) {
    case 'work-order': {
      const type = workOrderEventTypes.find((known) => known === event.type);
      const [stage, number] = [textIn(data, 'stage') ?? '', textIn(data, 'number') ?? ''];
      if (type !== undefined) return t(`order:deskStory.${type}`, { who, officer, stage, number });
      break;
    }
    case 'service-form': {
      const type = serviceFormEventTypes.find((known) => known === event.type);
      if (type !== undefined) return t(`form:deskStory.${type}`, { who, officer });
      break;
    }
    case 'message': {
      const type = messageEventTypes.find((known) => known === event.type);
      const to = textIn(data, 'officer', 'centre') ?? t('desk:story.someone');
      if (type !== undefined) return t(`desk:story.${type}`, { who, officer, to });
    }
  }
  return t('desk:story.other', { who, type: event.type });
};

/** What is told beside the sentence: how many stars, in which way it ended, which papers, to whom. */
export const storyAside = (kind: CaseKind, { type, data }: Pick<StoryEvent, 'type' | 'data'>): string | undefined => {
  if (type === 'rated' && typeof data['stars'] === 'number') {
    return t('desk:case.stars', {
      count: data['stars'],
      resolved: t(data['resolved'] === true ? 'desk:case.resolved' : 'desk:case.unresolved'),
    });
  }
  if (type === 'closed') return outcomeWords(kind, data['outcome']);
  if (type === 'dispatched') return textIn(data, 'officer');
  // The sentence has the number.
  if (type === 'form-sent') return undefined;
  if (type === 'form-ended') return outcomeWords('service-form', data['outcome']);
  return textIn(data, 'papers', 'number');
};

const inner = ['released', 'handed-over', 'reassigned', 'advanced', 'sent-back', 'disputed', 'dispatched'] as const;

/** Words that officers say among themselves: the taxpayer is never shown them. */
export const isInner = (type: string): boolean => inner.some((known) => known === type);
