/** Formatting of instants, in Asia/Shanghai. */
import { dayOf } from '../../../domain/time-words.ts';
import { t, language } from './i18n.svelte.ts';

const zone = 'Asia/Shanghai';

const format = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language(), { timeZone: zone, ...options }).format(at);

const clockTime = (at: number): string => format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** 今天 14:05, 昨天 14:05, 5月27日 14:05, 2025年5月27日 14:05. */
export const peopleTime = (at: number, now: number): string => {
  const time = clockTime(at);
  switch (dayOf(at, now)) {
    case 'today':
      return t('time.today', { time });
    case 'yesterday':
      return t('time.yesterday', { time });
    case 'this-year':
      return `${format(at, { month: language() === 'en' ? 'short' : 'long', day: 'numeric' })} ${time}`;
    case 'older':
      return `${format(at, { year: 'numeric', month: language() === 'en' ? 'short' : 'long', day: 'numeric' })} ${time}`;
  }
};

/** 12月1日 星期二, of a date YYYY-MM-DD. */
export const dayWords = (date: string): string =>
  new Intl.DateTimeFormat(language(), { timeZone: 'UTC', month: language() === 'en' ? 'short' : 'long', day: 'numeric', weekday: 'long' })
    .format(Date.parse(date))
    .replace('日星期', '日 星期');

/** Exact instant to the second, for titles and a case's log. */
export const exactTime = (at: number): string => {
  const part = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return part.format(at);
};

/** For example 2 小时 10 分: the two largest units; a text of its own below a minute. */
export const durationWords = (parts: { days: number; hours: number; minutes: number }): string => {
  const words = [
    parts.days > 0 ? t('time.days', { n: parts.days }) : '',
    parts.hours > 0 ? t('time.hours', { n: parts.hours }) : '',
    parts.minutes > 0 ? t('time.minutes', { n: parts.minutes }) : '',
  ].filter((word) => word !== '');
  return words.length === 0 ? t('time.lessThanMinute') : words.slice(0, 2).join(' ');
};

/** 还剩 2 小时 10 分, or 已超时 35 分. */
export const timeLeftWords = (left: { overdue: boolean; days: number; hours: number; minutes: number }): string => {
  const duration = durationWords(left);
  return left.overdue ? t('time.overdue', { duration }) : t('time.left', { duration });
};

/**
 * Returns the ISO 8601 instant of a date and time in Asia/Shanghai, YYYY-MM-DDThh:mm; null for an empty input. What is no date and time stays
 * as it is, for the server to refuse.
 */
export const instantIn = (chosen: string): string | null => {
  if (chosen === '') return null;
  const at = Date.parse(`${chosen}:00+08:00`);
  return Number.isNaN(at) ? chosen : new Date(at).toISOString();
};

/** Parses an ISO 8601 instant to epoch milliseconds. */
export const instant = (iso: string): number => Date.parse(iso);
