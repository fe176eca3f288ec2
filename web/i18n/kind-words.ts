/** Words of a kind of case, in a namespace of its own, for code that does not know the kind. */
import type { Translate } from './index.ts';
import { zhCN } from './zh-CN/index.ts';

type Words = Readonly<Record<string, string>>;
/** Required contents of a kind's namespace. */
interface KindWords {
  readonly short: string;
  readonly status: Words;
  readonly event: Words;
  /** Sentences about its workflow's history; for commands, only those that the kind words differently. */
  readonly history: Words & { readonly name: string; readonly started: string; readonly open: string };
}

export type KindNamespace = {
  [N in keyof typeof zhCN]: (typeof zhCN)[N] extends KindWords ? N : never;
}[keyof typeof zhCN];

type Part = 'status' | 'event' | 'command' | 'history';

/** True when the kind has its own word for the name. */
export function hasWord(namespace: KindNamespace, part: Part, name: string): boolean {
  const words: Readonly<Record<string, unknown>> = zhCN[namespace];
  const among = words[part];
  return typeof among === 'object' && among !== null && Object.hasOwn(among, name);
}

/** Returns the kind's word for a name; an unknown name, such as one of a later version, is returned unchanged. */
export const wordIn = (translate: Translate, namespace: KindNamespace, part: Part, name: string): string =>
  hasWord(namespace, part, name) ? (translate as (key: string) => string)(`${namespace}:${part}.${name}`) : name;
