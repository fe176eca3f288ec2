/** Where to go with a matter that is handled at a counter only, in sentences. */
import type { ChatContent } from '../api/chat.ts';
import type { Language, Translate } from './index.ts';

export type Counter = NonNullable<Extract<ChatContent, { type: 'answer' }>['counter']>;

/** Returns a line each for the place, the taxpayer's own bureau, its address and its hours; what is not known is left out. */
export function counterWords({ place, hall: { name, address, hours } }: Counter, t: Translate, language: Language): string[] {
  const days = hours.map(({ from, to, spans }) =>
    t(from === to ? 'conversation:chat.counter.day' : 'conversation:chat.counter.days', {
      from: weekdayIn(language, from),
      to: weekdayIn(language, to),
      spans: spans.map((span) => `${span.from}–${span.to}`).join(' '),
    }),
  );
  return [
    ...(place === null ? [] : [t('conversation:chat.counter.place', { place })]),
    ...(name === '' ? [] : [t('conversation:chat.counter.hall', { name })]),
    ...(address === '' ? [] : [t('conversation:chat.counter.address', { address })]),
    ...(days.length === 0 ? [] : [t('conversation:chat.counter.hours', { hours: days.join(t('conversation:chat.counter.then')) })]),
  ];
}

/** 1 January 2024 was a Monday. */
const weekdayIn = (language: Language, weekday: number): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short' }).format(Date.UTC(2024, 0, weekday));
