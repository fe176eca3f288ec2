/** The words of a kind of case, in a namespace of its own, for whoever does not know the kind. */
import type { Translate } from './index.ts';
import { zhCN } from './zh-CN/index.ts';

type Words = Readonly<Record<string, string>>;
/** What the namespace of a kind holds at least. */
interface KindWords {
  readonly short: string;
  readonly status: Words;
  readonly event: Words;
  /** What is told of its workflow's history; of its commands only those of which every kind tells in its own way. */
  readonly history: Words & { readonly name: string; readonly started: string; readonly open: string };
}

export type KindNamespace = {
  [N in keyof typeof zhCN]: (typeof zhCN)[N] extends KindWords ? N : never;
}[keyof typeof zhCN];

type Part = 'status' | 'event' | 'command' | 'history';

/** Whether a kind has a word of its own for it. */
export function hasWord(namespace: KindNamespace, part: Part, name: string): boolean {
  const words: Readonly<Record<string, unknown>> = zhCN[namespace];
  const among = words[part];
  return typeof among === 'object' && among !== null && Object.hasOwn(among, name);
}

/** A kind's word for it; what a later version calls otherwise stays as it is. */
export const wordIn = (translate: Translate, namespace: KindNamespace, part: Part, name: string): string =>
  hasWord(namespace, part, name) ? (translate as (key: string) => string)(`${namespace}:${part}.${name}`) : name;
