/** The sentence of a line of a workflow's history. */
import { t } from '#lib/i18n.svelte.ts';
import { zhCN } from '../../../../i18n/zh-CN/index.ts';
import type { HistoryLine } from '../../../../api/desk.ts';

/** Where the translations have it: in `history`, unless it names the namespace of a kind. */
const keyOf = (code: string): string => (code.includes(':') ? code : `history:${code}`);

const isKey = (key: string): boolean => {
  const found = key
    .split(/[:.]/)
    .reduce<unknown>(
      (inner, part) => (typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>)[part] : undefined),
      zhCN,
    );
  return typeof found === 'string';
};

/** The values of a line come from the server, which fills each sentence with its own; i18next would have them known here. */
const fill = t as (key: string, values: HistoryLine['values']) => string;

/** A line of a later version of the server, for which there is no sentence yet, shows its code rather than nothing. */
export const historySentence = ({ code, values }: Pick<HistoryLine, 'code' | 'values'>): string =>
  isKey(keyOf(code)) ? fill(keyOf(code), values) : code;

/** What the engine notes about its own work: true, but rarely what somebody looks for. */
export const isEngineLine = ({ code }: Pick<HistoryLine, 'code'>): boolean =>
  code.startsWith('engine-') && code !== 'engine-failed' && code !== 'engine-timed-out';

/** Whether a line tells of something that went wrong. */
export const isTroubleLine = ({ code }: Pick<HistoryLine, 'code'>): boolean =>
  ['failed', 'timed-out', 'terminated', 'step-retried', 'step-failed', 'step-timed-out', 'engine-failed', 'engine-timed-out'].includes(
    code,
  );

/** The name of a raw event's type, as Temporal's own page writes it. */
export const rawTypeOf = (raw: unknown): string => {
  if (typeof raw !== 'object' || raw === null || !('eventType' in raw) || typeof raw.eventType !== 'string') return '';
  return raw.eventType.replace(/^EVENT_TYPE_/, '');
};
