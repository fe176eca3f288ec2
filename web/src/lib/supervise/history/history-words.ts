/** Sentence for a line of a workflow's history. */
import { t } from '#lib/i18n.svelte.ts';
import { zhCN } from '../../../../i18n/zh-CN/index.ts';
import type { HistoryLine } from '../../../../api/desk.ts';

/** Key of the sentence: in `history`, unless the code names a kind's namespace. */
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

/** The values come from the server and match their sentence; i18next's types would need to know them here. */
const fill = t as (key: string, values: HistoryLine['values']) => string;

/** Falls back to the code for a line of a later server version without a sentence. */
export const historySentence = ({ code, values }: Pick<HistoryLine, 'code' | 'values'>): string =>
  isKey(keyOf(code)) ? fill(keyOf(code), values) : code;

/** Event type of a raw event, as Temporal's own pages write it. */
export const rawTypeOf = (raw: unknown): string => {
  if (typeof raw !== 'object' || raw === null || !('eventType' in raw) || typeof raw.eventType !== 'string') return '';
  return raw.eventType.replace(/^EVENT_TYPE_/, '');
};
