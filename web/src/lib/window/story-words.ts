/** What happened to a case, as its taxpayer is told it. */
import { messageEventTypes } from '../../../../domain/message.ts';
import { serviceFormEventTypes, serviceFormOutcomes } from '../../../../domain/service-form/form.ts';
import { workOrderEventTypes } from '../../../../domain/work-order/order.ts';
import type { CaseKind } from '../../../../domain/case.ts';
import type { StoryEvent } from '../../../api/cases.ts';
import { t } from '#lib/i18n.svelte.ts';

const messageOutcomes = ['rated', 'follow-up-elapsed', 'supplement-elapsed', 'ended'] as const;
const orderOutcomes = ['finished', 'terminated', 'papers-elapsed', 'ended'] as const;

const textIn = (data: StoryEvent['data'], name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

/** 已转至 第二税务所 处理. @param centre the case's own, where the event names none */
export const storySentence = (kind: CaseKind, { type, data }: Pick<StoryEvent, 'type' | 'data'>, centre: string): string => {
  if (kind === 'message') {
    const known = messageEventTypes.find((each) => each === type);
    return known === undefined ? type : t(`message:story.${known}`, { centre: textIn(data, 'centre') || centre });
  }
  if (kind === 'service-form') {
    const known = serviceFormEventTypes.find((each) => each === type);
    return known === undefined ? type : t(`form:story.${known}`);
  }
  const known = workOrderEventTypes.find((each) => each === type);
  return known === undefined ? type : t(`order:story.${known}`, { stage: textIn(data, 'stage'), number: textIn(data, 'number') });
};

/** In which way it ended, of an event that says so; nothing where the sentence has said it. */
export const outcomeWords = (kind: CaseKind, { data }: Pick<StoryEvent, 'data'>): string[] => {
  if (kind === 'message') {
    const known = messageOutcomes.find((each) => each === data['outcome']);
    // That it was rated stands beside it.
    return known === undefined || known === 'rated' ? [] : [t(`message:outcome.${known}`)];
  }
  if (kind === 'service-form') {
    const known = serviceFormOutcomes.find((each) => each === data['outcome']);
    return known === undefined ? [] : [t(`form:outcome.${known}`)];
  }
  const known = orderOutcomes.find((each) => each === data['outcome']);
  return known === undefined ? [] : [t(`order:outcome.${known}`)];
};
