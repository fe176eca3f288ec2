import { t } from '#lib/i18n.svelte.ts';

const minuteMs = 60_000;
const hourMinutes = 60;

/** 12 秒, 3 分钟, 1 小时 5 分钟. @param ms duration in milliseconds */
export const waitedWords = (ms: number): string => {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return t('conversation:desk.seconds', { count: Math.max(0, Math.floor(ms / 1_000)) });
  if (minutes < hourMinutes) return t('conversation:desk.minutes', { count: minutes });
  return t('conversation:desk.hours', { hours: Math.floor(minutes / hourMinutes), minutes: minutes % hourMinutes });
};
